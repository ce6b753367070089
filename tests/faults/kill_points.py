"""Points at which a run can be killed: before and after whatever it does to the disk or the net.

The product knows nothing of this: its ports, and Python's own functions, are wrapped from outside.
"""

import functools
import inspect
import io
import os
import shutil
import signal
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from aleph_desktop.client.body import RequestBody
from aleph_desktop.domain.job import Job

_NET_EVENTS = (
    "send_request_headers.started",
    "send_request_headers.complete",
    "send_request_body.complete",
    "receive_response_headers.complete",
    "response_closed.complete",
)
_MOVES = ("replace", "rename", "link", "unlink", "remove", "fsync", "truncate", "ftruncate")


@dataclass(frozen=True, slots=True)
class Kill:
    """When a run is killed: at a point, or at a moment; by default never."""

    point: str = ""
    count: int = 1  # of the points of this name
    moment: float = 0.0  # real seconds after its start


class Points:
    """Counts the points that a run comes by, and ends the process at one of them."""

    def __init__(self, fatal: Kill) -> None:
        self.state = "none"  # of the job that was stored last
        self.counted: Counter[str] = Counter()
        self._fatal = fatal
        self._lock = threading.Lock()

    def reach(self, what: str) -> None:
        """A point, from any thread. It may not return."""
        with self._lock:
            name = f"{self.state}: {what}"
            self.counted[name] += 1
            if self._fatal == Kill(name, self.counted[name]):
                os.kill(os.getpid(), signal.SIGKILL)
                signal.pause()  # the signal is on its way: nothing more may happen

    def stored(self, *values: object) -> None:
        """Which state the next points are in, from what a store was given or has returned."""
        for value in values:
            for job in value if isinstance(value, (list, tuple)) else [value]:
                if isinstance(job, Job):
                    self.state = str(job.state)


def install(points: Points, ports: Sequence[type]) -> None:
    """Wrap everything, for the rest of this process. `ports`: the classes that fulfil them."""
    for port in ports:
        for name, method in list(vars(port).items()):
            if inspect.iscoroutinefunction(method) and not name.startswith("_"):
                setattr(port, name, _around(points, port.__name__, name, method))
    for name in _MOVES:
        setattr(os, name, _system_call(points, name, getattr(os, name)))
    io.open = _opened(points, io.open)  # pathlib's way to every file
    shutil.copyfile = _system_call(points, "copyfile", shutil.copyfile, target=1)
    httpx.AsyncHTTPTransport.handle_async_request = _traced(points)
    httpx.Response.iter_raw = _pieces(points, httpx.Response.iter_raw)
    RequestBody.__aiter__ = _sent_pieces(points, RequestBody.__aiter__)


def _around(
    points: Points, port: str, name: str, method: Callable[..., Awaitable[Any]]
) -> Callable[..., Awaitable[Any]]:
    """Before and after a port's call; progress that it reports is a point, too."""

    @functools.wraps(method)
    async def call(self: object, *args: Any, **named: Any) -> Any:
        told = [str(a.state) for a in args if isinstance(a, Job)]
        what = " ".join([f"{port}.{name}", *told])
        points.reach(f"before {what}")
        try:
            found = await method(self, *args, **named)
        except Exception as error:
            points.reach(f"after {what} raised {type(error).__name__}")
            raise
        points.stored(*args, found)
        points.reach(f"after {what}")
        return found

    return call


def _system_call(
    points: Points, name: str, call: Callable[..., Any], target: int = 0
) -> Callable[..., Any]:
    @functools.wraps(call)
    def wrapped(*args: Any, **named: Any) -> Any:
        what = f"{name} {_kind(args[target])}"
        points.reach(f"before {what}")
        found = call(*args, **named)
        points.reach(f"after {what}")
        return found

    return wrapped


def _opened(points: Points, real: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(real)
    def opened(file: Any, mode: str = "r", *args: Any, **named: Any) -> Any:
        found = real(file, mode, *args, **named)
        if set(mode) & set("wxa+"):
            points.reach(f"opened to write {_kind(file)}")
        return found

    return opened


def _traced(points: Points) -> Callable[..., Awaitable[httpx.Response]]:
    """Points at what httpcore does with the connection to the service."""
    real = httpx.AsyncHTTPTransport.handle_async_request

    @functools.wraps(real)
    async def handle(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        what = f"{request.method} {request.url.path.rsplit('/', 1)[-1]}"

        async def trace(event: str, _info: dict[str, Any]) -> None:
            if event.endswith(_NET_EVENTS):
                points.reach(f"{what} {event.split('.', 1)[1]}")

        request.extensions = {**request.extensions, "trace": trace}
        return await real(self, request)

    return handle


def _pieces(points: Points, real: Callable[..., Iterator[bytes]]) -> Callable[..., Iterator[bytes]]:
    @functools.wraps(real)
    def pieces(self: httpx.Response, *args: Any, **named: Any) -> Iterator[bytes]:
        for piece in real(self, *args, **named):
            points.reach("a piece has come")
            yield piece
            points.reach("a piece was written")

    return pieces


def _sent_pieces(
    points: Points, real: Callable[..., AsyncIterator[bytes]]
) -> Callable[..., AsyncIterator[bytes]]:
    @functools.wraps(real)
    async def pieces(self: RequestBody) -> AsyncIterator[bytes]:
        async for piece in real(self):
            yield piece
            points.reach("a piece of the POST was sent")

    return pieces


def _kind(file: object) -> str:
    """What a path or descriptor is, without the names that differ from run to run."""
    if isinstance(file, int):
        try:
            file = Path(f"/proc/self/fd/{file}").readlink()
        except OSError:
            return "?"
    path = Path(os.fsdecode(file))  # type: ignore[arg-type]  # str, bytes or PathLike
    suffixes = "".join(path.suffixes[-3:]) if len(path.suffixes) <= 3 else path.suffix
    folder = "data" if path.parent.name.isdigit() else path.parent.name  # each case has a number
    return f"{folder}/*{suffixes}" if suffixes else f"{path.name}/"
