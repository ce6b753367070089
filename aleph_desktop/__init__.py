"""aleph_desktop: change a shot by describing the change."""
