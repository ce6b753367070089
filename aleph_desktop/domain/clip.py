"""A clip: where it is, and what it is."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from aleph_desktop.domain.frame_rate import rate_words


class SourceKind(StrEnum):
    FILE = "file"
    URL = "url"


@dataclass(frozen=True, slots=True)
class ClipSource:
    """Where a clip is: an absolute path on this machine, or a URL that the service fetches."""

    kind: SourceKind
    location: str
    # of a file as it was when it was chosen, by `media.digest`; None: not known. The same place is
    # the same source, whatever is in it.
    digest: str | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """The file's name, for people; a URL's last path segment, or its host."""
        if self.kind is SourceKind.FILE:
            return PurePath(self.location).name
        parts = urlsplit(self.location)
        return unquote(PurePath(parts.path).name) or parts.netloc


class Transfer(StrEnum):
    """How a clip's values mean light."""

    SDR = "sdr"
    PQ = "pq"  # HDR: SMPTE ST 2084, as in HDR10 and Dolby Vision
    HLG = "hlg"  # HDR: ARIB STD-B67


@dataclass(frozen=True, slots=True)
class ClipInfo:
    """What a probe found. Sizes are as shown: after rotation, with square pixels."""

    width: int  # pixels
    height: int  # pixels
    frame_rate: Fraction  # frames per second; where they are uneven, of the densest part
    duration: float  # seconds, of the picture
    size: int  # bytes
    container: str  # FFmpeg's name, e.g. "mov,mp4,m4a,3gp,3g2,mj2"
    codec: str  # FFmpeg's name, e.g. "h264"
    pixel_format: str  # FFmpeg's name, e.g. "yuv420p"
    has_audio: bool
    brand: str = ""  # the major brand of an MP4 or MOV, e.g. "isom", "qt"
    longest: float = 0.0  # seconds until the last of its streams ends
    rotation: int = 0  # degrees against the clock that the stored picture is turned by, to be shown
    mirrored: bool = False  # the stored picture is shown mirrored
    square_pixels: bool = True
    interlaced: bool = False
    uneven: bool = False  # the frames' times are not at a constant rate
    transfer: Transfer = Transfer.SDR
    has_alpha: bool = False
    trimmed: bool = False  # it holds frames that are not to be shown, before or after the others
    damaged: bool = False  # not all of it is there, or can be decoded
    start_timecode: str = ""  # as the file has it, e.g. "01:00:00:00"; a ";" before drop frames

    def summary(self) -> str:
        """For the clip card: "1280×720 · 25 fps"."""
        return f"{self.width}×{self.height} · {rate_words(self.frame_rate)}"
