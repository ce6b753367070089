"""What is inside, file by file; and nothing of it twice."""

import hashlib
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

_WORTH_SAYING = 64 * 1024  # bytes: smaller ones are empty modules and the like


def write_manifest(bundle: Path, path: Path) -> None:
    """Place, size, digest and link target of all: the same words for the same bundle."""
    words = json.dumps({"files": _entries(bundle)}, indent=1) + "\n"
    path.write_text(words, "utf-8", newline="\n")


def refuse_second_copies(bundle: Path) -> None:
    """Raises SystemExit where two large files are the same, byte by byte."""
    places = defaultdict(list)
    for entry in _entries(bundle):
        if entry.get("size", 0) >= _WORTH_SAYING:
            places[entry["sha256"]].append(entry["path"])
    twice = [" = ".join(same) for same in places.values() if len(same) > 1]
    if twice:
        raise SystemExit("These files are in the bundle twice:\n  " + "\n  ".join(twice))


def _entries(bundle: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted(bundle.rglob("*")):
        name = path.relative_to(bundle).as_posix()
        if path.is_symlink():
            found.append({"path": name, "link": path.readlink().as_posix()})
        elif path.is_file():
            with path.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            found.append({"path": name, "size": path.stat().st_size, "sha256": digest})
    return found
