"""What is built, from what: read once, and the same for the same commit."""

import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aleph_desktop.build import commit_of

NAME = "aleph-desktop"
APP_ID = "io.github.aleph_desktop.AlephDesktop"  # freedesktop, Flatpak and macOS know the app by it
TITLE = "aleph_desktop"


@dataclass(frozen=True, slots=True)
class Recipe:
    """One build. The version stands in pyproject.toml, commit and date come from git."""

    root: Path  # the checkout
    out: Path  # where the installers go
    version: str
    commit: str  # 12 hex digits, with "-changed" behind them when the tree had changes
    epoch: int  # SOURCE_DATE_EPOCH: the commit's date, in seconds since 1970
    feed: str = ""  # the release feed's address; "": the build looks for no updates
    packager: str = ""  # the package manager that brings updates; "": nobody does

    @property
    def bundle(self) -> Path:
        """PyInstaller's folder: the program and all it needs."""
        return self.out / NAME

    @property
    def program(self) -> str:
        """The program's file in the bundle."""
        return f"{NAME}.exe" if sys.platform == "win32" else NAME

    @property
    def copyright(self) -> str:
        """The licence's line that says whose it is."""
        lines = (self.root / "LICENSE").read_text("utf-8").splitlines()
        return next(line for line in lines if line.startswith("Copyright"))

    @property
    def date(self) -> str:
        """YYYY-MM-DD, UTC."""
        return datetime.fromtimestamp(self.epoch, UTC).strftime("%Y-%m-%d")


def read_recipe(root: Path, out: Path, *, feed: str = "", packager: str = "") -> Recipe:
    """Raises SystemExit where there is neither git nor SOURCE_DATE_EPOCH to take the date from."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or _git(root, "log", "-1", "--format=%ct")
    if not epoch.isdigit():
        raise SystemExit(
            "The build's date comes from git's last commit: build in a checkout, "
            "or set SOURCE_DATE_EPOCH (seconds since 1970)."
        )
    commit, _ = commit_of(root)
    return Recipe(root, out, project["version"], commit, int(epoch), feed=feed, packager=packager)


def _git(root: Path, *words: str) -> str:
    """What git says; nothing where there is none."""
    try:
        said = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.stdout.strip()
