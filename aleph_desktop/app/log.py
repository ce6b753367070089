"""The log: files that don't grow without end, warnings on the terminal, no secrets in either."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from aleph_desktop.client.redact import redact_text
from aleph_desktop.domain.api_key import hide_keys

WINDOW_LOG = "aleph_desktop.log"
HEADLESS_LOG = "headless.log"  # a file of its own: two programs can't turn over one file

_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class QuietFile(RotatingFileHandler):
    """A full disk ends no program."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Logging's own would print the record as it is, secrets and all."""


class RedactingFormatter(logging.Formatter):
    """Takes secrets out of whole records, traces included."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def redact(text: str) -> str:
    """`text` without the keys of this process, tokens, and the queries of URLs."""
    return redact_text(hide_keys(text))


def start_log(folder: Path, name: str) -> None:
    """Log to `folder`/`name`, at most 2 × 1 MB. A folder that can't be written to stops nothing."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    logging.getLogger("wakepy").setLevel(logging.WARNING)  # it tells each step at INFO
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    terminal.setFormatter(RedactingFormatter())
    root.addHandler(terminal)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = QuietFile(folder / name, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    except OSError as error:
        logging.getLogger(__name__).warning("There is no log: %s", error)
        return
    handler.setFormatter(RedactingFormatter(_LINE))
    root.addHandler(handler)


def log_tail(folder: Path, lines: int) -> str:
    """The last lines of the window's log, of the last 64 KB at most. Blocks; raises nothing."""
    try:
        with (folder / WINDOW_LOG).open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - 65_536))
            text = file.read().decode("utf-8", "replace")
    except OSError as error:
        return f"(no log: {error.strerror or error})"
    return "\n".join(text.splitlines()[-lines:])
