"""What the review place says about a job."""

from pathlib import Path

from aleph_desktop.domain.clip import SourceKind
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.review import Mark
from aleph_desktop.ui.review.reel_ask import ReelAsk

_STATUS = {
    JobState.QUEUED: "Waits its turn",
    JobState.PREPARING: "Preparing the clip",
    JobState.SUBMITTING: "Sending",
    JobState.WAITING: "Waiting for the service",
    JobState.GENERATING: "Generating",
    JobState.DOWNLOADING: "Downloading the result",
    JobState.FAILED: "Failed",
    JobState.CANCELLED: "Cancelled",
    JobState.UNCONFIRMED: "It may have been accepted",
}
_LOOKING = "Looking it up in the service's log"


def status_of(job: Job) -> str:
    """The words over the right picture; the first line is the title. Empty while it is there."""
    title = _STATUS.get(job.state, "")
    if job.is_live or job.failure is None:
        return title
    if job.is_looked_up:
        return f"{title}\n{_LOOKING}"
    if job.state is JobState.FAILED:
        title = f"Failed · {job.failure.title}"
    elif job.is_missing:
        title = job.failure.title
    return f"{title}\n{job.failure.message} {job.failure.remedy}".rstrip()


def edited_label(job: Job) -> str:
    """What stands in the edited picture's corner: "Edited · take 2 · seed 91827"."""
    take = f"take {job.take}" if job.shot else ""
    seed = "" if job.edit.seed is None else f"seed {job.edit.seed}"
    return " · ".join(part for part in ("Edited", take, seed) if part)


def take_label(job: Job) -> str:
    """What stands in a take's corner among others: "Take 2 · seed 91827 · ★"."""
    seed = "" if job.edit.seed is None else f"seed {job.edit.seed}"
    mark = {Mark.STAR: "★", Mark.REJECT: "rejected"}.get(job.review.mark, "")
    return " · ".join(part for part in (f"Take {job.take}", seed, mark) if part)


def reference_ask(job: Job, *, original: bool = False) -> ReelAsk | None:
    """The picture that the edited one is compared with: what was sent, or its `original`.

    None when it isn't here.
    """
    if job.sent_path is not None and not original:
        return ReelAsk(job.sent_path, None)
    source = job.edit.source
    return ReelAsk(source.location, job.edit.span) if source.kind is SourceKind.FILE else None


def no_original(job: Job) -> str:
    """Why there is no file to be shown in place of what was sent; "" when there may be one."""
    if job.edit.source.kind is not SourceKind.FILE:
        return "The original is on the web"
    return "" if job.sent_path is not None else "The reference is your own file already"


def edited_ask(job: Job) -> ReelAsk | None:
    """The result, while it is there."""
    is_there = job.state is JobState.DONE and not job.is_missing
    return ReelAsk(job.result_path, None) if is_there and job.result_path else None


def sounds(job: Job) -> list[tuple[str, ReelAsk | None]]:
    """What can be heard: the original file first, since what was sent has no sound; the last is
    silence.
    """
    source = job.edit.source
    result, sent = edited_ask(job), reference_ask(job)
    heard: list[tuple[str, ReelAsk | None]] = []
    if source.kind is SourceKind.FILE and Path(source.location).is_file():
        heard.append(("Original", ReelAsk(source.location, job.edit.span)))
    elif sent is not None:
        heard.append(("Reference", sent))
    if result is not None:
        heard.append(("Edited", result))
    return [*heard, ("Silent", None)]
