"""The composition root: arguments, loop, object graph, ordered close, headless runs."""
