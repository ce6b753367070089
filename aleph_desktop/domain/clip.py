"""A clip: where it is, and what it is."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import PurePath
from urllib.parse import unquote, urlsplit


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


@dataclass(frozen=True, slots=True)
class ClipInfo:
    """What a probe found. Sizes are as shown: after rotation, with square pixels."""

    width: int  # pixels
    height: int  # pixels
    frame_rate: Fraction  # frames per second
    duration: float  # seconds
    size: int  # bytes
    container: str  # FFmpeg's name, e.g. "mov,mp4,m4a,3gp,3g2,mj2"
    codec: str  # FFmpeg's name, e.g. "h264"
    pixel_format: str  # FFmpeg's name, e.g. "yuv420p"
    has_audio: bool

    def summary(self) -> str:
        """For the clip card: "1280×720 · 25 fps"."""
        rate = float(self.frame_rate)
        return f"{self.width}×{self.height} · {rate:.2f}".rstrip("0").rstrip(".") + " fps"
