"""The groups that the list is filtered by."""

from collections.abc import Mapping
from enum import StrEnum

from aleph_desktop.domain.job import LIVE, Job, JobState


class JobGroup(StrEnum):
    """A filter of the list, by state. A cancelled job is in ALL only: nothing is wrong with it."""

    ALL = "All"
    ACTIVE = "Active"
    DONE = "Done"
    FAILED = "Failed"


GROUP_STATES: dict[JobGroup, frozenset[JobState]] = {
    JobGroup.ALL: frozenset(JobState),
    JobGroup.ACTIVE: LIVE,
    JobGroup.DONE: frozenset({JobState.DONE}),
    JobGroup.FAILED: frozenset({JobState.FAILED, JobState.UNCONFIRMED}),
}


def group_counts(states: Mapping[JobState, int]) -> dict[JobGroup, int]:
    """How many jobs are in each group, from how many are in each state."""
    return {
        group: sum(states.get(state, 0) for state in members)
        for group, members in GROUP_STATES.items()
    }


def haystack(job: Job) -> str:
    """What the text filter looks in, in lower case."""
    edit = job.edit
    seed = "" if edit.seed is None else str(edit.seed)
    ids = (job.id, job.generation_id or "", job.request_id or "", job.client_request_id)
    return "\n".join((edit.prompt, edit.source.name, seed, *ids)).lower()
