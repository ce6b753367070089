"""A local stand-in for the service, in its own process, that really edits the clip with plain filters."""
