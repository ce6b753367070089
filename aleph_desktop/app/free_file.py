"""A file's name that is to be written: nothing is overwritten, and that is said at once."""

from pathlib import Path

from aleph_desktop.errors import KnownError


def check_free(path: Path) -> None:
    """Raise KnownError where a file is, or no folder for it."""
    if path.exists():
        raise KnownError("The file is already there", f"{path} exists.", "Choose another name.")
    if not path.absolute().parent.is_dir():
        raise KnownError("There is no such folder", f"{path.parent} does not exist.", "Make it.")
