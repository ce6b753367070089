"""What is to go wrong, as values: shared by the faulty service and the tests that plan for it."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any

SUBMIT, POLL, LOGS, BILLING, RESULT = "submit", "poll", "logs", "billing", "result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How an answer differs from the true one, which is the demo service's."""

    delay: float = 0.0  # seconds before anything else happens
    accept: bool = True  # False: the demo service never hears of the request
    early: bool = False  # acts once the request's head is read, not its body
    drop: str = ""  # instead of an answer: "reset", "close", or "hang" (for ever)
    raw: bytes | None = None  # instead of an answer: these bytes, and the end
    status: int | None = None
    headers: dict[str, str | None] = field(default_factory=dict)  # None: left out
    body: bytes | None = None
    fields: dict[str, Any] | None = None  # of the JSON body, in place of the true ones
    ignore_range: bool = False  # the whole file, whatever part was asked for
    keep: float = 1.0  # the share of the body that is sent before the connection ends
    less: int = 0  # bytes at the body's end that aren't sent before the connection ends
    drip: float = 0.0  # seconds before each single byte, the head's too
    drip_body: float = 0.0  # seconds before each single byte of the body
    stall: float = 0.0  # seconds, in the middle of the body
    endless: bool = False  # the body never ends, and has no length


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A fault for some requests. The first rule that fits a request is its fate."""

    call: str = ""  # one of those above; "": any
    skip: int = 0  # so many that fit go by first
    times: int | None = None  # then so many are hit; None: all
    chance: float = 1.0
    fault: Fault


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as the faulty service saw it. Holds no key and no signature."""

    at: float  # seconds of the system's monotonic clock, which all processes share
    call: str
    method: str
    path: str
    client_request_id: str | None
    generation_id: str | None  # asked for, or given
    has_key: bool
    is_canary: bool  # the key is the one that the tests call the canary
    range: str | None
    if_range: str | None
    accepted: bool  # a submit that the demo service took: this one is paid for
    status: int | None  # of the demo service's own answer; None: it was not asked


class Plan:
    """Rules, and how often each was met."""

    def __init__(self, rules: list[Rule], seed: int = 1) -> None:
        self._rules = rules
        self._met: Counter[int] = Counter()
        self._random = Random(seed)

    def fate(self, call: str) -> Fault:
        """What happens to the next request of this kind."""
        for number, rule in enumerate(self._rules):
            if rule.call not in ("", call):
                continue
            place = self._met[number] - rule.skip
            spent = rule.times is not None and place >= rule.times
            if spent or self._random.random() >= rule.chance:
                continue
            self._met[number] += 1
            if place >= 0:
                return rule.fault
        return Fault()


def to_json(rules: list[Rule]) -> str:
    return json.dumps([asdict(rule) for rule in rules], default=lambda data: data.decode("latin-1"))


def from_json(text: str) -> list[Rule]:
    return [_rule(**fields) for fields in json.loads(text)]


def _rule(*, fault: dict[str, Any], **rest: Any) -> Rule:
    data = {
        name: fault[name] if fault[name] is None else fault[name].encode("latin-1")
        for name in ("raw", "body")
    }
    return Rule(**rest, fault=Fault(**{**fault, **data}))
