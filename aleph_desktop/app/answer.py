"""What a command was asked for, on stdout."""

import os
import sys

from aleph_desktop.errors import FailureKind, KnownError


def answer(words: str) -> None:
    """A reader that has gone wants no more. Raises KnownError where it can't be written."""
    try:
        print(words, flush=True)
    except OSError as error:
        # else Python tries once more at its end, and complains
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise KnownError(
                "The answer can't be written",
                f"{error.strerror or error}.",
                "Make room, or let it go elsewhere.",
                kind=FailureKind.DISK,
            ) from error
