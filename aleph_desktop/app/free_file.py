"""A file's name that is to be written: nothing is overwritten, and that is said at once."""

from pathlib import Path
from tempfile import TemporaryFile

from aleph_desktop.errors import FailureKind, KnownError


def check_free(path: Path) -> None:
    """Raise KnownError where a file is, or no folder for it, or one that can't be written to."""
    folder = path.absolute().parent
    try:
        if path.exists():
            raise KnownError("The file is already there", f"{path} exists.", "Choose another name.")
        if not folder.is_dir():
            raise KnownError(
                "There is no such folder", f"{path.parent} does not exist.", "Make it."
            )
        with TemporaryFile(dir=folder):  # what may be written is known only by doing it
            pass
    except OSError as error:
        raise KnownError(
            "Nothing can be written there",
            f"{path}: {error.strerror or error}.",
            "Choose another folder.",
            kind=FailureKind.DISK,
        ) from error
