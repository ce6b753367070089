"""SQLite: the jobs, and the migrations of their schema."""
