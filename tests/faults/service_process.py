"""The faulty service as a child of the tests."""

import asyncio
import json
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from fault_plan import SUBMIT, Fault, Rule, Seen, to_json


class FaultyService:
    """Starts the program, plans its faults, reads what it saw."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("faulty_service.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        told = json.loads(self._process.stdout.readline())
        self.url: str = told["url"]
        self._admin: int = told["admin"]

    def plan(self, *rules: Rule, seed: int = 1) -> None:
        """From now on; counts start anew."""
        self._ask("plan", rules=to_json(list(rules)), seed=seed)

    def always(self, call: str, **fault: Any) -> None:
        """One fault for every request of a kind, and no other."""
        self.plan(Rule(call=call, fault=Fault(**fault)))

    def once(self, call: str, **fault: Any) -> None:
        """One fault for the next request of a kind, and no other."""
        self.plan(Rule(call=call, times=1, fault=Fault(**fault)))

    def seen(self, call: str = "") -> list[Seen]:
        """All requests, or those of one kind, in their order."""
        found = [Seen(**fields) for fields in self._ask("report")]
        return [seen for seen in found if call in ("", seen.call)]

    async def saw(self, call: str, count: int) -> None:
        """Wait until there were so many requests of a kind since the last reset."""
        await asyncio.to_thread(self._ask, "saw", call=call, count=count)

    def accepted(self) -> Counter[str | None]:
        """How many paid submits there were, by client request id."""
        return Counter(seen.client_request_id for seen in self.seen(SUBMIT) if seen.accepted)

    def deafen(self) -> None:
        """Refuse connections from now on."""
        self._ask("deafen")

    def listen(self) -> None:
        """Take connections again."""
        self._ask("listen")

    def reset(self) -> None:
        """Forget plan and report; connections end."""
        self._ask("reset")

    def tls(self, certificate: Path, key: Path) -> str:
        """The URL of one more front, by TLS; until the next reset."""
        return f"https://127.0.0.1:{self._ask('tls', certificate=str(certificate), key=str(key))}"

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def _ask(self, what: str, **more: Any) -> Any:
        with socket.create_connection(("127.0.0.1", self._admin), timeout=20) as connection:
            connection.sendall(json.dumps({"do": what, **more}).encode() + b"\n")
            with connection.makefile("r") as answer:
                return json.loads(answer.readline())
