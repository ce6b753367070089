"""The service's generations in a folder: for each a record, the clip it got, and the result."""

import logging
from pathlib import Path

from aleph_desktop.demo.record import Record, from_json, to_json

_log = logging.getLogger(__name__)

KEPT_SECONDS = 7 * 24 * 3600  # then a generation is forgotten, or the folder would only grow


class Archive:
    """Reads and writes the folder. Blocks; the records are also held in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._records: dict[str, Record] = {}

    def load(self, now: float) -> None:
        """Read the folder, forgetting what is old. A record that can't be read is left alone."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(self._folder.glob("*.json")):
            try:
                record = from_json(path.read_text(encoding="utf-8"))
            except (OSError, ValueError, KeyError, TypeError):
                _log.warning("%s is no record of a generation", path.name)
                continue
            if now - record.created_at > KEPT_SECONDS:
                self._forget(record.key)
            else:
                self._records[record.id] = record

    def save(self, record: Record) -> None:
        """Whole or not at all; on disk before it is to be found."""
        path = self._path(record.key, "json")
        part = path.with_suffix(".json.part")
        part.write_text(to_json(record), encoding="utf-8")
        part.replace(path)
        self._records[record.id] = record

    def find(self, generation_id: str) -> Record | None:
        return self._records.get(generation_id)

    def by_key(self, key: str) -> Record | None:
        return next((record for record in self._records.values() if record.key == key), None)

    def newest_first(self) -> list[Record]:
        return sorted(self._records.values(), key=lambda record: -record.created_at)

    def source(self, key: str) -> Path:
        """The clip that was sent or fetched. It goes when the generation ends."""
        return self._path(key, "source")

    def result(self, key: str) -> Path:
        return self._path(key, "mp4")

    def _path(self, key: str, suffix: str) -> Path:
        return self._folder / f"{key}.{suffix}"

    def _forget(self, key: str) -> None:
        for suffix in ("source", "mp4", "mp4.part", "json.part", "json"):
            self._path(key, suffix).unlink(missing_ok=True)
