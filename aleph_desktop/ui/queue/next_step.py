"""What the user can do about a job: a line of advice and the likeliest asks. Pure."""

from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.ui.queue.job_ask import JobAsk, may_ask

_ADVICE_FITS = 38  # characters in a narrow window; the tooltip has every remedy
# for remedies that are too long for a row
_ADVICE = {
    FailureKind.KEY: "Check the key in Settings.",
    FailureKind.CREDITS: "Top up the account.",
    FailureKind.MODERATION: "Change the prompt or the clip.",
    FailureKind.BUSY: "Retry in a few minutes.",
    FailureKind.PROVIDER: "Try it again in a minute.",
    FailureKind.NETWORK: "Check the connection.",
    FailureKind.TIMEOUT: "The result may still come.",
    FailureKind.SPACE: "Make room on the disk.",
    FailureKind.OURS: "Please report it.",
}


def advice(job: Job) -> str:
    """A second line for the row; often empty."""
    if job.is_looked_up:
        return "Looking it up in the service's log…"
    if job.state is JobState.CANCELLED and job.generation_id is not None:
        return "The service may still finish it."
    if job.failure is None:
        return ""
    if job.state is JobState.DOWNLOADING and job.failure.kind is FailureKind.SPACE:
        return job.failure.message
    if job.state is JobState.FAILED or (job.is_missing and not job.can_fetch_again):
        return _in_short(job.failure)
    return ""


def links(job: Job) -> tuple[JobAsk, ...]:
    """What the user most likely does next, likeliest first."""
    if job.is_missing:
        return (JobAsk.FETCH_AGAIN if job.can_fetch_again else JobAsk.EDIT_AGAIN,)
    if job.state is JobState.UNCONFIRMED:
        asks = (JobAsk.LOOK_AGAIN, JobAsk.FORGET, JobAsk.RETRY)
        return tuple(ask for ask in asks if may_ask(job, ask))
    if not may_ask(job, JobAsk.RETRY):
        return ()
    likely = JobAsk.CHECK_AGAIN if may_ask(job, JobAsk.CHECK_AGAIN) else JobAsk.RETRY
    kind = None if job.failure is None else job.failure.kind
    return _LINKS.get(kind, (likely, JobAsk.EDIT_AGAIN))


_LINKS: dict[FailureKind | None, tuple[JobAsk, ...]] = {
    FailureKind.MODERATION: (JobAsk.EDIT_AGAIN,),  # as it is, it can get an account suspended
    FailureKind.GENERATION: (JobAsk.EDIT_AGAIN, JobAsk.RETRY),
    FailureKind.INPUT: (JobAsk.EDIT_AGAIN,),
}


def _in_short(failure: Failure) -> str:
    if failure.kind is FailureKind.GENERATION:
        return ""  # the links say it: "Submit again (may cost…)" takes a line of its own
    if len(failure.remedy) <= _ADVICE_FITS:
        return failure.remedy
    return _ADVICE.get(failure.kind, failure.remedy)
