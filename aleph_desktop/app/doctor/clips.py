"""PyAV and its FFmpeg: every part that clips are read and written with, and a real proxy."""

import asyncio
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import av
from av.codec import Codec
from av.filter import Filter
from av.format import ContainerFormat

from aleph_desktop.app.doctor.finding import REINSTALL, Finding, failed, ok
from aleph_desktop.app.sample import sample_clip
from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.media.clip_frames import ALPHA_DECODERS
from aleph_desktop.media.digest import digest
from aleph_desktop.media.probe import probe
from aleph_desktop.media.proxy import ProxyPreparer
from aleph_desktop.resources import resource
from aleph_desktop.settings.preferences import Preferences

_SECONDS = 1.0  # of the sample clip, for the round trip

ENCODERS = ("libx264", "mjpeg", "png")
# What cameras, phones, screen recorders and editing programs write, and what images come as.
DECODERS = (
    *("h264", "hevc", "av1", "vp8", "vp9", "vvc", "mpeg1video", "mpeg2video", "mpeg4", "mjpeg"),
    *("prores", "dnxhd", "cfhd", "ffv1", "qtrle", "dvvideo", "vc1", "wmv3", "theora", "rawvideo"),
    *("png", "webp", "gif", "bmp", "tiff"),
    *ALPHA_DECODERS.values(),
)
DEMUXERS = ("mov", "matroska", "webm", "avi", "mpegts", "mxf", "mpeg", "asf", "flv", "ogg", "gif")
IMAGE_DEMUXERS = ("png_pipe", "jpeg_pipe", "webp_pipe", "tiff_pipe", "bmp_pipe")
MUXERS = ("mp4",)
# `media`, and the demo service.
FILTERS = (
    *("buffer", "buffersink", "format", "scale", "crop", "pad", "overlay", "color", "sidedata"),
    *("transpose", "hflip", "vflip", "bwdif", "premultiply", "lut3d", "blend", "scdet", "split"),
    *("bilateral", "colorbalance", "colorchannelmixer", "colortemperature", "curves", "dblur"),
    *("drawbox", "edgedetect", "gblur", "hue", "lutyuv", "median", "negate", "noise", "pixelize"),
    *("pseudocolor", "rgbashift", "scroll", "unsharp", "vignette"),
)


def check_codecs() -> Iterable[Finding]:
    """By name, each as the code asks for it."""
    kinds: tuple[tuple[str, tuple[str, ...], Callable[[str], object]], ...] = (
        ("encoders", ENCODERS, lambda name: Codec(name, "w")),
        ("decoders", DECODERS, lambda name: Codec(name, "r")),
        ("containers", DEMUXERS + IMAGE_DEMUXERS, lambda name: ContainerFormat(name, "r")),
        ("MP4 writer", MUXERS, lambda name: ContainerFormat(name, "w")),
        ("filters", FILTERS, Filter),
    )
    for name, wanted, find in kinds:
        missing = [part for part in wanted if not _is_there(find, part)]
        if missing:
            yield failed(name, f"FFmpeg lacks {', '.join(missing)}.", REINSTALL)
        else:
            yield ok(name, f"FFmpeg {av.ffmpeg_version_info} has {len(wanted)} of {len(wanted)}.")


def check_round_trip() -> Iterable[Finding]:
    """The sample clip's first second, made a proxy as a job would make it, and read again."""
    with tempfile.TemporaryDirectory(prefix="aleph-doctor-") as folder:
        proxy = Path(folder, "proxy.mp4")
        asyncio.run(_prepare(proxy))
        info = probe(proxy)
        with av.open(str(proxy)) as container:
            frames = sum(1 for _ in container.decode(video=0))
    words = f"The sample became {frames} frames of {info.width}×{info.height} in {info.codec}"
    if info.codec != "h264" or frames != round(_SECONDS * info.frame_rate):
        yield failed("proxy", f"{words}, which is wrong.", REINSTALL)
    else:
        yield ok("proxy", f"{words}, and was read again.")


async def _prepare(target: Path) -> None:
    clip = Path(sample_clip())
    spec = find_model_spec(resource("models"), Preferences().model_id)
    source = ClipSource(SourceKind.FILE, str(clip), digest(clip))
    edit = Edit(source=source, prompt="-", model_id=spec.id, span=TimeRange(0.0, _SECONDS))
    preparer = ProxyPreparer()
    try:
        await preparer.prepare(edit, spec, target, progress=lambda _done, _total: None)
    finally:
        preparer.close()


def _is_there(find: Callable[[str], object], name: str) -> bool:
    try:
        find(name)
    except ValueError:  # PyAV's way to say that FFmpeg doesn't know the name
        return False
    return True
