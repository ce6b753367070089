"""The request's body: JSON in which files are base64 data URIs, made while it is sent.

Ten MB of base64 and JSON made in one go stall the loop by 120 ms, made in pieces by 0–3.
"""

import asyncio
import json
import os
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

from aleph_desktop.client.disk import unreadable
from aleph_desktop.client.errors import Unsendable
from aleph_desktop.domain.submission import MediaFile, Submission

PIECE = 144 * 1024  # bytes of a file at a time; a multiple of 3, so that pieces of base64 join


class EmbeddedFile:
    """An open file that becomes base64. Its size and date are those of the moment it was opened."""

    def __init__(self, path: Path) -> None:
        """Raises Unsendable where the file can't be read."""
        self._path = path
        try:
            self._file: BinaryIO = path.open("rb")
        except OSError as error:
            raise unreadable(error, path) from error
        self._state = self._stat()
        self._left = self._state[0]
        if not self._left:
            self.close()
            raise unreadable(OSError(0, "the file is empty"), path)
        self.length = 4 * ((self._left + 2) // 3)  # bytes of base64

    def next_piece(self) -> bytes:
        """The next base64, b"" at the end. Raises Unsendable where the file changed meanwhile."""
        if not self._left:
            if self._stat() != self._state:
                raise _changed(self._path)
            return b""
        try:
            raw = self._file.read(min(PIECE, self._left))
        except OSError as error:
            raise unreadable(error, self._path) from error
        self._left -= len(raw)
        if not raw or (self._left and len(raw) < PIECE):
            raise _changed(self._path)
        return b64encode(raw)

    def close(self) -> None:
        self._file.close()

    def _stat(self) -> tuple[int, int]:
        stat = os.fstat(self._file.fileno())
        return stat.st_size, stat.st_mtime_ns


class RequestBody:
    """What is sent, piece by piece; `length` is known before. Can be sent once."""

    def __init__(self, parts: Sequence[bytes | EmbeddedFile]) -> None:
        self._parts = parts
        self.length = sum(p.length if isinstance(p, EmbeddedFile) else len(p) for p in parts)
        self.begun = False  # whether a piece was handed out: before that nothing can be accepted

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Reads and encodes in a worker. A file that changed raises before the body is complete."""
        self.begun = True
        for part in self._parts:
            if isinstance(part, bytes):
                yield part
                continue
            while piece := await asyncio.to_thread(part.next_piece):
                yield piece

    def close(self) -> None:
        for part in self._parts:
            if isinstance(part, EmbeddedFile):
                part.close()


@asynccontextmanager
async def open_body(submission: Submission) -> AsyncIterator[RequestBody]:
    """The body of one POST, with its files open. Raises Unsendable where one can't be read."""
    body = await asyncio.to_thread(_open_parts, submission)
    try:
        yield body
    finally:
        body.close()


def _open_parts(submission: Submission) -> RequestBody:
    fields: dict[str, object] = {"model": submission.model_id, "prompt": submission.prompt}
    if submission.frame_size is not None:
        fields["frame_size"] = submission.frame_size
    if submission.seed is not None:
        fields["seed"] = submission.seed
    parts: list[bytes | EmbeddedFile] = [json.dumps(fields)[:-1].encode(), b', "video_url": ']
    try:
        parts += _url_parts(submission.video)
        for number, reference in enumerate(submission.references):
            parts.append(b', {"type": "image", "url": ' if number else _FIRST_REFERENCE)
            parts += [*_url_parts(reference), b"}"]
    except Unsendable:
        RequestBody(parts).close()
        raise
    parts.append(b"]}" if submission.references else b"}")
    return RequestBody(parts)


_FIRST_REFERENCE = b', "references": [{"type": "image", "url": '


def _url_parts(media: str | MediaFile) -> list[bytes | EmbeddedFile]:
    if isinstance(media, str):
        return [json.dumps(media).encode()]
    return [f'"data:{media.mime_type};base64,'.encode(), EmbeddedFile(media.path), b'"']


def _changed(path: Path) -> Unsendable:
    return Unsendable(
        "The clip changed while it was sent",
        f"Another program wrote to {path.name}, so sending was stopped before its end.",
        "Nothing was accepted. Try again when the file is finished.",
    )
