"""How long work in a thread is told that nobody waits for it any more."""

from collections.abc import Callable

Stop = Callable[[], bool]  # asked between frames; True: end now


class Stopped(Exception):  # noqa: N818 - not an error: the work was asked to end, and did
    """The work ended early because it was asked to."""


def heed(stop: Stop) -> None:
    """Raise Stopped when the work was asked to end."""
    if stop():
        raise Stopped
