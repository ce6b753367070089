"""The installed program against a bare one of the same libraries, frozen in the same run.

Linux. The trimmed floor is the bare program with our own drop list applied: what is left above it
is the app and the libraries that the bare one doesn't have.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

import child
import package_bare
from figure import Figure, absolute, relative
from package_size import MB, largest, packed, sizes

REPEATS = 9
BUNDLE = package_bare.ROOT / "dist" / "aleph-desktop"
PYTHON = package_bare.ROOT / ".venv-package" / "bin" / "python"


def measure() -> list[Figure]:
    """Nothing, and a sentence on stderr, where there is no build to measure."""
    debs = sorted(BUNDLE.parent.glob("*.deb"), key=lambda path: path.stat().st_mtime)
    if not (BUNDLE.is_dir() and debs and PYTHON.exists()):
        print("dist/ has no build: run `python3 packaging/dev.py package` first.", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = package_bare.freeze(PYTHON, folder)
        trimmed = folder / "trimmed"
        shutil.copytree(bare, trimmed, symlinks=True)
        package_bare.trim(PYTHON, trimmed)
        return [
            *size_figures(bare, trimmed),
            absolute("package: the .deb", debs[-1].stat().st_size / MB, "MB", most=95),
            *start_figures(bare, trimmed, folder),
            *component_figures(),
        ]


def size_figures(bare: Path, trimmed: Path) -> list[Figure]:
    installed, download = (
        {folder: measured(folder) / MB for folder in (BUNDLE, bare, trimmed)}
        for measured in (lambda folder: sum(sizes(folder).values()), packed)
    )
    return [
        figure
        for what, found in (("installed", installed), ("download (tar, xz)", download))
        for figure in (
            relative(f"package: {what}, bare", found[BUNDLE], "MB", found[bare], most=1.1),
            relative(f"package: {what}, trimmed", found[BUNDLE], "MB", found[trimmed]),
        )
    ]


def start_figures(bare: Path, trimmed: Path, folder: Path) -> list[Figure]:
    """Warm, in turns; each way's first start only fills the disk's cache."""
    environ = child.compiled(folder / "bytecode")
    data = ("--data-dir", str(folder / "data"))
    ways = {
        "frozen": [str(BUNDLE / BUNDLE.name), *data],
        "unfrozen": [sys.executable, "-m", "aleph_desktop", *data],
        "bare": [str(bare / package_bare.NAME)],
        "window first": [str(trimmed / package_bare.NAME), "--window-first"],
    }
    found: dict[str, list[float]] = {way: [] for way in ways}
    for repeat in range(REPEATS + 1):
        for way, command in ways.items():
            said = child.run("package_watch.py", *command, environ=environ)
            if repeat:
                found[way].append(said["ms"])
    middle = {way: median(times) for way, times in found.items()}
    frozen = middle["frozen"]
    figures = [
        relative("package: frozen start, bare", frozen, "ms", middle["bare"], most=1.25),
        relative("package: frozen start, unfrozen", frozen, "ms", middle["unfrozen"], most=1.15),
        relative(
            "package: frozen start, trimmed bare, window first",
            frozen,
            "ms",
            middle["window first"],
        ),
    ]
    return figures + [
        absolute(f"package: half of the {way} starts lie within", _spread(times), "ms")
        for way, times in found.items()
    ]


def component_figures() -> list[Figure]:
    """For the next engineer: where the size is."""
    found = sizes(BUNDLE)
    return [
        absolute("package: files", len(found), ""),
        *(absolute(f"package: of it {name}", size / MB, "MB") for name, size in largest(found)),
    ]


def _spread(times: list[float]) -> float:
    low, _, high = quantiles(times, n=4)
    return high - low
