"""What the list is filtered by: a group, and words."""

from collections.abc import Iterable

from aleph_desktop.domain.job import Job
from aleph_desktop.ui.queue.job_group import JobGroup, haystack, is_in


class JobFilter:
    """Lets jobs through. What it looks for words in is made once a job, not once a keystroke."""

    def __init__(self) -> None:
        self._group = JobGroup.ALL
        self._words: tuple[str, ...] = ()
        self._haystacks: dict[str, str] = {}

    def set(self, group: JobGroup, text: str) -> bool:
        """Let through what is of the group and has every word somewhere. Whether that is news."""
        wanted = (group, tuple(text.lower().split()))
        news = wanted != (self._group, self._words)
        self._group, self._words = wanted
        return news

    def learn(self, job: Job) -> None:
        """A job is new, or has changed."""
        self._haystacks[job.id] = haystack(job)

    def learn_all(self, jobs: Iterable[Job]) -> None:
        """All jobs anew."""
        self._haystacks = {job.id: haystack(job) for job in jobs}

    def forget(self, job: Job) -> None:
        """A job is gone."""
        del self._haystacks[job.id]

    def lets_through(self, job: Job) -> bool:
        text = self._haystacks[job.id]
        return is_in(job, self._group) and all(word in text for word in self._words)

    def among(self, jobs: list[Job]) -> list[Job]:
        """Those that it lets through."""
        if self._group is not JobGroup.ALL:
            jobs = [job for job in jobs if is_in(job, self._group)]
        for word in self._words:
            jobs = [job for job in jobs if word in self._haystacks[job.id]]
        return jobs
