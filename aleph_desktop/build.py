"""Which build this is. The version stands once, in pyproject.toml; an installer's build is written
beside the resources by `packaging/installers`."""

import json
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from aleph_desktop.resources import resource

_GIT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Build:
    """What was built, from what, and who brings its updates."""

    version: str
    commit: str = (
        ""  # of git, shortened; "-changed" behind it: the tree had other changes; "": unknown
    )
    date: str = ""  # of that commit, YYYY-MM-DD; "": unknown
    packager: str = ""  # the package manager that brings updates; "": nobody does
    feed: str = ""  # the release feed's address; "": updates are not looked for, unless set


@cache
def this_build() -> Build:
    """The installer's own words, or what this checkout or wheel says of itself."""
    file = resource("build.json")
    if file.is_file():
        fields: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return Build(**fields)
    try:
        release = version("aleph_desktop")
    except PackageNotFoundError:  # run from a bare checkout
        release = "checkout"
    return Build(release, *commit_of(Path(__file__).parent.parent))


def commit_of(root: Path) -> tuple[str, str]:
    """A checkout's commit and its date, as `Build` has them; nothing elsewhere."""
    if not (root / ".git").exists():
        return "", ""
    try:
        lines = [
            subprocess.run(  # noqa: S603 - fixed words, on the folder that this file lies in
                ["git", "-C", str(root), *words],  # noqa: S607 - whichever git the developer has
                capture_output=True,
                text=True,
                timeout=_GIT_SECONDS,
                check=True,
            ).stdout.strip()
            for words in (
                ("describe", "--always", "--exclude=*", "--dirty=-changed", "--abbrev=12"),
                ("log", "-1", "--format=%cs"),
            )
        ]
    except (OSError, subprocess.SubprocessError):
        return "", ""
    return lines[0], lines[1]
