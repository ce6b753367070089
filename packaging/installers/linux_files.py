"""What a Linux desktop wants to know of the app: its entry, icon, description and manual."""

import gzip
import shutil
from pathlib import Path

from installers.icons import write_pngs
from installers.recipe import APP_ID, NAME, Recipe


def lay_out(recipe: Recipe, share: Path) -> None:
    """Put everything in its place below a `share` folder, made where it isn't there."""
    source = recipe.root / "packaging" / "linux"
    entry = share / "applications" / f"{APP_ID}.desktop"
    manual = share / "man" / "man1" / f"{NAME}.1.gz"
    for file in (entry, manual):
        file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / entry.name, entry)
    manual.write_bytes(gzip.compress((source / manual.stem).read_bytes(), mtime=0))
    write_pngs(share / "icons" / "hicolor")
