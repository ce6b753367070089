"""Files on disk: probe, proxy, thumbnails, frames. PyAV; blocking work stays off the event loop."""
