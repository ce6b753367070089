"""What a frozen program may say, line by line. Whatever isn't here is stray, and fails the test.

Nothing is let through for being harmless: a user sees it, and a script reads it.
"""

import json
import re
from collections.abc import Iterable

NOTHING: tuple[str, ...] = ()

VERSION = (
    r"aleph_desktop \d+\.\d+\.\d+\S* \(commit [0-9a-f]{12}(-changed)?, \d{4}-\d\d-\d\d\)",
    r"Python 3\.\d+\.\d+, Qt 6\.\S+, PySide6 6\.\S+, PyAV \S+ with FFmpeg \S+",
)

PREPARING = (r"\d+ % of \d+ frames",)

# Qt Multimedia, of a machine without a sound server: what a test's is, and a user's is not.
NO_SOUND = (r"PulseAudioService: pa_context_connect\(\) failed",)

# A job's way, told to the people at a terminal; `resume` puts the clip and the job before it.
_STATE = r"(queued|preparing|submitting|waiting|generating|downloading|done)"
JOB = (
    rf"(\S+ [0-9a-f]{{8}}: )?{_STATE}( \(\w+\))?",
    r"(\S+ [0-9a-f]{8}: )?(preparing|downloading) \d+ % of \d+ (frames|bytes)",
    r"\d+ [a-z ]+(, \d+ [a-z ]+)*",  # resume's summary
)

_JOB_EVENTS = {"state", "progress", "done", "summary"}


def stray(text: str, allowed: Iterable[str]) -> list[str]:
    """The lines that none of the patterns matches as a whole."""
    patterns = [re.compile(pattern) for pattern in allowed]
    return [
        line
        for line in text.splitlines()
        if not any(pattern.fullmatch(line) for pattern in patterns)
    ]


def events(text: str) -> list[dict[str, object]]:
    """A run's JSON lines. Raises ValueError for a line that is none, or none of a good run's."""
    found: list[dict[str, object]] = []
    for line in text.splitlines():
        event = json.loads(line)
        if not isinstance(event, dict) or event.get("event") not in _JOB_EVENTS:
            raise ValueError(f"no event of a good run: {line}")
        found.append(event)
    return found


def troubles(log: str) -> list[str]:
    """A log's lines that are more than information: warnings, errors, and their traces."""
    return [line for line in log.splitlines() if not re.match(r"\S+ \S+ INFO \S+: ", line)]
