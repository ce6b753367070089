"""A take's star or rejection, as the list's menu and keys change it."""

from collections.abc import Sequence

from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.review import Mark

KEYS_OF_MARKS = {Mark.STAR: "S", Mark.REJECT: "X"}
_TEXTS = {Mark.STAR: "Star", Mark.REJECT: "Reject"}


def markable(jobs: Sequence[Job]) -> list[Job]:
    """Those with something to judge; a mark that was given can always be taken back."""
    return [job for job in jobs if job.state is JobState.DONE or job.review.mark is not Mark.NONE]


def is_marked(jobs: Sequence[Job], mark: Mark) -> bool:
    """Whether every one of them has the mark."""
    return bool(jobs) and all(job.review.mark is mark for job in jobs)


def toggled(jobs: Sequence[Job], mark: Mark) -> Mark:
    """What they get when the mark is asked for: it, or none where all have it."""
    return Mark.NONE if is_marked(jobs, mark) else mark


def mark_text(mark: Mark, count: int, selected: int) -> str:
    """The ask in words, for `count` of the selected jobs."""
    if selected == 1:
        return _TEXTS[mark]
    return f"{_TEXTS[mark]} {'1 job' if count == 1 else f'{count} jobs'}"
