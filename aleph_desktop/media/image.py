"""An image that goes with the prompt."""

from pathlib import Path

import av

from aleph_desktop.domain.submission import MediaFile
from aleph_desktop.media.formats import IMAGE_FORMATS, access
from aleph_desktop.media.opening import read_head
from aleph_desktop.media.refusal import refused, unreadable

CHOOSE_IMAGE = "Choose a JPEG, PNG or WebP image."


def check_image(path: Path, limit: int) -> MediaFile:
    """The image as it can be sent, with its type by content, not by name. Blocks.

    Raises KnownError for what is none, is damaged, or has more than `limit` bytes.
    """
    mime_type = _mime_type(read_head(path))
    if mime_type is None:
        raise refused(path, "is not an image of a kind that the service takes.", CHOOSE_IMAGE)
    try:
        size = path.stat().st_size
        with av.open(str(path.absolute()), container_options=access(IMAGE_FORMATS)) as container:
            whole = any(not frame.is_corrupt for frame in container.decode(video=0))
    except av.FFmpegError:
        whole = False
    except OSError as error:
        raise unreadable(path, error) from error
    if not whole:
        raise refused(path, "is damaged: it can't be decoded.", CHOOSE_IMAGE)
    if size > limit:
        why = f"has {size / 1e6:.1f} MB, and {limit / 1e6:.1f} MB is the limit for an image."
        raise refused(path, why, "Make it smaller: fewer pixels, or a JPEG of lower quality.")
    return MediaFile(path, mime_type)


def _mime_type(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return None
