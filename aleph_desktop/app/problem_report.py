"""The text of a problem report: what whoever mends the app needs, and no secrets."""

import platform
from dataclasses import dataclass
from pathlib import Path

from aleph_desktop.app.log import log_tail, redact
from aleph_desktop.app.version import versions

LINES = 50
_TRACE = 20_000  # characters; a recursion without end makes megabytes


@dataclass(frozen=True, slots=True)
class Mistakes:
    """The bugs of this run, and the crash of the last one."""

    count: int = 0
    trace: str = ""  # of the first: later ones often follow from it
    crash: Path | None = None  # what the last run left

    @property
    def words(self) -> str:
        """One plain sentence."""
        if self.count == 1:
            return "The app made a mistake, and went on."
        if self.count > 1:
            return f"The app made {self.count} mistakes, and went on."
        if self.crash is not None:
            return "The app ended by a fault in its last run."
        return "The app knows of no mistake of its own in this run."


def report_text(mistakes: Mistakes, log_dir: Path, platform_name: str) -> str:
    """Blocks: it reads files. `platform_name` is Qt's word for the window system."""
    parts = [
        "aleph_desktop problem report",
        f"{versions()}\n{platform.platform()}, window system {platform_name}",
        mistakes.words,
    ]
    if mistakes.trace:
        parts.append(f"The first mistake\n\n{_middle_out(mistakes.trace)}")
    if mistakes.crash is not None:
        parts.append(f"The last run's end ({mistakes.crash.name})\n\n{_read(mistakes.crash)}")
    parts.append(f"The last lines of the log\n\n{log_tail(log_dir, LINES)}")
    return shorten_home(redact("\n\n".join(parts))) + "\n"


def shorten_home(text: str) -> str:
    """The user's name is nobody's business."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text


def _middle_out(text: str) -> str:
    if len(text) <= _TRACE:
        return text
    half = _TRACE // 2
    return f"{text[:half]}\n[…]\n{text[-half:]}"


def _read(path: Path) -> str:
    try:
        return _middle_out(path.read_text("utf-8", "replace"))
    except OSError as error:
        return f"(can't be read: {error.strerror or error})"
