"""What the interpreter writes when it is ended by a fault, kept for the next start."""

import faulthandler
import os
import time
from pathlib import Path

KEPT = 3  # crash-*.txt
_LOG = "crash.log"

# On Windows faulthandler also writes about exceptions that do no harm, by number: `code 0x…`.
_FATAL = (b"Fatal Python error", b"exception: access violation", b"exception: stack overflow")


def watch_for_faults(folder: Path) -> Path | None:
    """Have faults written to `folder`; returns what the last run left there, if one ended it.

    Stacks of functions and lines, no values, so no secrets. Raises nothing: a folder that can't
    be written to is said elsewhere.
    """
    try:
        left = _keep_last(folder)
        faulthandler.enable(os.open(folder / _LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    except OSError:
        return None
    return left


def _keep_last(folder: Path) -> Path | None:
    log = folder / _LOG
    if not log.is_file() or not any(word in log.read_bytes() for word in _FATAL):
        return None
    at = time.strftime("%Y%m%d-%H%M%S", time.localtime(log.stat().st_mtime))
    kept = log.replace(log.with_name(f"crash-{at}.txt"))
    for old in sorted(folder.glob("crash-*.txt"))[:-KEPT]:
        old.unlink()
    return kept
