"""The model catalogue: one model."""

from typing import Any

from aleph_desktop.demo.account import PRICE
from aleph_desktop.domain.model_spec import ModelSpec


def catalogue(spec: ModelSpec, wanted: str | None, include: str) -> dict[str, Any]:
    """The body of the answer.

    `wanted` is an id or an alias; unknown words in `include` are ignored.
    """
    aliases = [spec.id.partition("/")[2]]
    shown = {word.strip() for word in include.split(",")}
    model: dict[str, Any] = {
        "id": spec.id,
        "aliases": aliases,
        "type": "video",
        "info": {"name": spec.title, "developer": "Runway"},
    }
    if shown & {"pricing", "all"}:
        unit = {"name": "generation", "measure": "generation", "price": float(PRICE), "per": 1}
        model["pricing"] = {"kind": "fixed", "currency": "USD", "units": [unit]}
    if shown & {"modalities", "all"}:
        model["info"]["modalities"] = {"input": ["text", "video", "image"], "output": ["video"]}
    if shown & {"capabilities", "all"}:
        model["info"]["capabilities"] = ["video-to-video"]
    found = wanted is None or wanted in (spec.id, *aliases)
    return {"object": "list", "data": [model] if found else []}
