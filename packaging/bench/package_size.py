"""How big a folder is: on the disk, on its way over the network, and where in it."""

import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import IO

MB = 1_000_000


def sizes(folder: Path) -> dict[str, int]:
    """{a file's place in the folder: bytes}. A link's target counts once, where it lies."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}


def packed(folder: Path) -> int:
    """Bytes of the folder as tar and xz, with the settings of dpkg-deb."""
    tar = ["tar", "--create", "--sort=name", "--owner=0", "--group=0", "--mtime=@0", "."]
    xz = ["xz", "-6", "--threads=0"]
    with (
        subprocess.Popen(tar, cwd=folder, stdout=subprocess.PIPE) as archive,
        subprocess.Popen(xz, stdin=archive.stdout, stdout=subprocess.PIPE) as packer,
    ):
        found = _length(packer.stdout)
    if archive.returncode or packer.returncode:
        raise SystemExit(f"tar or xz failed on {folder}, see above.")
    return found


def _length(stream: IO[bytes] | None) -> int:
    length = 0
    while stream is not None and (part := stream.read(MB)):
        length += len(part)
    return length


def largest(found: Mapping[str, int], most: int = 10) -> list[tuple[str, int]]:
    """The largest components, the largest first: (name, bytes)."""
    parts: Counter[str] = Counter()
    for place, size in found.items():
        parts[component(place)] += size
    return parts.most_common(most)


def component(place: str) -> str:
    """What a file of PyInstaller's folder belongs to, as an engineer thinks of it."""
    parts = PurePosixPath(place).parts
    if parts[0] != "_internal":
        return "the program, with all Python modules"
    parts = parts[1:]
    if len(parts) == 1:
        return "Python and libraries beside it"
    if parts[:2] == ("PySide6", "Qt"):
        return "/".join(parts[:3])
    if parts[0] == "PySide6":
        return "PySide6, the bindings"
    return parts[0]
