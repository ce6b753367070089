"""Whether a job was charged, as far as that can be known here."""

from enum import StrEnum

from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.errors import FailureKind


class Charge(StrEnum):
    """In words for the row, the tooltip and scripts."""

    NO = "not charged"  # nothing was accepted
    UNTIL_DONE = "charged when it is finished"
    YES = "charged"
    MAYBE = "may have been charged"  # it was, or may have been, accepted, and we don't know its end
    NOT_BILLED = "not billed, by the provider's word"  # a generation that failed at the service


def charge_of(job: Job) -> Charge:
    """Provider docs: the charge lands after `completed`, failures are billed nothing.

    Moderation may be billed by the model's vendor, so that is not promised.
    """
    if job.generation_id is None:
        unsure = job.state in (JobState.SUBMITTING, JobState.UNCONFIRMED)
        return Charge.MAYBE if unsure else Charge.NO
    if job.cost_usd or job.generation_seconds is not None or job.state is JobState.DONE:
        return Charge.YES
    if job.is_live:
        return Charge.UNTIL_DONE
    kind = None if job.failure is None else job.failure.kind
    if job.state is JobState.FAILED and kind is FailureKind.GENERATION:
        return Charge.NOT_BILLED
    return Charge.MAYBE
