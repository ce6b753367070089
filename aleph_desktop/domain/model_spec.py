"""What a model takes. A model is data: one TOML file each in `resources/models/`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from aleph_desktop.errors import KnownError


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """Limits and defaults of one video-to-video model."""

    id: str
    title: str
    prompt_limit: int  # UTF-16 units
    frame_sizes: tuple[str, ...]  # "W:H"
    clip_seconds: float  # only this much of the clip's start counts
    clip_bytes: int  # largest file that is safe as a data URI
    reference_limit: int  # images
    reference_bytes: int  # largest image that is safe as a data URI
    seed_limit: int  # largest seed
    typical_seconds: float  # what a generation takes, until this machine has seen some

    def frame_size_for(self, width: int, height: int) -> str:
        """The clip's own size if the model has it, else the size nearest in shape.

        Of shapes that differ by less than 1 % the larger: 1440×1080 is 1104:832, not 640:480.
        """

        def mismatch(size: str) -> float:
            w, h = parse_frame_size(size)
            return max(w * height, width * h) / min(w * height, width * h)

        def area(size: str) -> int:
            w, h = parse_frame_size(size)
            return w * h

        if f"{width}:{height}" in self.frame_sizes:
            return f"{width}:{height}"
        limit = 1.01 * min(mismatch(size) for size in self.frame_sizes)
        return max((size for size in self.frame_sizes if mismatch(size) <= limit), key=area)


def parse_frame_size(text: str) -> tuple[int, int]:
    """Read "1280:720" as (1280, 720). Raises ValueError."""
    width, height = text.split(":")
    return int(width), int(height)


def load_model_spec(path: Path) -> ModelSpec:
    """Read one model file."""
    with path.open("rb") as file:
        table = tomllib.load(file)
    return ModelSpec(
        id=table["id"],
        title=table["title"],
        prompt_limit=table["prompt_limit"],
        frame_sizes=tuple(table["frame_sizes"]),
        clip_seconds=float(table["clip_seconds"]),
        clip_bytes=table["clip_bytes"],
        reference_limit=table["reference_limit"],
        reference_bytes=table["reference_bytes"],
        seed_limit=table["seed_limit"],
        typical_seconds=float(table["typical_seconds"]),
    )


def find_model_spec(folder: Path, model_id: str) -> ModelSpec:
    """The model file with this id. Raises KnownError naming those that there are."""
    specs = [load_model_spec(path) for path in sorted(folder.glob("*.toml"))]
    for spec in specs:
        if spec.id == model_id:
            return spec
    known = ", ".join(spec.id for spec in specs)
    raise KnownError("Unknown model", f"This app doesn't know {model_id}.", f"Known: {known}.")
