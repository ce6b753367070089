"""What is inside the bundle stays as it was, and what should come from inside does."""

import hashlib
import re
from pathlib import Path

# Libraries that the program brings: from elsewhere they would be another version's.
_BROUGHT = re.compile(
    r"lib(Qt6|pyside6|shiboken6|python3|av(codec|format|util|filter|device)|sw(scale|resample)"
    r"|x264|dav1d)"
)
_FOREIGN = re.compile(r"/(site|dist)-packages/|/qt6?/plugins/|/python3(\.\d+)?/")


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file and folder by name: kind, mode, and what is in it."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = f"link to {path.readlink()}"
        elif path.is_dir():
            found[name] = "folder"
        else:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            found[name] = f"{path.stat().st_mode:o} {digest}"
    return found


def changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The names that came, went or changed between two fingerprints."""
    return sorted({name for name, _ in before.items() ^ after.items()})


def foreign(maps: str, bundle: Path) -> list[str]:
    """Of a process's /proc/PID/maps: the files outside of the bundle that should be inside.

    Those of its own kind, and those of which it has one itself.
    """
    own = {path.name for path in bundle.rglob("*") if ".so" in path.name}
    mapped = {line.split(maxsplit=5)[5] for line in maps.splitlines() if line.count("/") > 1}
    return sorted(
        file
        for file in mapped
        if not file.startswith(f"{bundle}/")
        and (_BROUGHT.match(Path(file).name) or _FOREIGN.search(file) or Path(file).name in own)
    )
