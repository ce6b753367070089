"""An image that goes with the prompt."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame

from aleph_desktop.domain.submission import MediaFile
from aleph_desktop.errors import KnownError
from aleph_desktop.media.formats import access
from aleph_desktop.media.frame_graph import graph_for
from aleph_desktop.media.jpeg import LONG_SIDE, jpeg_within
from aleph_desktop.media.opening import IMAGE_BRANDS, read_head
from aleph_desktop.media.orientation import turns_of
from aleph_desktop.media.refusal import refused, unreadable
from aleph_desktop.media.upright import has_alpha

CHOOSE_IMAGE = "Choose a JPEG, PNG or WebP image."
SAVE_AS_JPEG = "Save it as a JPEG, and choose that."
# What FFmpeg tells by its content. AVIF and HEIC are built like MP4.
FORMATS = (
    *("jpeg_pipe", "png_pipe", "apng", "webp_pipe", "webp", "gif", "bmp_pipe", "tiff_pipe", "mov"),
    *("j2k_pipe", "psd_pipe", "qoi_pipe", "pam_pipe", "pbm_pipe", "pgm_pipe", "ppm_pipe"),
)
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
PASTED = Path("The pasted image")  # what it is called in what is said about it

# EXIF in a JPEG, a PNG and a WebP, and XMP
_METADATA = (b"Exif\0\0", b"eXIf", b"EXIF", b"ns.adobe.com/xap", b"XML:com.adobe.xmp")
_PART = Disposition.dependent  # a tile of a photo, or its depth


@dataclass(frozen=True, slots=True)
class ReadyImage:
    """An image as it can be sent."""

    data: bytes
    mime_type: str

    @property
    def ending(self) -> str:
        """Of its file's name, e.g. ".jpg"."""
        return ENDINGS[self.mime_type]


def ready_image(source: Path | bytes, limit: int) -> ReadyImage:
    """Any still image, as one of at most `limit` bytes that every viewer shows alike. Blocks.

    A JPEG, PNG or WebP goes as it is when it is small, upright, opaque, of 8 bits, and says nothing
    of where it was taken; everything
    else becomes a JPEG of at most 2048 pixels a side, over white where it is transparent. Of what
    moves, the first frame. Raises KnownError.
    """
    path = source if isinstance(source, Path) else PASTED
    data = _content(source) if isinstance(source, Path) else source
    frame = _first_frame(path, data)
    mime_type = _mime_type(data)
    if mime_type and len(data) <= limit and _is_plain(frame, mime_type) and not _tells(data):
        return ReadyImage(data, mime_type)
    plain = _plain(frame)
    made = jpeg_within(plain, (plain.width, plain.height), limit)
    if made is None:
        raise _too_large(path, len(data), limit)
    return ReadyImage(made, "image/jpeg")


def check_image(path: Path, limit: int) -> MediaFile:
    """The image as it lies there, with its type by content, not by name. Blocks.

    Raises KnownError for what the service doesn't take, is damaged, or has more than `limit` bytes.
    """
    data = _content(path)
    mime_type = _mime_type(data)
    if mime_type is None:
        raise refused(path, "is not an image of a kind that the service takes.", CHOOSE_IMAGE)
    _first_frame(path, data)
    if len(data) > limit:
        raise _too_large(path, len(data), limit)
    return MediaFile(path, mime_type)


def _content(path: Path) -> bytes:
    read_head(path)  # a pipe would block, and a folder needs its own words
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def _first_frame(path: Path, data: bytes) -> VideoFrame:
    """The image as it is stored. `path` is for words.

    FFmpeg doesn't see its name: for it a .jpg is one of a sequence.
    """
    try:
        with av.open(BytesIO(data), mode="r", container_options=access(FORMATS)) as container:
            if _is_video(container):
                raise refused(path, "is not an image, but a video.", CHOOSE_IMAGE)
            streams = [s for s in container.streams.video if not s.disposition & _PART]
            frame: VideoFrame | None = None
            if streams and streams[0].codec_context is not None:
                if _mime_type(data):  # these say where they are cut off; a TIFF's tags only annoy
                    streams[0].codec_context.options = {"err_detect": "explode"}
                frame = next(container.decode(streams[0]), None)
    except av.FFmpegError as error:
        if _mime_type(data):
            why = "is damaged, or of a kind that can't be decoded."
            raise refused(path, why, SAVE_AS_JPEG) from error
        why = "is not an image, or of a kind that can't be read."
        raise refused(path, why, CHOOSE_IMAGE) from error
    if frame is None or frame.is_corrupt:
        raise refused(path, "is an image of a kind that can't be read here.", SAVE_AS_JPEG)
    return frame


def _is_video(container: InputContainer) -> bool:
    brand = container.metadata.get("major_brand", "").strip()
    return container.format.name.startswith("mov") and brand not in IMAGE_BRANDS


def _is_plain(frame: VideoFrame, mime_type: str) -> bool:
    """Whether every viewer shows it alike: what is no plain JPEG inside is CMYK, for example."""
    name = frame.format.name
    return (
        max(frame.width, frame.height) <= LONG_SIDE
        and not turns_of(frame)
        and not has_alpha(frame)
        and max(component.bits for component in frame.format.components) <= 8
        and (mime_type != "image/jpeg" or name.startswith(("yuv", "gray")))
    )


def _tells(data: bytes) -> bool:
    """Whether the file says more than its picture: a photo, where it was taken."""
    return any(mark in data for mark in _METADATA)


def _plain(frame: VideoFrame) -> VideoFrame:
    """The image upright and opaque, without what is said about it."""
    graph, source = graph_for(frame)
    steps = [graph.add(name, way or None) for name, way in turns_of(frame)]
    steps.append(graph.add("sidedata", "mode=delete"))  # what PyAV can't name, it can't pass on
    if has_alpha(frame):
        paper = graph.add("color", f"white:size={frame.width}x{frame.height}:rate=1")
        over = graph.add("overlay", "format=gbrp:shortest=1")
        paper.link_to(over, 0, 0)
        source.link_to(over, 0, 1)
        graph.link_nodes(over, graph.add("format", "gbrp"), *steps, graph.add("buffersink"))
    else:
        graph.link_nodes(source, *steps, graph.add("buffersink"))
    graph.configure()
    source.push(frame)
    source.push(None)
    return graph.vpull()


def _mime_type(head: bytes) -> str | None:
    """Of what the service takes."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return None


def _too_large(path: Path, size: int, limit: int) -> KnownError:
    why = f"has {size / 1e6:.1f} MB, and {limit / 1e6:.1f} MB is the limit for an image."
    return refused(path, why, "Make it smaller: fewer pixels, or a JPEG of lower quality.")
