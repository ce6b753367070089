"""`python -m installers [--feed URL] [--packager NAME] [--out DIR]`: everything for this system."""

import argparse
import sys
import tempfile
from pathlib import Path

from installers.freeze import freeze
from installers.recipe import read_recipe

ROOT = Path(__file__).resolve().parent.parent.parent


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py package", description=__doc__)
    parser.add_argument("--feed", default="", metavar="URL", help="where updates are looked for")
    parser.add_argument(
        "--packager", default="", metavar="NAME", help="the package manager that brings updates"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR")
    chosen = parser.parse_args(arguments)
    recipe = read_recipe(ROOT, chosen.out.resolve(), feed=chosen.feed, packager=chosen.packager)
    recipe.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="aleph-package-") as made:
        freeze(recipe, Path(made))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
