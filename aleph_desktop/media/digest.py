"""A file's mark: whether it is still what it was when it was chosen."""

import hashlib
from pathlib import Path

from aleph_desktop.media.opening import read_head
from aleph_desktop.media.refusal import unreadable

_SAMPLE = 1 << 20  # bytes


def digest(path: Path) -> str:
    """SHA-256 over the size and 1 MB each at the head, the middle and the tail. Blocks.

    A file of up to 3 MB is read wholly, so a copy of it has the same mark. In a larger one a change
    between the samples is found by its date alone, which goes into the mark there: a large file
    that was merely touched counts as changed. Raises KnownError for what can't be read.
    """
    read_head(path)  # a pipe would block, and a folder needs its own words
    mark = hashlib.sha256()
    try:
        with path.open("rb") as file:
            status = path.stat()
            mark.update(b"%d\n" % status.st_size)
            if status.st_size <= 3 * _SAMPLE:
                mark.update(file.read(3 * _SAMPLE))
            else:
                mark.update(b"%d\n" % status.st_mtime_ns)
                for start in (0, (status.st_size - _SAMPLE) // 2, status.st_size - _SAMPLE):
                    file.seek(start)
                    mark.update(file.read(_SAMPLE))
    except OSError as error:
        raise unreadable(path, error) from error
    return mark.hexdigest()
