"""The job list: every job, newest first."""
