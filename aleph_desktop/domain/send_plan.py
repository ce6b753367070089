"""What will be sent of a clip: told from what a probe found, before anything is made or paid."""

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from aleph_desktop.domain.clip import ClipInfo, Transfer
from aleph_desktop.domain.frame_rate import FASTEST, frames_within, proxy_rate, rate_words
from aleph_desktop.domain.framing import UNCHANGED, Framing, Placement, place
from aleph_desktop.domain.model_spec import ModelSpec, parse_frame_size
from aleph_desktop.domain.shape import Size
from aleph_desktop.domain.time_range import LEAST, TimeRange, first_part, is_whole

# The model's largest frame is 1584 pixels long: 1920 takes nothing from it that it could see, and
# the bytes go into pixels that count.
LONG_SIDE = 1920
# Ordinary footage at the first pass's quality; a guess, shown as one. A small picture has more to
# tell in each pixel: the sample takes 0.36 at 320x180, 0.23 at 640x360, 0.14 at 720p, 0.13 above.
_BITS_A_PIXEL = 0.14
_FROM_PIXELS = 1280 * 720


@dataclass(frozen=True, slots=True)
class SendPlan:
    """All of it. `why` is empty when the file goes as it is."""

    span: TimeRange  # of the source
    frame_size: str  # "W:H", asked of the model
    placement: Placement
    rate: Fraction  # frames per second of what is sent
    frames: int  # of what is sent, at most
    size_bytes: int  # exact when the file goes as it is, else a guess, within the limit
    why: tuple[str, ...]  # the reasons for converting it, in a few words each
    notes: tuple[str, ...]  # what else the editor should know, a sentence each

    @property
    def as_it_is(self) -> bool:
        """A copy of the file is sent."""
        return not self.why

    @property
    def size(self) -> Size:
        """Pixels of what is sent."""
        return self.placement.size

    @property
    def seconds(self) -> float:
        """How long what is sent lasts."""
        return float(self.frames / self.rate)

    def words(self) -> str:
        """One line: "1280×720 · 25 fps · 5.00 s · about 3.1 MB · converted"."""
        width, height = self.size
        about = "" if self.as_it_is else "about "
        return " · ".join(
            (
                f"{width}×{height}",
                rate_words(self.rate),
                f"{self.seconds:.2f} s",
                f"{about}{megabytes(self.size_bytes)}",
                "as it is" if self.as_it_is else "converted",
            )
        )


def megabytes(size: int) -> str:
    """For people: "3.1 MB", "87 kB", "38.2 GB"."""
    if size >= 1_000_000_000:
        return f"{size / 1e9:.1f} GB"
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.0f} kB"


def plan_send(
    info: ClipInfo,
    spec: ModelSpec,
    *,
    span: TimeRange | None = None,
    frame_size: str | None = None,
    framing: Framing = UNCHANGED,
) -> SendPlan:
    """The plan for a file; None stands for what `Edit` means by it."""
    span = span or first_part(info.duration, spec.clip_seconds)
    span = TimeRange(span.start, max(span.start, min(span.end, info.duration)))
    size = frame_size or spec.frame_size_for(info.width, info.height)
    source = (info.width, info.height)
    placement = place(source, parse_frame_size(size), framing, LONG_SIDE)
    rate = proxy_rate(info.frame_rate)
    # a clip that ends within its last frame has that frame
    length = min(span.length, spec.clip_seconds) + 0.5 / float(rate)
    frames = min(frames_within(length, rate), frames_within(spec.clip_seconds, rate))
    why = _why(info, spec, span, placement)
    if not why:  # then it keeps its own size, whatever that is
        placement = replace(placement, size=source, picture=placement.crop)
        frames = max(1, round(info.duration * rate))
    return SendPlan(
        span=span,
        frame_size=size,
        placement=placement,
        rate=rate,
        frames=frames,
        size_bytes=min(_guess(placement.size, frames), spec.clip_bytes) if why else info.size,
        why=why,
        notes=_notes(info, span, placement),
    )


def _guess(size: Size, frames: int) -> int:
    """Bytes of a proxy."""
    pixels = size[0] * size[1]
    finer = math.cbrt(max(1.0, _FROM_PIXELS / pixels))
    return round(pixels * frames * _BITS_A_PIXEL * finer / 8)


def _why(info: ClipInfo, spec: ModelSpec, span: TimeRange, placement: Placement) -> tuple[str, ...]:
    """Why the service can't have the file as it is: sound in it does no harm."""
    is_mp4 = info.container.startswith("mov,mp4") and info.brand != "qt"
    is_plain = info.codec == "h264" and info.pixel_format == "yuv420p"
    most = spec.clip_seconds + 1 / float(info.frame_rate)
    is_part = not is_whole(span, info.duration, info.frame_rate)
    reasons = (
        (not is_mp4 or not is_plain, "not a plain H.264 MP4"),
        (is_part, "only a part is sent"),
        (not is_part and info.longest > most, f"longer than {spec.clip_seconds:g} s"),
        (info.size > spec.clip_bytes, f"over {spec.clip_bytes / 1e6:.1f} MB"),
        (info.damaged, "damaged: what is whole of it is sent"),
        (info.trimmed, "hidden frames are left out"),
        (info.frame_rate > FASTEST, f"over {FASTEST} fps"),
        (placement.is_cropped, "cropped"),
        (placement.has_bars, "bars are added"),
        (info.rotation != 0, "turned upright"),
        (info.mirrored, "mirrored as it is shown"),
        (not info.square_pixels, "pixels made square"),
        (info.interlaced, "deinterlaced"),
        (info.uneven, "frame rate made even"),
        (info.transfer is not Transfer.SDR, "HDR"),
    )
    return tuple(words for holds, words in reasons if holds)


def _notes(info: ClipInfo, span: TimeRange, placement: Placement) -> tuple[str, ...]:
    notes = (
        (
            span.length < LEAST,
            f"Shorter than {LEAST:g} s: what the service makes of it isn't known.",
        ),
        (placement.has_bars, "Black bars are added: the model sees them as a part of the picture."),
        (placement.is_cropped, "The edges are cut off: what lies outside isn't sent."),
        (info.transfer is not Transfer.SDR, "HDR is brought down to SDR: the result is SDR."),
        (info.has_alpha, "Transparency isn't sent: what is transparent becomes black."),
        (info.has_audio, "Sound has no part in the edit."),
    )
    return tuple(words for holds, words in notes if holds)
