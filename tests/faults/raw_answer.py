"""HTTP as bytes on a socket: read a request, and write an answer as badly as it is planned."""

import asyncio
import json
import socket
import struct
from dataclasses import dataclass, field

from fault_plan import Fault

_PIECE = bytes(64 * 1024)


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `body` is read apart."""

    method: str
    target: str
    headers: dict[str, str] = field(repr=False)

    @property
    def length(self) -> int:
        return int(self.headers.get("content-length", "0"))


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, as the demo service would give it."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request's head; None when the client has gone."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.split(":", 1) for line in lines if line)
    return Request(method, target, {name.lower(): value.strip() for name, value in pairs})


async def drop(writer: asyncio.StreamWriter, how: str) -> None:
    """End a connection without a word: "close", "reset", or "hang" until the client goes."""
    if how == "hang":
        await asyncio.Event().wait()  # until the connection's task is cancelled
    if how == "reset":
        found = writer.get_extra_info("socket")
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    writer.close()


async def write_answer(writer: asyncio.StreamWriter, answer: Answer, fault: Fault) -> bool:
    """Write it; whether the connection may be used again."""
    answer = _changed(answer, fault)
    head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
    await _send(writer, f"HTTP/1.1 {answer.status} X\r\n{head}\r\n".encode("latin-1"), fault.drip)
    if fault.endless:
        while True:
            writer.write(_PIECE)
            await writer.drain()
    sent = answer.body[: round(fault.keep * len(answer.body))]
    sent = sent[: len(sent) - fault.less]
    middle = len(sent) // 2 if fault.stall else 0
    await _send(writer, sent[:middle], 0)
    await asyncio.sleep(fault.stall)
    await _send(writer, sent[middle:], fault.drip or fault.drip_body)
    told = answer.headers.get("content-length")
    return told is not None and int(told) == len(sent)


def _changed(answer: Answer, fault: Fault) -> Answer:
    """The answer with what is planned in place of the truth; its length is right, if not named."""
    body = answer.body if fault.body is None else fault.body
    if fault.fields is not None:
        body = json.dumps({**json.loads(body), **fault.fields}).encode()
    headers = {**answer.headers, "content-length": str(len(body))}
    if fault.endless:
        del headers["content-length"]
    for name, value in fault.headers.items():
        headers.pop(name.lower(), None)
        if value is not None:
            headers[name.lower()] = value
    return Answer(fault.status or answer.status, headers, body)


async def _send(writer: asyncio.StreamWriter, data: bytes, pause: float) -> None:
    if not pause:
        writer.write(data)
        await writer.drain()
        return
    for byte in data:
        await asyncio.sleep(pause)
        writer.write(bytes([byte]))
        await writer.drain()
