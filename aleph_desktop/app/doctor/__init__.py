"""`aleph-desktop doctor`: what of this installation works here, and what to do where it doesn't."""
