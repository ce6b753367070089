"""A result's sidecar, `NAME.mp4.json`: how it was made, for people, scripts, and a lost list."""

import json
import stat
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, Self
from urllib.parse import urlsplit

from aleph_desktop.domain.bare_url import bare_url
from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.framing import UNCHANGED, Framing, Shape
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.review import UNREVIEWED, Review
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.store.review_text import from_words

APP = "aleph_desktop"
FORMAT = 1
LARGEST = 262_144  # bytes; ours have about 1,000, and 6,000 with the longest prompt


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What is in it. Nothing in it is followed: the video is the file beside it."""

    job_id: str
    prompt: str
    model: str
    seed: int | None
    frame_size: str | None  # "W:H" as sent
    source_kind: str
    source: str  # a path, or a URL without its query and user part
    references: tuple[str, ...]
    in_point: float | None  # this and the next: seconds; None: the clip's start
    out_point: float | None
    shape: str | None  # this and the next: None in what older versions wrote
    crop_position: float | None
    shot: str | None
    take: int | None
    generation_id: str | None
    client_request_id: str
    request_id: str | None
    service: str
    created: str  # this and the next two: ISO 8601, UTC
    submitted: str | None
    finished: str | None
    generation_seconds: float | None
    cost_usd: str | None  # a decimal
    sha256: str  # of the video, in hex
    size: int  # of the video, in bytes
    review: Review = UNREVIEWED

    @classmethod
    def of(cls, job: Job, *, sha256: str, size: int, finished_at: float) -> Self:
        """`finished_at`: seconds since 1970."""
        edit = job.edit
        return cls(
            job_id=job.id,
            prompt=edit.prompt,
            model=edit.model_id,
            seed=edit.seed,
            frame_size=job.frame_size,
            source_kind=edit.source.kind.value,
            source=_plain(edit.source.location, edit.source.kind),
            references=tuple(_plain(text) for text in edit.references),
            in_point=edit.span and edit.span.start,
            out_point=edit.span and edit.span.end,
            shape=edit.framing.shape.value,
            crop_position=edit.framing.position,
            shot=job.shot,
            take=job.take,
            generation_id=job.generation_id,
            client_request_id=job.client_request_id,
            request_id=job.request_id,
            service=plain_url(job.service),
            created=_iso(job.created_at) or _iso(finished_at) or "",
            submitted=_iso(job.submitted_at),
            finished=_iso(finished_at),
            generation_seconds=job.generation_seconds,
            cost_usd=None if job.cost_usd is None else str(job.cost_usd),
            sha256=sha256,
            size=size,
        ).with_review(job.review)

    def with_review(self, review: Review) -> Self:
        """The same with another review, as far as `parse` would read it."""
        return replace(self, review=from_words(asdict(review)))

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Raises ValueError for what `dump` has not written: anyone may have changed it."""
        if len(content) > LARGEST:
            raise ValueError("too large")
        try:
            found = json.loads(content.decode(), parse_constant=_no_constant)
        except RecursionError as error:
            raise ValueError("nested too deep") from error
        if not isinstance(found, dict) or (found.get("app"), found.get("format")) != (APP, FORMAT):
            raise ValueError("not of this app, or of another version")
        values: dict[str, Any] = {field.name: found.get(field.name) for field in fields(cls)}
        for name, kinds in _KINDS.items():
            if type(values[name]) not in kinds:
                raise ValueError(f"{name} is {values[name]!r:.40}")
        references = values["references"]
        if not all(isinstance(text, str) for text in references):
            raise ValueError("references are not words")
        values["references"] = tuple(references)
        values["review"] = from_words(values["review"])
        sidecar = cls(**values)
        sidecar.job(Path())  # each value makes sense
        return sidecar

    def dump(self) -> bytes:
        """As JSON that people can read, in UTF-8; notes that make it too large are left out."""
        words = {"app": APP, "format": FORMAT, **asdict(self)}
        content = _as_json(words)
        if len(content) > LARGEST:
            words["review"]["notes"] = ()
            content = _as_json(words)
        return content

    def job(self, video: Path) -> Job:
        """The job behind a result, DONE; `video` is where it is. Raises ValueError."""
        numbers = (self.seed, self.generation_seconds, self.in_point, self.out_point)
        if not self.job_id or not all(map(_in_sqlite, (*numbers, self.take, self.crop_position))):
            raise ValueError("a value is out of range")
        finished = _seconds(self.finished)
        created = _seconds(self.created)
        if created is None:
            raise ValueError("no time")
        return Job(
            id=self.job_id,
            edit=Edit(
                source=ClipSource(SourceKind(self.source_kind), self.source),
                prompt=self.prompt,
                model_id=self.model,
                frame_size=self.frame_size,
                seed=self.seed,
                references=self.references,
                span=self._span(),
                framing=self._framing(),
            ),
            created_at=created,
            shot=self.shot or "",
            take=1 if self.take is None else self.take,
            state=JobState.DONE,
            state_since=created if finished is None else finished,
            position=created,
            service=self.service,
            client_request_id=self.client_request_id,
            generation_id=self.generation_id,
            frame_size=self.frame_size,
            result_path=str(video),
            submitted_at=_seconds(self.submitted),
            finished_at=finished,
            generation_seconds=self.generation_seconds,
            cost_usd=None if self.cost_usd is None else _amount(self.cost_usd),
            request_id=self.request_id,
            review=self.review,
        )

    def _span(self) -> TimeRange | None:
        if self.in_point is None or self.out_point is None:
            return None
        return TimeRange(self.in_point, self.out_point)

    def _framing(self) -> Framing:
        if self.shape is None or self.crop_position is None:
            return UNCHANGED
        return Framing(Shape(self.shape), self.crop_position)


def _as_json(words: dict[str, Any]) -> bytes:
    text = json.dumps(words, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace")  # \udc80: half a character, as JSON has it


_WORD, _MAYBE = (str,), (str, type(None))
_KINDS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("job_id", "prompt", "model", "source_kind", "source", "service"), _WORD),
    **dict.fromkeys(("client_request_id", "created", "sha256"), _WORD),
    **dict.fromkeys(("frame_size", "generation_id", "request_id"), _MAYBE),
    **dict.fromkeys(("submitted", "finished", "cost_usd"), _MAYBE),
    "seed": (int, type(None)),
    **dict.fromkeys(("generation_seconds", "in_point", "out_point"), (float, int, type(None))),
    "crop_position": (float, int, type(None)),
    "take": (int, type(None)),
    **dict.fromkeys(("shape", "shot"), _MAYBE),
    "references": (list,),
    "size": (int,),
}


def sidecar_path(video: Path) -> Path:
    """Where a video's sidecar is."""
    return video.with_name(video.name + ".json")


def plain_url(url: str) -> str:
    """All but its query and user part; "" for what names no host."""
    try:
        return bare_url(url) if urlsplit(url).hostname else ""
    except ValueError:
        return ""


def _plain(location: str, kind: SourceKind | None = None) -> str:
    is_url = kind is SourceKind.URL or (kind is None and location.startswith("https://"))
    return plain_url(location) if is_url else location


def _iso(seconds: float | None) -> str | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError):  # no year has it
        return None


def _seconds(text: str | None) -> float | None:
    """Raises ValueError for no time of a zone."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"no zone: {text:.40}")
    try:
        return moment.timestamp()
    except OverflowError as error:
        raise ValueError(f"no time: {text:.40}") from error


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except ArithmeticError as error:
        raise ValueError(f"no amount: {text:.40}") from error
    if not amount.is_finite():
        raise ValueError(f"no amount: {text:.40}")
    return amount


def _in_sqlite(number: float | None) -> bool:
    """Not for an endless number, either."""
    return number is None or -(2**63) <= number < 2**63


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def read_sidecar(video: Path) -> Sidecar | None:
    """The sidecar of a video that is there as it was written; None for any other.

    Never raises, follows no link and waits for no pipe: anything may be in a folder.
    """
    path = sidecar_path(video)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        with path.open("rb") as file:
            sidecar = Sidecar.parse(file.read(LARGEST + 1))
        found = video.lstat()
    except (OSError, ValueError):
        return None
    return sidecar if stat.S_ISREG(found.st_mode) and found.st_size == sidecar.size else None
