"""Is a submit's body what the contract and the model's limits ask for?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aleph_desktop.demo.refusal import invalid
from aleph_desktop.demo.source_uri import uri_problem
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.domain.prompt import utf16_length

_SHOWN = 60  # characters of a wrong value that are repeated


@dataclass(frozen=True, slots=True)
class Order:
    """A valid submit."""

    prompt: str
    video_url: str
    frame_size: str  # "W:H"
    seed: int | None


def read_order(body: Any, spec: ModelSpec) -> Order:
    """Read a decoded JSON body. Raises Refusal (400) that names each field and what is wrong."""
    if not isinstance(body, dict):
        raise invalid(["body: must be a JSON object"])
    problems = list(_problems(body, spec))
    if problems:
        raise invalid(problems)
    seed = body.get("seed")
    return Order(
        prompt=body["prompt"],
        video_url=body["video_url"],
        frame_size=body.get("frame_size", spec.frame_sizes[0]),
        seed=None if seed is None else int(seed),
    )


def _problems(body: dict[str, Any], spec: ModelSpec) -> Iterator[str]:
    for field in ("model", "prompt", "video_url"):
        if field not in body:
            yield f"{field}: is required"
    checks = {
        "model": _model,
        "prompt": _prompt,
        "video_url": _video_url,
        "references": _references,
        "frame_size": _frame_size,
        "duration": _duration,
        "seed": _seed,
    }
    for field, check in checks.items():
        if field in body and (problem := check(body[field], spec)) is not None:
            yield f"{field}{problem}" if problem.startswith("[") else f"{field}: {problem}"


def _model(value: Any, spec: ModelSpec) -> str | None:
    return None if value == spec.id else f"{_shown(value)} is unknown; there is {spec.id}"


def _prompt(value: Any, spec: ModelSpec) -> str | None:
    if not isinstance(value, str):
        return "must be a string"
    length = utf16_length(value)
    if not 1 <= length <= spec.prompt_limit:
        return f"must have 1 to {spec.prompt_limit} characters (UTF-16 units), it has {length}"
    return None


def _video_url(value: Any, _spec: ModelSpec) -> str | None:
    return uri_problem(value, "video") if isinstance(value, str) else "must be a string"


def _references(value: Any, spec: ModelSpec) -> str | None:
    if not isinstance(value, list):
        return "must be an array"
    if len(value) > spec.reference_limit:
        return f"at most {spec.reference_limit} can be given, there are {len(value)}"
    for number, item in enumerate(value):
        if (problem := _reference(item)) is not None:
            return f"[{number}]{problem}"
    return None


def _reference(item: Any) -> str | None:
    if not isinstance(item, dict):
        return ": must be an object with type and url"
    if item.get("type") != "image":
        return '.type: must be "image"'
    url = item.get("url")
    problem = uri_problem(url, "image") if isinstance(url, str) else "must be a string"
    return None if problem is None else f".url: {problem}"


def _frame_size(value: Any, spec: ModelSpec) -> str | None:
    if isinstance(value, str) and value in spec.frame_sizes:
        return None
    return f"{_shown(value)} can't be made; there are {', '.join(spec.frame_sizes)}"


def _duration(value: Any, spec: ModelSpec) -> str | None:
    if not isinstance(value, bool) and value == spec.clip_seconds:
        return None
    return f"must be {spec.clip_seconds:g}"


def _seed(value: Any, spec: ModelSpec) -> str | None:
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if whole and not isinstance(value, bool) and 0 <= value <= spec.seed_limit:
        return None
    return f"must be a whole number from 0 to {spec.seed_limit}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
