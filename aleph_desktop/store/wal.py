"""What SQLite doesn't tell of its write-ahead log: commits that it dropped.

SQLite reads a log up to the first frame that is not as it was written, and is silent about the
rest. After a power cut that is right: what was being written had not been promised. But only one
commit is ever being written; if more have been dropped, promised ones have been lost.
Formats: sqlite.org/fileformat2.html ("The Write-Ahead Log") and sqlite.org/walformat.html.
"""

import struct
from pathlib import Path

_HEADER, _FRAME = struct.Struct(">8I"), struct.Struct(">6I")
_MAGIC = (0x377F0682, 0x377F0683)  # the second: checksums of big-endian words
_VALID_FRAMES = struct.Struct("=I")  # in the index, in this machine's byte order
_VALID_AT = 16


def has_lost_commits(database: Path) -> bool:
    """Whether promised commits were in the log and can't be read any more.

    Ask while the database is open here and nowhere else: SQLite's index of the log counts the
    frames that it took, and reading that file here ends this process's locks on it. Raises OSError.
    """
    log = database.with_name(database.name + "-wal")
    if not log.exists() or log.stat().st_size <= _HEADER.size:
        return False
    content = log.read_bytes()
    head = _HEADER.unpack_from(content)
    if not _is_header(head):
        return any(content)  # a new log's header is on the disk before its first frame
    index = database.with_name(database.name + "-shm").read_bytes()
    (valid,) = _VALID_FRAMES.unpack_from(index, _VALID_AT)
    step, salts = _FRAME.size + head[2], head[4:6]
    commits = 0
    for place in range(_HEADER.size + valid * step, len(content) - _FRAME.size, step):
        _, size_after_commit, *frame_salts = _FRAME.unpack_from(content, place)[:4]
        commits += bool(size_after_commit) and tuple(frame_salts) == salts
    return commits > 1


def _is_header(head: tuple[int, ...]) -> bool:
    """By its checksum."""
    magic, *_, first, second = head
    if magic not in _MAGIC:
        return False
    words = struct.pack(">6I", *head[:6])
    order = "<" if magic == _MAGIC[0] else ">"
    one = two = 0
    for left, right in struct.iter_unpack(f"{order}2I", words):
        one = (one + left + two) & 0xFFFFFFFF
        two = (two + right + one) & 0xFFFFFFFF
    return (one, two) == (first, second)
