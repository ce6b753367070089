"""What the packages weigh and how soon they start, against the least program of the same parts."""

import ast
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from figure import Figure, absolute, relative

ROOT = Path(__file__).resolve().parent.parent.parent
REPEATS = 9
_HERE = Path(__file__).parent
_MB = 1e6
_MOST_DEB = 95  # MB


def measure() -> list[Figure]:
    bundle = ROOT / "dist" / "aleph-desktop"
    debs = sorted((ROOT / "dist").glob("*.deb"), key=lambda path: path.stat().st_mtime)
    if not bundle.is_dir():
        raise SystemExit("There is nothing in dist: run `python3 packaging/dev.py package` first.")
    with tempfile.TemporaryDirectory() as folder:
        bare = _freeze_bare(Path(folder))
        sizes = _sizes(bundle, bare, Path(folder))
        starts = _starts(bundle, bare)
    if debs:
        sizes.append(absolute("package: the .deb", _weight(debs[-1]), "MB", most=_MOST_DEB))
    return [*sizes, *starts]


def _freeze_bare(folder: Path) -> Path:
    """As PyInstaller leaves it."""
    python = ROOT / ".venv-package" / "bin" / "python"
    command = [str(python), "-m", "PyInstaller", "--windowed", "--noupx", "--log-level", "ERROR"]
    command += ["--distpath", f"{folder}/dist", "--workpath", f"{folder}/work"]
    command += ["--specpath", str(folder), "--name", "bare", str(_HERE / "package_bare.py")]
    subprocess.run(command, check=True, stdout=sys.stderr)
    return folder / "dist" / "bare"


def _sizes(bundle: Path, bare: Path, folder: Path) -> list[Figure]:
    trimmed = _without_dropped(bare)
    ours, theirs = _weight(bundle), _weight(bare)
    packed, floor = (_weight(_packed(path, folder)) for path in (bundle, bare))
    return [
        relative("package: installed", ours, "MB", theirs, most=1.1),
        relative("package: installed, the floor less what our spec drops", ours, "MB", trimmed),
        relative(
            "package: downloaded, both packed alike", packed[bundle], "MB", packed[bare], most=1.1
        ),
    ]


def _starts(bundle: Path, bare: Path) -> list[Figure]:
    programs = {
        "bare": [str(bare / "bare")],
        "frozen": [str(bundle / "aleph-desktop"), "--data-dir", "DATA"],
        "unfrozen": [sys.executable, "-m", "aleph_desktop", "--data-dir", "DATA"],
    }
    words = ["|".join(program) for program in programs.values()]
    said = subprocess.run(
        [sys.executable, str(_HERE / "package_start.py"), str(REPEATS), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    took = dict(zip(programs, map(median, json.loads(said)), strict=True))
    name = "package: process start to painted window, frozen"
    return [
        relative(f"{name}, against bare", took["frozen"], "ms", took["bare"], most=1.25),
        relative(f"{name}, against unfrozen", took["frozen"], "ms", took["unfrozen"], most=1.15),
    ]


def _without_dropped(bare: Path) -> float:
    """MB of it that our own spec would keep: its list stands there, as a plain table."""
    spec = ROOT / "packaging" / "installers" / "aleph-desktop.spec"
    dropped: list[str] = []
    for node in ast.parse(spec.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            name = node.targets[0]
            if isinstance(name, ast.Name) and name.id in ("EVERYWHERE", "LINUX"):
                dropped += ast.literal_eval(node.value)
    root = bare / "_internal"
    gone = {path for pattern in dropped for path in root.glob(pattern) if path.is_file()}
    return _weight(bare) - sum(path.lstat().st_size for path in gone) / _MB


def _packed(folder: Path, work: Path) -> Path:
    package = work / f"{folder.name}.tar.zst"
    command = ["tar", "-C", str(folder.parent), "-cf", str(package)]
    subprocess.run([*command, "--use-compress-program=zstd -15 -T0", folder.name], check=True)
    return package


def _weight(path: Path) -> float:
    """MB, of a file or of all in a folder; a link weighs nothing."""
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return sum(file.stat().st_size for file in files if not file.is_symlink()) / _MB
