"""The options of the command line that say what of a clip is sent, and how."""

from pathlib import Path

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.domain.clip import ClipInfo, ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.framing import UNCHANGED, Framing, Shape
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.domain.source_url import local_path, url_source
from aleph_desktop.domain.time_range import read_range
from aleph_desktop.errors import KnownError
from aleph_desktop.media.digest import digest
from aleph_desktop.media.probe import probe


def file_source(path: Path) -> ClipSource:
    """A file, with the mark that tells whether it changes. Blocks. Raises KnownError."""
    return ClipSource(SourceKind.FILE, str(path.absolute()), digest(path))


def edit_of(arguments: Arguments, source: ClipSource, spec: ModelSpec) -> Edit:
    """What was asked for. Blocks: it looks into the file for its frame rate. Raises KnownError."""
    framing = Framing(Shape(arguments.shape), arguments.crop)
    span = None
    if source.kind is SourceKind.URL:
        if arguments.range is not None or framing != UNCHANGED:
            raise not_cut()
    elif arguments.range is not None:
        info = probe(Path(source.location))
        span = read_range(arguments.range, info.duration, spec.clip_seconds, info.frame_rate)
    return Edit(
        source=source,
        prompt=arguments.prompt,
        model_id=spec.id,
        frame_size=arguments.frame_size,
        seed=arguments.seed,
        references=arguments.references,
        span=span,
        framing=framing,
    )


def local_source(text: str) -> ClipSource:
    """The clip that a word names, if it is a file. Blocks. Raises KnownError."""
    path = Path(local_path(text))
    try:
        is_there = bool(text.strip()) and path.exists()
    except (OSError, ValueError):  # no system has such a name
        is_there = False
    if is_there:
        return file_source(path)
    if "://" in text and not text.lower().startswith("file:"):
        url_source(text)  # says what URLs are taken
    words = f"{path} does not exist." if text.strip() else "The word for it is empty."
    raise KnownError("There is no such clip", words, "Check the path.")


def not_cut() -> KnownError:
    """A URL's clip is the service's to fetch: nothing of it is chosen or converted here."""
    return KnownError(
        "A part of a URL's clip can't be sent",
        "The service fetches it itself, and takes its first seconds.",
        "Add --fetch: then it is downloaded here, and the part is sent as data.",
    )


def describe_clip(info: ClipInfo) -> dict[str, object]:
    """A clip for scripts."""
    return {
        "width": info.width,
        "height": info.height,
        "frame_rate": str(info.frame_rate),
        "duration": round(info.duration, 3),
        "size": info.size,
        "container": info.container,
        "codec": info.codec,
        "pixel_format": info.pixel_format,
        "audio": info.has_audio,
        "rotation": info.rotation,
        "square_pixels": info.square_pixels,
        "interlaced": info.interlaced,
        "constant_rate": not info.uneven,
        "transfer": str(info.transfer),
        "alpha": info.has_alpha,
        "start_timecode": info.start_timecode or None,
    }
