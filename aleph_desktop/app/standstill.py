"""Which jobs a run without a window can do nothing more for. Pure.

A window waits until the key, the account, the line or the disk is mended. A script must be told.
"""

from aleph_desktop.domain.job import POLLED, Job, JobState
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.jobs.hold import Hold

UNSENT = (JobState.QUEUED, JobState.PREPARING)
_ACCOUNT = (FailureKind.KEY, FailureKind.CREDITS)
# what a window waits out, however long it takes
MENDABLE = (*_ACCOUNT, FailureKind.SPACE)


def rests(job: Job, hold: Hold) -> bool:
    """Nothing more happens to it without somebody's help."""
    return job.is_settled or waits_for_user(job, hold) or obstacle(job, hold) is not None


def waits_for_user(job: Job, hold: Hold) -> bool:
    """The user has paused the queue, or keeps this one back."""
    return job.state is JobState.QUEUED and (job.held or hold.by_user)


def obstacle(job: Job, hold: Hold) -> Failure | None:
    """What must be mended before a job that isn't settled can go on."""
    held, own = hold.failure, job.failure
    if job.state is JobState.DOWNLOADING:
        return own if own is not None and own.kind in MENDABLE else None
    if held is None or (job.state is JobState.QUEUED and job.held):
        return None
    if job.state in UNSENT:
        return held
    if job.state in POLLED:  # what hinders a submit needs not hinder a poll
        return held if own is not None and own.kind in (*_ACCOUNT, FailureKind.NETWORK) else None
    return held if job.is_looked_up and held.kind is FailureKind.KEY else None
