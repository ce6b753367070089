"""What a Linux desktop wants to know of the app: its entry, icon, description and manual."""

import gzip
import shutil
import subprocess
from pathlib import Path

from installers.icons import write_pngs
from installers.recipe import APP_ID, NAME, Recipe


def lay_out(recipe: Recipe, share: Path) -> None:
    """Put everything in its place below a `share` folder, made where it isn't there.

    Raises SystemExit where freedesktop's own tools find fault.
    """
    source = recipe.root / "packaging" / "linux"
    entry = share / "applications" / f"{APP_ID}.desktop"
    manual = share / "man" / "man1" / f"{NAME}.1.gz"
    description = share / "metainfo" / f"{APP_ID}.metainfo.xml"
    for file in (entry, manual, description):
        file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / entry.name, entry)
    manual.write_bytes(gzip.compress((source / manual.stem).read_bytes(), mtime=0))
    words = (source / description.name).read_text("utf-8")
    words = words.replace("@VERSION@", recipe.version).replace("@DATE@", recipe.date)
    description.write_text(words, "utf-8")
    write_pngs(share / "icons" / "hicolor")
    _check("desktop-file-validate", str(entry))
    _check("appstreamcli", "validate", "--no-net", "--pedantic", str(description))


def _check(*command: str) -> None:
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise SystemExit(
            f"{command[0]} is missing: please install desktop-file-utils and appstream."
        ) from None
    if found.returncode:
        raise SystemExit(f"{' '.join(command)}:\n{found.stdout}{found.stderr}")
