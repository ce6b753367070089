"""Odd files that editors drop, and what is right to become of each: one row a file."""

import os

import odd_files
import odd_pictures
from odd_row import OddInput


def odd_inputs() -> tuple[OddInput, ...]:
    """The table."""
    pictures = (odd_pictures.codecs, odd_pictures.pictures, odd_pictures.rates)
    files = (odd_files.containers, odd_files.damaged, odd_files.long, odd_files.names)
    parts = (*pictures, odd_pictures.framings, *files, odd_files.none)
    return tuple(row for part in parts for row in part())


def readable(row: OddInput) -> bool:
    """Whether the row means anything for this user: an administrator may read every file."""
    is_free = os.name == "posix" and os.geteuid() == 0
    return row.name != odd_files.MAY_NOT_BE_READ or not is_free
