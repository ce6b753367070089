"""Everything for this system: the frozen program, what is in it, and its installers."""

import argparse
import hashlib
import platform
import plistlib
import sys
import tempfile
from pathlib import Path

from installers.bill import write_bill
from installers.deb import build_deb
from installers.freeze import freeze
from installers.icons import write_icns, write_ico
from installers.macos import build_dmg, info_plist
from installers.manifest import refuse_second_copies, write_manifest
from installers.notices import write_notices
from installers.recipe import NAME, Recipe, read_recipe
from installers.tarball import build_tarball
from installers.windows import build_installer, version_info

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
    with tempfile.TemporaryDirectory(prefix="aleph-package-") as folder:
        made = Path(folder)
        _make(recipe, made)
        freeze(recipe, made)
        write_notices(recipe)
        refuse_second_copies(recipe.bundle)
        files = [*_describe(recipe), *_install(recipe, made)]
    for line in _write_sums(recipe, files):
        print(line)
    return 0


def _make(recipe: Recipe, made: Path) -> None:
    """What the spec asks for on this system."""
    if sys.platform == "win32":
        write_ico(made / f"{NAME}.ico")
        (made / "version.txt").write_text(version_info(recipe), "utf-8")
    elif sys.platform == "darwin":
        write_icns(made / f"{NAME}.icns")
        (made / "Info.plist").write_bytes(plistlib.dumps(info_plist(recipe)))


def _describe(recipe: Recipe) -> list[Path]:
    """What is inside, and under which licences."""
    name = f"{NAME}-{recipe.version}-{platform.system().lower()}-{platform.machine().lower()}"
    manifest, bill = recipe.out / f"{name}.manifest.json", recipe.out / f"{name}.cdx.json"
    write_manifest(recipe.bundle, manifest)
    write_bill(recipe, bill)
    return [manifest, bill]


def _install(recipe: Recipe, work: Path) -> list[Path]:
    """This system's installers."""
    if sys.platform == "win32":
        return [build_installer(recipe)]
    if sys.platform == "darwin":
        return [build_dmg(recipe)]
    return [build_deb(recipe, work), build_tarball(recipe, work)]


def _write_sums(recipe: Recipe, files: list[Path]) -> list[str]:
    """In the form that `sha256sum --check` reads."""
    lines = []
    for file in sorted(files):
        with file.open("rb") as content:
            lines.append(f"{hashlib.file_digest(content, 'sha256').hexdigest()}  {file.name}")
    (recipe.out / "SHA256SUMS").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    return [f"{file.stat().st_size / 1e6:7.1f} MB  {file}" for file in sorted(files)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
