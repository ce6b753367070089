"""The demo service behind a front that misbehaves by plan: a program of its own.

It prints one JSON line, {"url", "admin"}, and ends with its standard input. The demo service's
routes, records, log and money are its own; only the edit is a copy of a clip made once, so that a
generation takes milliseconds. The admin port takes a JSON line a connection and answers with one.
"""

import asyncio
import contextlib
import json
import os
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from fault_plan import POLL, RESULT, SUBMIT, Fault, Plan, Seen, from_json
from raw_answer import Answer, Request, drop, read_request, write_answer
from starlette.applications import Starlette
from tiny_clip import make_clip

from aleph_desktop.demo import account, studio
from aleph_desktop.demo.app import PATHS, create_app

CANARY = "canary-key-7d1f0e55aa"
SPEED = 1000.0  # of the demo service's waits


class Front:
    """A raw socket before the demo service, which is called in this process."""

    def __init__(self, app: Starlette) -> None:
        self.seen: list[Seen] = []
        self.news = asyncio.Condition()
        self.plan = Plan([])
        self._inside = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    async def listen(self, port: int = 0, tls: ssl.SSLContext | None = None) -> int:
        """Take connections; the port."""
        server = await asyncio.start_server(
            self._connected, "127.0.0.1", port, ssl=tls, limit=1 << 20
        )
        self._servers.append(server)
        return server.sockets[0].getsockname()[1]

    async def deafen(self) -> None:
        """Take no connections, and end those that stand."""
        for server in self._servers:
            server.close()
        self._servers.clear()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                while (request := await read_request(reader)) is not None:
                    if not await self._serve(request, reader, writer):
                        break
        except asyncio.CancelledError:
            pass  # the stream's own callback would report it as an error
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Whether the connection goes on."""
        call = call_of(request)
        fault = self.plan.fate(call)
        body = b"" if fault.early else await reader.readexactly(request.length)
        number = len(self.seen)
        self.seen.append(_seen(request, call))
        await asyncio.sleep(fault.delay)
        answer = Answer(200, {}, b"")
        if fault.accept and not fault.early:
            answer = await self._ask(request, body, fault)
            self.seen[number] = _seen(request, call, answer)
        async with self.news:
            self.news.notify_all()
        if fault.raw is not None:
            writer.write(fault.raw)
            await writer.drain()
            return False
        if fault.drop:
            await drop(writer, fault.drop)
            return False
        return await write_answer(writer, answer, fault)

    async def _ask(self, request: Request, body: bytes, fault: Fault) -> Answer:
        left_out = {"range", "if-range"} if fault.ignore_range else set()
        headers = {name: value for name, value in request.headers.items() if name not in left_out}
        url = f"http://{request.headers.get('host', 'localhost')}{request.target}"
        asked = httpx.Request(request.method, url, headers=headers, content=body)
        answer = await self._inside.handle_async_request(asked)
        data = await answer.aread()
        return Answer(answer.status_code, dict(answer.headers), data)


def call_of(request: Request) -> str:
    path = urlsplit(request.target).path
    if path in PATHS:
        return SUBMIT if request.method == "POST" else POLL
    if path.startswith("/results/"):
        return RESULT
    return path.rpartition("/")[2]  # logs, billing, models


def _seen(request: Request, call: str, answer: Answer | None = None) -> Seen:
    parts = urlsplit(request.target)
    asked = parse_qs(parts.query).get("generation_id", [None])[0]
    key = request.headers.get("authorization", "").removeprefix("Bearer ")
    accepted = call == SUBMIT and answer is not None and answer.status in (200, 201)
    return Seen(
        at=time.monotonic(),
        call=call,
        method=request.method,
        path=parts.path,
        client_request_id=request.headers.get("x-client-request-id"),
        generation_id=json.loads(answer.body)["id"] if accepted and answer else asked,
        has_key="authorization" in request.headers,
        is_canary=key == CANARY,
        range=request.headers.get("range"),
        if_range=request.headers.get("if-range"),
        accepted=accepted,
        status=None if answer is None else answer.status,
    )


class Admin:
    """What the tests ask for, beside the service."""

    def __init__(self, front: Front, port: int) -> None:
        self._front = front
        self._port = port

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = json.loads(await reader.readline())
        answer = await getattr(self, asked.pop("do"))(**asked)
        writer.write(json.dumps(answer).encode() + b"\n")
        await writer.drain()
        writer.close()

    async def plan(self, rules: str, seed: int) -> None:
        self._front.plan = Plan(from_json(rules), seed)

    async def report(self) -> list[dict[str, Any]]:
        return [asdict(seen) for seen in self._front.seen]

    async def saw(self, call: str, count: int) -> None:
        """Answers once there were so many requests of a kind."""
        async with self._front.news:
            await self._front.news.wait_for(
                lambda: sum(seen.call == call for seen in self._front.seen) >= count
            )

    async def reset(self) -> None:
        """As new, but for the demo service's records."""
        self._front.plan = Plan([])
        await self._front.deafen()
        self._front.seen.clear()
        await self._front.listen(self._port)

    async def deafen(self) -> None:
        await self._front.deafen()

    async def listen(self) -> None:
        await self._front.listen(self._port)

    async def tls(self, certificate: str, key: str) -> int:
        """The port of one more front, which speaks TLS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return await self._front.listen(tls=context)


@contextlib.contextmanager
def quick_demo(folder: Path) -> Iterator[None]:
    """The demo service with money for everybody, and an edit that only copies."""
    ready = folder / "ready.mp4"
    make_clip(ready)

    def copy_ready(_source: Path, target: Path, _take: object, _stop: object) -> None:
        target.write_bytes(ready.read_bytes())

    account.START_BALANCE = Decimal(10**6)
    studio.edit_clip = copy_ready
    yield


async def serve(folder: Path) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wait_for_the_end() -> None:
        while os.read(0, 4096):
            pass
        loop.call_soon_threadsafe(ended.set)

    app = create_app(folder / "service", SPEED)
    front = Front(app)
    async with app.router.lifespan_context(app):
        port = await front.listen()
        admin = await asyncio.start_server(
            Admin(front, port).connected, "127.0.0.1", 0, limit=1 << 26
        )
        threading.Thread(target=wait_for_the_end, daemon=True).start()
        told = {"url": f"http://127.0.0.1:{port}", "admin": admin.sockets[0].getsockname()[1]}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        await ended.wait()
        admin.close()
        await front.deafen()


if __name__ == "__main__":
    with TemporaryDirectory(prefix="aleph-faulty-") as name, quick_demo(Path(name)):
        asyncio.run(serve(Path(name)))
