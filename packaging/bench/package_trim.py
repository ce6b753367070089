"""`package_trim.py BUNDLE`, in the build's environment: our build's drop list, on another's folder.

The list is the spec's own. What our build never collects, this folder may not have either.
"""

import ast
import sys
from fnmatch import fnmatch
from pathlib import Path

from installers.dropping import TAKEN_ALONG
from installers.freeze import SPEC, strip


def dropped() -> list[str]:
    """The spec's patterns. It is PyInstaller's script: read, not imported."""
    found: list[str] = []
    for node in ast.parse(SPEC.read_text("utf-8")).body:
        match node:
            case ast.Assign(targets=[ast.Name("EVERYWHERE" | "LINUX")], value=patterns):
                found += ast.literal_eval(patterns)
    return found


def goes(place: str, patterns: list[str]) -> bool:
    """Whether our build has no such file. The system's libraries lie beside Python's own."""
    if any(fnmatch(place, pattern.replace("**/", "*")) for pattern in patterns):
        return True
    library = "/" not in place and ".so" in place
    return library and not any(fnmatch(place, kept) for kept in TAKEN_ALONG)


def trim(bundle: Path) -> None:
    inside, patterns = bundle / "_internal", dropped()
    for path in [path for path in inside.rglob("*") if not path.is_dir()]:
        if goes(path.relative_to(inside).as_posix(), patterns):
            path.unlink()
    for path in inside.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()
    strip(bundle)


if __name__ == "__main__":
    trim(Path(sys.argv[1]))
