"""The groups that the list is filtered by."""

from enum import StrEnum

from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.review import Mark
from aleph_desktop.ui.queue.remark import words_of


class JobGroup(StrEnum):
    """A filter of the list, by state, or by the editor's star. A cancelled job is in ALL only:
    nothing is wrong with it.
    """

    ALL = "All"
    ACTIVE = "Active"
    DONE = "Done"
    STARRED = "★"
    FAILED = "Failed"

    @property
    def word(self) -> str:
        """As it stands before "jobs"."""
        return "starred" if self is JobGroup.STARRED else self.value.lower()


_ENDED = {
    JobState.DONE: JobGroup.DONE,
    JobState.FAILED: JobGroup.FAILED,
    JobState.UNCONFIRMED: JobGroup.FAILED,
}


def group_of(job: Job) -> JobGroup:
    """The group by its state, besides ALL; ALL where there is none.

    While the service's log is asked whether a job was accepted, it has not failed.
    """
    if job.is_live or job.is_looked_up:
        return JobGroup.ACTIVE
    return _ENDED.get(job.state, JobGroup.ALL)


def groups_of(job: Job) -> tuple[JobGroup, ...]:
    """Those that count it, besides ALL."""
    is_starred = job.review.mark is Mark.STAR
    return (group_of(job), JobGroup.STARRED) if is_starred else (group_of(job),)


def is_in(job: Job, group: JobGroup) -> bool:
    """Whether the filter button of `group` shows the job."""
    return group is JobGroup.ALL or group in groups_of(job)


def haystack(job: Job) -> str:
    """What the text filter looks in, in lower case."""
    edit = job.edit
    seed = "" if edit.seed is None else str(edit.seed)
    ids = (job.id, job.generation_id or "", job.request_id or "", job.client_request_id)
    return "\n".join((edit.prompt, edit.source.name, seed, *ids, *words_of(job.review))).lower()
