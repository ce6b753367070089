"""What is sent to the service to start one generation."""

from dataclasses import dataclass
from pathlib import Path

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.send_plan import SendPlan


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file that travels inside the request, as a data URI."""

    path: Path
    mime_type: str  # e.g. "video/mp4"


@dataclass(frozen=True, slots=True)
class PreparedClip:
    """A local clip as it will be sent."""

    file: MediaFile
    info: ClipInfo  # of that file
    plan: SendPlan  # by which it was made


@dataclass(frozen=True, slots=True)
class Submission:
    """One POST. `video` and `references` are https URLs, or files that are sent as data URIs."""

    model_id: str
    prompt: str
    video: str | MediaFile
    client_request_id: str  # 1–128 of A–Z a–z 0–9 . _ : -, else the service drops it in silence
    frame_size: str | None = None
    seed: int | None = None
    references: tuple[str | MediaFile, ...] = ()
