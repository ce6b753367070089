"""A file on the web that can be read like one on the disk, by asking for parts of it."""

import os
from dataclasses import dataclass, field

import httpx

from aleph_desktop.client.faults import fault_words
from aleph_desktop.client.tag import Tag, told_range
from aleph_desktop.client.visit import NO_ANSWER, GivenUp, Reply, Visit
from aleph_desktop.errors import FailureKind, KnownError

BLOCK = 256 * 1024  # bytes; the smallest part that is asked for
MOST = 8_000_000  # bytes read of one file: an index, and the first pictures of 4K
_LONGEST_RUN = 8  # blocks at once, where it is read on and on


@dataclass(slots=True)
class Parts:
    """What has come of a file, for whoever reads it again. `size` is in bytes."""

    size: int
    tag: Tag | None
    ranged: bool  # whether there is more to be had than the first block
    blocks: dict[int, bytes] = field(default_factory=dict, repr=False)

    @classmethod
    def begun(cls, reply: Reply) -> "Parts | None":
        """By the answer to a GET of the first block; None where it doesn't tell the size."""
        size = len(reply.body) if reply.is_whole and reply.status == 200 else reply.size
        first = min(BLOCK, size or 0)
        if size is None or reply.status not in (200, 206) or len(reply.body) != first:
            return None
        ranged = reply.status == 206
        if ranged and told_range(reply.headers) != (0, first - 1, size):
            return None
        return cls(size, Tag.of(reply.headers, size), ranged, {0: reply.body})


class RangedFile:
    """Read-only and seekable. It ends where a part can't be had: `fault` says why, afterwards.

    Nothing is raised while it is read: errors get lost on their way through FFmpeg, or printed.
    """

    def __init__(self, visit: Visit, url: httpx.URL, name: str, parts: Parts) -> None:
        self.name = name
        self.fault: KnownError | None = None
        self._visit = visit
        self._url = url
        self._parts = parts
        self._at = 0
        self._after = 0  # the block behind the last that was asked for
        self._run = 1  # blocks

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._parts.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        left = max(0, self._parts.size - self._at)
        end = self._at + (left if size < 0 else min(size, left))
        pieces = []
        while self._at < end:
            number, start = divmod(self._at, BLOCK)
            block = self._block(number)
            if block is None:
                break
            pieces.append(block[start : start + end - self._at])
            self._at += len(pieces[-1])
        return b"".join(pieces)

    def _block(self, number: int) -> bytes | None:
        blocks = self._parts.blocks
        if number not in blocks and self.fault is None:
            try:
                self._bring(number)
            except KnownError as error:
                self.fault = error
            except NO_ANSWER as error:
                self.fault = _out_of_reach(fault_words(error, self._url.host)[0])
            except GivenUp:
                self.fault = _out_of_reach("It was given up.")
        return blocks.get(number)

    def _bring(self, number: int) -> None:
        """Ask for a block; for more of them the longer it is read on without a jump."""
        self._run = min(2 * self._run, _LONGEST_RUN) if number == self._after else 1
        blocks, size = self._parts.blocks, self._parts.size
        first = number * BLOCK
        behind = min(first + self._run * BLOCK, size)
        if sum(map(len, blocks.values())) + behind - first > MOST:
            raise _out_of_reach(f"More than {MOST // 1_000_000} MB of it would have to be read.")
        body = self._ask(first, behind - 1)
        for start in range(0, len(body), BLOCK):
            blocks[number + start // BLOCK] = body[start : start + BLOCK]
        self._after = number + self._run

    def _ask(self, first: int, last: int) -> bytes:
        if not self._parts.ranged:
            raise _out_of_reach("Its server doesn't send parts of it.")
        tag = self._parts.tag
        headers = {"Range": f"bytes={first}-{last}"} | ({"If-Range": tag.validator} if tag else {})
        reply = self._visit.get(self._url, headers, last - first + 1)
        same = tag is None or tag.is_same(reply.headers)
        if reply.status != 206 or not same:
            raise _out_of_reach("It changed, or its server stopped sending parts of it.")
        told = told_range(reply.headers)
        if told != (first, last, self._parts.size) or len(reply.body) != last - first + 1:
            raise _out_of_reach("Its server sends other parts than it is asked for.")
        return reply.body


def _out_of_reach(why: str) -> KnownError:
    return KnownError(
        "This clip can't be looked into",
        why,
        "It may be fine all the same.",
        kind=FailureKind.NETWORK,
    )
