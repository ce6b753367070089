"""Which of the things that were given can be clips: by name and place, before any is opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.source_url import url_source
from aleph_desktop.errors import KnownError

CLIP_SUFFIXES = (
    ".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mxf", ".mts", ".m2ts", ".ts", ".mpg",
    ".mpeg", ".wmv", ".3gp",
)  # fmt: skip
IMAGE_SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".avif", ".exr",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SortedClips:
    """What can be queued, in the order given, and what can't, with the reason."""

    clips: tuple[ClipSource, ...]
    refused: tuple[tuple[str, str], ...]  # name, why


def is_url(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def sort_clips(texts: Iterable[str], *, loopback: bool) -> SortedClips:
    """Looks at the disk, so not on the event loop. The same clip twice counts once."""
    clips: dict[ClipSource, None] = {}
    refused: dict[str, str] = {}
    for text in texts:
        if is_url(text):
            try:
                clips[url_source(text, loopback=loopback)] = None
            except KnownError as error:
                refused[text.split("?")[0]] = error.failure.message
            continue
        path = Path(text).absolute()
        why = _obstacle(path)
        if why:
            refused[path.name] = why
        else:
            clips[ClipSource(SourceKind.FILE, str(path))] = None
    return SortedClips(tuple(clips), tuple(refused.items()))


def never_a_clip(path: Path) -> str:
    """Why this can't be a clip, whatever is in it; empty when it may be one. Looks at the disk."""
    if path.is_dir():
        return "a folder: give the clips that are in it"
    if path.suffix.lower() in IMAGE_SUFFIXES:
        return "an image: image references can't be added yet"
    return ""


def _obstacle(path: Path) -> str:
    """Why a path isn't queued with others, of which nobody looks at each."""
    try:
        if why := never_a_clip(path):
            return why
        if path.suffix.lower() not in CLIP_SUFFIXES:
            return "not a kind of clip that this app knows"
        if not path.is_file():
            return "not there"
    except OSError as error:
        return error.strerror or "can't be looked at"
    return ""
