"""The window. Qt; meets the rest of the app through the jobs room."""
