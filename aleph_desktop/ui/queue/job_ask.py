"""What the user may ask for a job, and when it may be asked."""

from collections.abc import Sequence
from enum import StrEnum

from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.errors import FailureKind

SUBMIT_AGAIN = "Submit again (may cost a second run)"
# the list is newest first, and the oldest is begun first: sooner is down
KEYS_OF_MOVES = {"run_next": "Alt+Shift+Down", "run_sooner": "Alt+Down", "run_later": "Alt+Up"}


class JobAsk(StrEnum):
    """One ask. The list only says that it is asked; doing it is not the window's."""

    EDIT_AGAIN = "edit_again"
    RETRY = "retry"
    CHECK_AGAIN = "check_again"  # asks the service for a result that it may have
    LOOK_AGAIN = "look_again"  # asks the service's log whether it was accepted
    FETCH_AGAIN = "fetch_again"  # the result was here, and is not any more
    CANCEL = "cancel"
    HOLD_BACK = "hold_back"
    RELEASE = "release"
    RUN_NEXT = "run_next"
    RUN_SOONER = "run_sooner"
    RUN_LATER = "run_later"
    REVEAL = "reveal"
    COPY_ID = "copy_id"
    FORGET = "forget"  # what nobody knows whether it was accepted; else a REMOVE
    REMOVE = "remove"  # off the list; files stay
    BIN = "bin"  # off the list, and its result to the bin


# the others are for one job at a time; but takes of one shot can be the next together
FOR_MANY = frozenset(
    {
        JobAsk.RETRY,
        JobAsk.CHECK_AGAIN,
        JobAsk.LOOK_AGAIN,
        JobAsk.FETCH_AGAIN,
        JobAsk.CANCEL,
        JobAsk.HOLD_BACK,
        JobAsk.RELEASE,
        JobAsk.FORGET,
        JobAsk.REMOVE,
        JobAsk.BIN,
    }
)


def may_ask(job: Job, ask: JobAsk) -> bool:
    """Whether the ask makes sense for the job as it is now."""
    waits = job.state is JobState.QUEUED
    in_line = waits and not job.held
    has_result = job.state is JobState.DONE and job.result_path is not None and not job.is_missing
    return {
        JobAsk.EDIT_AGAIN: True,
        JobAsk.RETRY: job.can_retry and not job.is_looked_up,
        JobAsk.CHECK_AGAIN: job.can_check_again,
        JobAsk.LOOK_AGAIN: job.can_look_again and not job.is_looked_up,
        JobAsk.FETCH_AGAIN: job.can_fetch_again,
        JobAsk.CANCEL: job.can_cancel,
        JobAsk.HOLD_BACK: in_line,
        JobAsk.RELEASE: waits and job.held,
        JobAsk.RUN_NEXT: in_line,
        JobAsk.RUN_SOONER: in_line,
        JobAsk.RUN_LATER: in_line,
        JobAsk.REVEAL: has_result,
        JobAsk.COPY_ID: bool(job.generation_id or job.client_request_id),
        JobAsk.FORGET: job.state is JobState.UNCONFIRMED and job.is_settled,
        JobAsk.REMOVE: job.is_settled,
        JobAsk.BIN: has_result,
    }[ask]


def askable(jobs: Sequence[Job], ask: JobAsk) -> list[Job]:
    """Those of the selected jobs that the ask is for. What may cost is asked job by job."""
    fit = [job for job in jobs if may_ask(job, ask)]
    if len(jobs) == 1:
        return fit
    if ask not in FOR_MANY and not (ask is JobAsk.RUN_NEXT and _are_of_one_shot(jobs)):
        return []
    if ask is JobAsk.RETRY:
        return [job for job in fit if not job.retry_may_cost and not _is_moderated(job)]
    return fit


def ask_text(job: Job, ask: JobAsk) -> str:
    """The ask in words. A retry that would be a second paid run says so."""
    if ask is JobAsk.RETRY and job.retry_may_cost:
        return SUBMIT_AGAIN
    if ask is JobAsk.COPY_ID and job.generation_id is None:
        return "Copy client request id"
    return _TEXTS[ask]


def ask_text_for_some(count: int, ask: JobAsk) -> str:
    """The ask in words, for that many of several jobs."""
    return _TEXTS_FOR_SOME[ask].format("1 job" if count == 1 else f"{count} jobs")


def _are_of_one_shot(jobs: Sequence[Job]) -> bool:
    return bool(jobs) and bool(jobs[0].shot) and len({job.shot for job in jobs}) == 1


def _is_moderated(job: Job) -> bool:
    """Sent again as it is, it can get an account suspended."""
    return job.failure is not None and job.failure.kind is FailureKind.MODERATION


_TEXTS = {
    JobAsk.EDIT_AGAIN: "Edit again",
    JobAsk.RETRY: "Retry",
    JobAsk.CHECK_AGAIN: "Check again",
    JobAsk.LOOK_AGAIN: "Look again",
    JobAsk.FETCH_AGAIN: "Fetch again",
    JobAsk.CANCEL: "Cancel",
    JobAsk.HOLD_BACK: "Pause",
    JobAsk.RELEASE: "Resume",
    JobAsk.RUN_NEXT: "Run next",
    JobAsk.RUN_SOONER: "Run sooner",
    JobAsk.RUN_LATER: "Run later",
    JobAsk.REVEAL: "Reveal in folder",
    JobAsk.COPY_ID: "Copy generation id",
    JobAsk.FORGET: "Forget",
    JobAsk.REMOVE: "Remove",
    JobAsk.BIN: "Remove and move the result to the bin…",
}
_TEXTS_FOR_SOME = {
    JobAsk.RETRY: "Retry {}",
    JobAsk.CHECK_AGAIN: "Check {} again",
    JobAsk.LOOK_AGAIN: "Look again for {}",
    JobAsk.FETCH_AGAIN: "Fetch again for {}",
    JobAsk.CANCEL: "Cancel {}",
    JobAsk.HOLD_BACK: "Pause {}",
    JobAsk.RELEASE: "Resume {}",
    JobAsk.RUN_NEXT: "Run {} next",
    JobAsk.FORGET: "Forget {}",
    JobAsk.REMOVE: "Remove {}",
    JobAsk.BIN: "Remove {}, results to the bin…",
}
