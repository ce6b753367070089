"""The review place: reference and edited clip, on the same frame, under one transport."""
