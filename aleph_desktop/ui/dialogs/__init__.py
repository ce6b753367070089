"""Windows of their own: settings, keys, about."""
