"""The library of image references, with what makes images ready."""

from pathlib import Path

from aleph_desktop.domain.model_spec import load_model_spec
from aleph_desktop.media.image import ready_image
from aleph_desktop.media.lane import Lane, Turn, Urgency
from aleph_desktop.resources import resource
from aleph_desktop.store.reference_library import ReferenceLibrary


def open_library(folder: Path, lane: Lane | None = None) -> ReferenceLibrary:
    """Its images are small enough for every model. `lane`: of the program's heavy work."""
    shared = lane or Lane()

    def prepare(source: Path | bytes) -> tuple[bytes, str]:
        specs = [load_model_spec(path) for path in resource("models").glob("*.toml")]
        limit = min(spec.reference_bytes for spec in specs)
        image = Turn(shared, Urgency.EYE).do(lambda _stop: ready_image(source, limit))
        return image.data, image.ending

    return ReferenceLibrary(folder, prepare)
