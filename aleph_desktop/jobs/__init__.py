"""The application: one job's life, the supervision of all, recovery. asyncio, no Qt."""
