"""The last resort against a close that takes too long."""

import logging
import os
import threading
import time

log = logging.getLogger(__name__)

DEADLINE = 1.8  # seconds from the wish to close; the app is to be gone within two


def leave_in_time(seconds: float = DEADLINE) -> None:
    """End the process in `seconds` from now, unless it has ended by then.

    What may hang is a thread in somebody else's code: a keyring that waits for its user, a network
    disk. Nothing is lost: each change of a job was on the disk before it was shown.
    """
    threading.Thread(target=_leave, args=(seconds,), name="deadline", daemon=True).start()


def _leave(seconds: float) -> None:
    time.sleep(seconds)
    names = sorted(
        t.name for t in threading.enumerate() if t.name not in ("MainThread", "deadline")
    )
    log.warning("Closing took too long, with these threads left: %s", ", ".join(names))
    os._exit(0)
