"""Paths, preferences, and the API key in the system's keyring."""
