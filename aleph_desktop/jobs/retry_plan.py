"""What "retry all failed" would do, before it is done: some of it may cost."""

from collections.abc import Iterable
from dataclasses import dataclass

from aleph_desktop.domain.job import RUN_AGAIN, Job, JobState
from aleph_desktop.errors import FailureKind


@dataclass(frozen=True, slots=True)
class RetryPlan:
    """Ids of FAILED jobs, by what would happen to them."""

    check_again: tuple[str, ...]  # the service has them: its result is asked for, at no cost
    send: tuple[str, ...]  # never accepted: sent for the first time, one run each
    new_runs: tuple[str, ...]  # accepted, and then the model failed: a second run each
    left_out: tuple[str, ...]  # moderation: a machine must not send these again

    @property
    def is_empty(self) -> bool:
        return not (self.check_again or self.send or self.new_runs)


def plan_retry(jobs: Iterable[Job]) -> RetryPlan:
    """Sort the FAILED ones of `jobs`; one that was run again needs no second run more."""
    groups: dict[str, list[str]] = {"check": [], "send": [], "new": [], "out": []}
    for job in jobs:
        if job.state is not JobState.FAILED:
            continue
        kind = None if job.failure is None else job.failure.kind
        if kind is FailureKind.MODERATION:
            groups["out"].append(job.id)
        elif job.generation_id is None:
            groups["send"].append(job.id)
        elif kind is FailureKind.GENERATION:
            if job.status_word != RUN_AGAIN:
                groups["new"].append(job.id)
        else:
            groups["check"].append(job.id)
    return RetryPlan(
        tuple(groups["check"]), tuple(groups["send"]), tuple(groups["new"]), tuple(groups["out"])
    )
