"""What of this program's jobs goes on by itself: for staying awake, and for notifications."""

from aleph_desktop.app.awake import KeepAwake
from aleph_desktop.app.notifier import Notifier
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.errors import FailureKind
from aleph_desktop.jobs.hold import Hold

_ENDS_BY_ITSELF = (FailureKind.NETWORK, FailureKind.SPACE)
_HERE = (JobState.QUEUED, JobState.PREPARING)


class JobWatch:
    """Fulfils `jobs.book.JobListener`. Subscribe it before the session is opened.

    Only what was changed here is told, so the jobs of other programs, whose end nobody would
    tell, don't count.
    """

    def __init__(self, awake: KeepAwake, notifier: Notifier, *, keep_awake: bool) -> None:
        self._awake = awake
        self._notifier = notifier
        self._keep_awake = keep_awake
        self._open: dict[str, Job] = {}
        self._hold = Hold()

    def job_changed(self, job: Job) -> None:
        was_open = self._open.pop(job.id, None) is not None
        if not job.is_settled:
            self._open[job.id] = job
        elif was_open:
            self._notifier.job_ended(job)
        self._refresh()

    def job_removed(self, job_id: str) -> None:
        self._open.pop(job_id, None)
        self._refresh()

    def job_progressed(self, job_id: str, done: int, total: int | None) -> None:
        """Nothing to do."""

    def hold_changed(self, hold: Hold) -> None:
        self._hold = hold
        self._refresh()

    def allow(self, *, keep_awake: bool) -> None:
        """The user's setting."""
        self._keep_awake = keep_awake
        self._refresh()

    def stop(self) -> None:
        """The session is closed."""
        self._open.clear()
        self._awake.update(active=False)

    def at_service_and_here(self) -> tuple[int, int]:
        """How many open jobs the service has, or may have; and how many wait here."""
        here = sum(job.state in _HERE for job in self._open.values())
        return len(self._open) - here, here

    def _refresh(self) -> None:
        hold = self._hold
        mends = hold.failure is not None and hold.failure.kind in _ENDS_BY_ITSELF
        may_start = not hold.is_on or (mends and not hold.by_user)
        active = sum(
            job.state is not JobState.QUEUED or (may_start and not job.held)
            for job in self._open.values()
        )
        self._awake.update(active=self._keep_awake and active > 0)
        waits = any(job.state is JobState.QUEUED for job in self._open.values())
        reason = f"{hold.failure}" if hold.failure is not None and waits else ""
        self._notifier.set_active(active, reason)
