"""The licences' texts go along with the program: those of all that is really in it."""

import shutil
from importlib.metadata import Distribution
from pathlib import Path

from installers.contents import (
    LICENCES,
    freezer,
    inside,
    native_libraries,
    python_distributions,
    python_licence,
)
from installers.recipe import Recipe

_WORDS = ("licen", "copying", "notice", "authors", "sboms")  # of a file's place
_QT_BUILT_IN = "qt-built-in.txt"  # notices of what is compiled into Qt's own libraries


def write_notices(recipe: Recipe) -> None:
    """Fill `licences` in the bundle. Raises SystemExit for what has no licence's text."""
    folder = inside(recipe.bundle) / "licences"
    folder.mkdir()
    for name in ("LICENSE", "THIRD_PARTY.md"):
        shutil.copyfile(recipe.root / name, folder / name)
    for distribution in (*python_distributions(recipe.bundle, recipe.program), freezer()):
        _copy_texts(distribution, folder)
    lines = []
    for library in native_libraries(recipe.bundle):
        python = library.text == "python"
        text = python_licence() if python else LICENCES / library.text
        name = "Python.txt" if python else library.text
        shutil.copyfile(text, folder / name)
        lines.append(f"{library.name}: {library.licence}, see {name}. Source: {library.source}")
    for name in ("GPL-3.0.txt", _QT_BUILT_IN):  # LGPL-3.0 is written on top of the GPL
        shutil.copyfile(LICENCES / name, folder / name)
    (folder / "NATIVE.txt").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def _copy_texts(distribution: Distribution, folder: Path) -> None:
    """Qt's wheels bring none: theirs are those of the native libraries."""
    name = distribution.metadata["Name"]
    texts = [
        file
        for file in distribution.files or ()
        if file.parts[0].endswith(".dist-info")
        and any(word in file.as_posix().lower() for word in _WORDS)
        and file.suffix not in (".py", ".pyc")
    ]
    if not texts:
        if name.lower().startswith(("pyside6", "shiboken6")):
            return
        raise SystemExit(f"The package {name} brings no licence's text, which must go along.")
    place = folder / "python" / name
    place.mkdir(parents=True)
    for file in texts:
        shutil.copyfile(str(distribution.locate_file(file)), place / file.name)
