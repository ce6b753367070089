"""What the user may ask for a job, and when it may be asked."""

from enum import StrEnum

from aleph_desktop.domain.job import Job, JobState

SUBMIT_AGAIN = "Submit again (may cost a second run)"


class JobAsk(StrEnum):
    """One ask. The list only says that it is asked; doing it is not the window's."""

    EDIT_AGAIN = "edit_again"
    RETRY = "retry"
    CHECK_AGAIN = "check_again"
    CANCEL = "cancel"
    REVEAL = "reveal"
    COPY_ID = "copy_id"
    REMOVE = "remove"


def may_ask(job: Job, ask: JobAsk) -> bool:
    """Whether the ask makes sense for the job as it is now."""
    return {
        JobAsk.EDIT_AGAIN: True,
        JobAsk.RETRY: job.can_retry,
        JobAsk.CHECK_AGAIN: job.can_check_again,
        JobAsk.CANCEL: job.can_cancel,
        JobAsk.REVEAL: job.state is JobState.DONE and job.result_path is not None,
        JobAsk.COPY_ID: bool(job.generation_id or job.client_request_id),
        JobAsk.REMOVE: not job.is_live,
    }[ask]


def ask_text(job: Job, ask: JobAsk) -> str:
    """The ask in words. A retry that would be a second paid run says so."""
    if ask is JobAsk.RETRY and job.retry_may_cost:
        return SUBMIT_AGAIN
    return _TEXTS[ask]


_TEXTS = {
    JobAsk.EDIT_AGAIN: "Edit again",
    JobAsk.RETRY: "Retry",
    JobAsk.CHECK_AGAIN: "Check again",
    JobAsk.CANCEL: "Cancel",
    JobAsk.REVEAL: "Reveal in folder",
    JobAsk.COPY_ID: "Copy generation id",
    JobAsk.REMOVE: "Remove",
}
