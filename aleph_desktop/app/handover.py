"""What a second start hands to the window that is open already, and its way there.

The wire: four bytes of length (big endian), then that many of JSON; the answer is `ACK`.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import NamedTuple, Self

from PySide6.QtNetwork import QLocalSocket

ACK = b"ok\n"
LIMIT = 1_000_000  # bytes of JSON
ANSWER_SECONDS = 2.0
MEETING_SECONDS = 3.0  # for the first to be listening, or to have ended

_HEAD = 4
_LONGEST_PATH = 80  # bytes; a socket's path has 108, and Qt binds it under a longer name first


class Handover(NamedTuple):
    """Clips to take, as if they were dropped."""

    clips: tuple[str, ...] = ()  # absolute paths and URLs
    sample: bool = False
    token: str = ""  # the desktop's leave to come to the front, for Wayland

    @classmethod
    def of(cls, clips: tuple[str, ...], sample: bool, environ: Mapping[str, str]) -> Self:
        """From this process's arguments: the first has another working folder."""
        token = environ.get("XDG_ACTIVATION_TOKEN") or environ.get("DESKTOP_STARTUP_ID", "")
        return cls(tuple(_absolute(text) for text in clips), sample, token)

    def encode(self) -> bytes:
        body = json.dumps(self._asdict()).encode()
        return len(body).to_bytes(_HEAD, "big") + body


def decode(data: bytes) -> Handover | None:
    """A whole message; None while it isn't whole. Raises ValueError for what can't become one."""
    length = int.from_bytes(data[:_HEAD], "big")
    if len(data) >= _HEAD and not 0 < length <= LIMIT:
        raise ValueError("too long")
    if len(data) < _HEAD or len(data) - _HEAD < length:
        return None
    try:
        table = json.loads(data[_HEAD:])
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(table, dict) or table.keys() != set(Handover._fields):
        raise ValueError("other fields")
    clips, sample, token = table["clips"], table["sample"], table["token"]
    if not isinstance(clips, list) or not all(_is_name(text) for text in clips):
        raise ValueError("no clips")
    if not isinstance(sample, bool) or not (token == "" or _is_name(token)):
        raise ValueError("other values")
    return Handover(tuple(clips), sample, token)


def socket_name(data_dir: Path) -> str:
    """Where the window of a data folder listens: in the folder, which is the user's alone.

    A name in the system's own place stands in where the path is too long, and on Windows, whose
    pipes have no folder.
    """
    path = os.fsencode(data_dir.resolve() / "window.sock")
    if sys.platform != "win32" and len(path) <= _LONGEST_PATH:
        return os.fsdecode(path)
    return f"aleph_desktop-{hashlib.sha256(path).hexdigest()[:24]}"


class Meeting(Enum):
    """How a second start ends."""

    HANDED_OVER = 0
    WE_ARE_FIRST = 1  # the other has ended meanwhile
    NO_ANSWER = 2


def hand_over(data_dir: Path, handover: Handover, take_lock: Callable[[], bool]) -> Meeting:
    """Give it to the window that holds the folder. Blocks, for 5 s at most.

    The first may just be starting and not listen yet, or just be closing: then its lock is free.
    The socket's waiting calls need no QCoreApplication, which would be in a window's way.
    """
    name, until = socket_name(data_dir), time.monotonic() + MEETING_SECONDS
    while time.monotonic() < until:
        if take_lock():
            return Meeting.WE_ARE_FIRST
        socket = QLocalSocket()
        socket.connectToServer(name)
        if socket.waitForConnected(200):
            if _was_taken(socket, handover):
                return Meeting.HANDED_OVER
            if socket.state() == QLocalSocket.LocalSocketState.ConnectedState:
                return Meeting.NO_ANSWER  # it is there, and hangs
        time.sleep(0.05)
    return Meeting.NO_ANSWER


def _was_taken(socket: QLocalSocket, handover: Handover) -> bool:
    """Whether the first said so within its time."""
    until = time.monotonic() + ANSWER_SECONDS
    socket.write(handover.encode())
    while socket.bytesAvailable() < len(ACK):
        left = until - time.monotonic()
        if left <= 0 or not socket.waitForReadyRead(max(1, round(1000 * left))):
            return False
    return socket.read(len(ACK)).data() == ACK


def _is_name(value: object) -> bool:
    """Something that the system can take for a path; raises ValueError for lone surrogates."""
    return isinstance(value, str) and b"\0" not in os.fsencode(value) != b""


def _absolute(text: str) -> str:
    if "://" in text:
        return text
    return str(Path(text).expanduser().absolute())
