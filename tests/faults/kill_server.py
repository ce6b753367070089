"""Forks a process for each order: one that has imported everything, and may be killed.

Reads orders from stdin and writes what became of them to stdout, a JSON object a line. It has one
thread, so that a fork of it is a sound process.
"""

import asyncio
import gc
import json
import os
import signal
import sys
import traceback
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from select import select

from kill_points import Kill, Points, install
from kill_run import PORTS, Order, play

LIMIT = 30  # seconds; a run that takes longer hangs
# what httpx would import in each child anew: half of its time
LATE_IMPORTS = (
    "anyio._backends._asyncio",
    "anyio.streams.memory",
    "anyio.streams.tls",
    "anyio.to_thread",
    "encodings.idna",
    "httpcore._backends.anyio",
)


def main() -> None:
    """Until stdin ends."""
    for name in LATE_IMPORTS:
        import_module(name)
    gc.freeze()  # else a child's first collection copies all that it shares
    for line in sys.stdin:
        fields = json.loads(line)
        order = Order(**{**fields, "kill": Kill(**fields["kill"])})
        sys.stdout.write(json.dumps(_run(order)) + "\n")
        sys.stdout.flush()


def _run(order: Order) -> dict[str, object]:
    """`signal` that ended it, or 0; `report`, or None; what it had to say."""
    folder = Path(order.folder)
    folder.mkdir(parents=True, exist_ok=True)
    report, words = folder / "report.json", folder / "words"
    words.write_text("")  # the child may not come so far
    child = os.fork()
    if child == 0:
        _be(order, report, words)
    if moment := order.kill.moment:
        end = os.pidfd_open(child)
        if not select([end], [], [], moment)[0]:
            os.kill(child, signal.SIGKILL)
        os.close(end)
    _, status = os.waitpid(child, 0)
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "report": json.loads(report.read_text()) if status == 0 else None,
        "words": words.read_text()[-4000:],
    }


def _be(order: Order, report: Path, words: Path) -> None:
    """The child's whole life."""
    code = 1
    try:
        signal.alarm(LIMIT)
        said = os.open(words, os.O_WRONLY | os.O_APPEND)
        os.dup2(said, 1)
        os.dup2(said, 2)
        points = Points(order.kill)
        install(points, PORTS)
        found = asyncio.run(play(order, points))
        report.write_text(json.dumps(asdict(found)))
        code = 0
    except BaseException:  # noqa: BLE001  whatever it was, the parent's life is not to go on here
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
