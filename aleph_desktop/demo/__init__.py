"""A local stand-in for the service, in its own process, that really edits, with plain filters."""
