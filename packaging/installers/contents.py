"""What is really in a bundle: which Python distributions, and which native libraries."""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path, PurePosixPath

from PyInstaller.archive.readers import CArchiveReader

LICENCES = Path(__file__).parent.parent / "licences"
_NATIVE = (".so", ".dylib", ".dll", ".pyd")
_EXTENSION = (".abi3.so", ".pyd")  # and .cpython-….so: modules of a distribution


@dataclass(frozen=True, slots=True)
class Library:
    """Native code of one origin. An entry of packaging/licences/native.toml."""

    name: str
    files: tuple[str, ...]  # patterns of places in the bundle
    licence: str  # an SPDX expression
    text: str  # a file in packaging/licences, or "python": the interpreter's own
    source: str  # where its source is

    def holds(self, place: str) -> bool:
        return any(_fits(place, pattern) for pattern in self.files)


def inside(bundle: Path) -> Path:
    """Where PyInstaller puts what a program needs."""
    return bundle / "_internal"


def python_distributions(bundle: Path, program: str) -> list[Distribution]:
    """Those of this interpreter that have a module or a file in the bundle, by name."""
    found = set(_modules(bundle / program)) | set(_places(bundle))
    return sorted(
        (each for each in distributions() if found & _files_of(each)),
        key=lambda each: each.metadata["Name"].lower(),
    )


def freezer() -> Distribution:
    """PyInstaller, whose start-up is a part of every program that it makes."""
    return distribution("pyinstaller")


def native_libraries(bundle: Path) -> list[Library]:
    """Those that are in the bundle. Raises SystemExit for a library of unknown origin."""
    known, unknown = [], []
    for place in _places(bundle):
        if not _is_native(place):
            continue
        library = next((each for each in read_libraries() if each.holds(place)), None)
        if library is not None:
            known.append(library)
        elif not (place.endswith(_EXTENSION) or ".cpython-" in place):
            unknown.append(place)
    if unknown:
        raise SystemExit(
            "Nobody has said under which licence these libraries are:\n  "
            + "\n  ".join(unknown)
            + "\nEnter them in packaging/licences/native.toml."
        )
    return list(dict.fromkeys(known))


@cache
def read_libraries() -> tuple[Library, ...]:
    entries = tomllib.loads((LICENCES / "native.toml").read_text("utf-8"))["library"]
    return tuple(Library(**{**entry, "files": tuple(entry["files"])}) for entry in entries)


def _fits(place: str, pattern: str) -> bool:
    """`**` stands for any number of folders, none included."""
    if pattern.endswith("/**"):
        return place.startswith(pattern[:-2])
    if "**/" not in pattern:
        return _same_depth(place, pattern)
    start, _, name = pattern.rpartition("**/")
    folder, _, file = place.rpartition("/")
    first = start.rstrip("/")
    begins = not first or PurePosixPath(folder.partition("/")[0]).match(first)
    return begins and PurePosixPath(file).match(name)


def _same_depth(place: str, pattern: str) -> bool:
    path = PurePosixPath(place)
    return len(path.parts) == pattern.count("/") + 1 and path.match(pattern)


def _is_native(place: str) -> bool:
    name = place.rpartition("/")[2]
    return name.endswith(_NATIVE) or ".so." in name or ".framework/" in place


def _places(bundle: Path) -> Iterator[str]:
    """Of all files, in order; a link is what it points to."""
    root = inside(bundle)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(root).as_posix()


def _modules(program: Path) -> Iterator[str]:
    """The files that the packed modules were read from, as a distribution lists them."""
    archive = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz")
    for name in archive.toc:
        path = name.replace(".", "/")
        yield f"{path}.py"
        yield f"{path}/__init__.py"


def _files_of(distribution: Distribution) -> set[str]:
    """Its code and data; what only describes it proves nothing."""
    return {
        file.as_posix()
        for file in distribution.files or ()
        if not file.parts[0].endswith((".dist-info", ".egg-info")) and file.parts[0] != ".."
    }


def python_licence() -> Path:
    """The interpreter's own, wherever its builder has put it."""
    library = Path(sys.base_prefix) / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for place in (library, Path(sys.base_prefix), Path(tomllib.__file__).parent.parent):
        if (place / "LICENSE.txt").is_file():
            return place / "LICENSE.txt"
    raise SystemExit("This Python has no LICENSE.txt, which must go along with the program.")
