"""A version as macOS and Windows want it: numbers alone."""

import re


def release_numbers(version: str) -> tuple[int, int, int]:
    """The release's three, zeros where it has fewer. What stands behind (rc1, .dev2) is left out.

    Raises ValueError where it begins with no number.
    """
    release = re.match(r"\d+(\.\d+)*", version)
    if release is None:
        raise ValueError(f"{version!r} is no version.")
    parts = [int(part) for part in release[0].split(".")]
    first, second, third = [*parts, 0, 0, 0][:3]
    return first, second, third
