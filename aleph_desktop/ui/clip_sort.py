"""Which of the things that were given are clips, and which images: told by name and place."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.source_url import is_url, local_path, url_source
from aleph_desktop.errors import KnownError

CLIP_SUFFIXES = (
    ".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mxf", ".mts", ".m2ts", ".ts", ".mpg",
    ".mpeg", ".wmv", ".3gp",
)  # fmt: skip
IMAGE_SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".avif", ".exr",
)  # fmt: skip
MOST_FILES = 20_000  # looked at in folders: who drops a whole disk has mistaken


@dataclass(frozen=True, slots=True)
class Sorted:
    """What can be used, in the order given, and what can't, with the reason."""

    clips: tuple[ClipSource, ...]
    images: tuple[str, ...]  # paths, and URLs
    refused: tuple[tuple[str, str], ...]  # name, why


def sort_given(texts: Iterable[str], *, loopback: bool) -> Sorted:
    """Paths, folders and URLs. Looks at the disk, so not on the event loop.

    Folders are walked for clips. The same thing twice counts once. One file alone is a clip
    whatever it is called: it will be looked into.
    """
    given = list(dict.fromkeys(texts))
    clips: dict[ClipSource, None] = {}
    images: dict[str, None] = {}
    refused: dict[str, str] = {}
    for text in given:
        if is_url(text):
            _sort_url(text, clips, images, refused, loopback=loopback)
            continue
        path = Path(local_path(text)).absolute()
        try:
            if path.is_dir():
                _sort_folder(path, clips, refused)
            elif why := _obstacle(path, alone=len(given) == 1):
                refused[path.name] = why
            elif is_image(path.name):
                images[str(path)] = None
            else:
                clips[_file(path)] = None
        except OSError as error:
            refused[path.name] = error.strerror or "can't be looked at"
    return Sorted(tuple(clips), tuple(images), tuple(refused.items()))


def is_image(name: str) -> bool:
    """Whether a path or URL names an image; the suffix says."""
    path = urlsplit(name).path if is_url(name) else name
    return path.lower().endswith(IMAGE_SUFFIXES)


def is_clip(name: str) -> bool:
    """Whether a path names a clip; the suffix says."""
    return name.lower().endswith(CLIP_SUFFIXES)


def _sort_url(
    text: str,
    clips: dict[ClipSource, None],
    images: dict[str, None],
    refused: dict[str, str],
    *,
    loopback: bool,
) -> None:
    try:
        source = url_source(text, loopback=loopback)
    except KnownError as error:
        refused[text.split("?", maxsplit=1)[0]] = error.failure.message
        return
    if is_image(text):
        images[source.location] = None
    else:
        clips[source] = None


def _sort_folder(folder: Path, clips: dict[ClipSource, None], refused: dict[str, str]) -> None:
    found = list(islice(_files(folder), MOST_FILES + 1))
    inside = [path for path in found if is_clip(path.name)]
    if not inside:
        refused[folder.name] = "a folder without clips"
    if len(found) > MOST_FILES:
        refused[folder.name] = f"only its first {MOST_FILES:,} files were looked at"
    for path in inside:
        clips[_file(path)] = None


def _files(folder: Path) -> Iterator[Path]:
    """All files below a folder, but hidden ones, in the order that a file manager shows."""
    for base, folders, names in os.walk(folder):  # follows no links: they can lead in a circle
        folders[:] = sorted((name for name in folders if name[0] != "."), key=str.casefold)
        for name in sorted(names, key=str.casefold):
            if name[0] != ".":
                yield Path(base, name)


def _obstacle(path: Path, *, alone: bool) -> str:
    """Why a file isn't taken; empty when it is."""
    if not path.exists():
        return "not there"
    if not path.is_file():
        return "not an ordinary file"
    if not alone and not is_image(path.name) and not is_clip(path.name):
        return "not a kind of clip that this app knows"
    return ""


def _file(path: Path) -> ClipSource:
    return ClipSource(SourceKind.FILE, str(path))
