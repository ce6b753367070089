"""What is remembered about updates from start to start: a small file beside the settings."""

import json
import logging
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

_DAY = 86400.0  # seconds

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UpdateMemory:
    """`looked_at`: seconds since 1970. `skipped`: the version its user doesn't want to hear of."""

    looked_at: float = 0.0
    skipped: str = ""

    def is_due(self, now: float) -> bool:
        """A day has passed; or the clock was set back, which nobody can tell from it."""
        return not 0 <= now - self.looked_at < _DAY


def load_memory(file: Path) -> UpdateMemory:
    """What can't be read is forgotten: at worst a release is told of once more."""
    try:
        table = json.loads(file.read_bytes())
        looked_at, skipped = table["looked_at"], table["skipped"]
        if not isinstance(skipped, str) or isinstance(looked_at, bool):
            return UpdateMemory()
        return UpdateMemory(float(looked_at), skipped)
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return UpdateMemory()


def note_look(file: Path, now: float) -> None:
    """It was looked for now, in seconds since 1970. Blocks; raises nothing."""
    _save(file, replace(load_memory(file), looked_at=now))


def note_skip(file: Path, version: str) -> None:
    """Its user doesn't want to hear of this one. As `note_look`."""
    _save(file, replace(load_memory(file), skipped=version))


def _save(file: Path, memory: UpdateMemory) -> None:
    """Replace the file as a whole. What can't be written is looked for, and told of, again."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        try:
            draft.write_text(json.dumps(asdict(memory)) + "\n", encoding="utf-8")
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("updates: %s can't be written: %s", file, error.strerror)
