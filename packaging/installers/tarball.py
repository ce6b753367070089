"""Linux without a package manager: a folder that runs from wherever it is unpacked.

It is laid out as an AppDir (AppRun, the desktop entry and the icon on top), so `appimagetool` makes
an AppImage from it as it is. We don't: its runtime can't be built here from source that we know.
"""

import os
import platform
import shutil
import subprocess
from pathlib import Path

from installers.linux_files import lay_out
from installers.recipe import APP_ID, NAME, Recipe

_LEVEL = (
    "-15"  # measured on two cores: 77 MB in 40 s; -19 takes 5 % off that in three times as long
)


def build_tarball(recipe: Recipe, work: Path) -> Path:
    """Pack `recipe.bundle`. `work`: a folder for the tree. Raises SystemExit when a tool fails."""
    name = f"{NAME}-{recipe.version}-linux-{platform.machine()}"
    tree = work / name
    shutil.copytree(recipe.bundle, tree / "usr/lib" / NAME, symlinks=True)
    lay_out(recipe, tree / "usr/share")
    (tree / "usr/bin").mkdir()
    (tree / "usr/bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    (tree / "AppRun").symlink_to(f"usr/lib/{NAME}/{NAME}")
    (tree / f"{APP_ID}.desktop").symlink_to(f"usr/share/applications/{APP_ID}.desktop")
    icon = f"usr/share/icons/hicolor/256x256/apps/{APP_ID}.png"
    (tree / f"{APP_ID}.png").symlink_to(icon)
    (tree / ".DirIcon").symlink_to(icon)
    package = recipe.out / f"{name}.tar.zst"
    _pack(recipe, tree, package)
    return package


def _pack(recipe: Recipe, tree: Path, package: Path) -> None:
    """The same bytes for the same files: sorted, owned by nobody, of the commit's date."""
    command = ["tar", "--create", "--file", str(package), "--directory", str(tree.parent)]
    command += ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu"]
    command += [f"--mtime=@{recipe.epoch}", "--mode=u+rw,go+r-w,a+X"]
    command += [f"--use-compress-program=zstd {_LEVEL} -T0", tree.name]
    try:
        subprocess.run(command, env=os.environ | {"LC_ALL": "C"}, check=True)
    except FileNotFoundError:
        raise SystemExit("tar or zstd is missing: please install them.") from None
    except subprocess.CalledProcessError as error:
        raise SystemExit("tar failed, see above.") from error
