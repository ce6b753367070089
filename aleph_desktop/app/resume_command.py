"""`aleph-desktop resume`: finish without a window whatever is unfinished."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sized

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.exit_code import worst_code
from aleph_desktop.app.headless import HeadlessRun, run_headless
from aleph_desktop.app.session import DEMO_NAME, Place
from aleph_desktop.app.standstill import UNSENT, obstacle, waits_for_user
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.jobs.retry_plan import plan_retry

_KEPT = 48 * 3600.0  # seconds; provider docs: results expire after 24 to 48 hours


def run_resume(arguments: Arguments, report: Callable[[BaseException, str], None]) -> int:
    """Returns the exit code."""
    return run_headless(arguments, _resume, report, many=True)


async def _resume(run: HeadlessRun, _arguments: Arguments) -> int:
    """By the same rules as a start of the window, but ends where that would wait to be helped."""

    def on_hold(hold: Hold) -> None:
        if hold.failure is not None:
            run.output.held(hold.failure)

    await run.open(adopt=True, on_hold=on_hold)
    left = _left_alone(run)
    told: set[str] = set()
    try:
        await _look_again(run)
        await _check_again(run)
        _tell_ends(run, told)
        while not run.is_at_rest:
            await run.news()
            _tell_ends(run, told)
    except asyncio.CancelledError:
        await run.supervisor.close()  # a submit under way gets a moment to be answered
        _tell_ends(run, told)
        going_on = [job for job in run.jobs.values() if not job.is_settled]
        run.output.note(f"Stopped. Left for the next resume, or the window: {_jobs(going_on)}.")
        _summarize(run, left)
        raise
    failures = [*_failures(run), *_say_what_stays(run)]
    _summarize(run, left)
    return worst_code(failures)


async def _check_again(run: HeadlessRun) -> None:
    """For results that are at the service, as far as is known: that costs nothing."""
    jobs = run.session.book.jobs
    for job_id in plan_retry(jobs.values()).check_again:
        ended = jobs[job_id].finished_at
        if ended is not None and time.time() - ended < _KEPT:
            with contextlib.suppress(KnownError):  # a window has it, or another service
                await run.supervisor.check_again(job_id)


async def _look_again(run: HeadlessRun) -> None:
    """For lost answers that were not in the log while an earlier run looked: rows can be late."""
    for job in list(run.session.book.jobs.values()):
        if job.is_settled and job.can_look_again and job.service == _service_name(run.place):
            with contextlib.suppress(KnownError):  # a window has it
                await run.supervisor.look_again(job.id)


def _left_alone(run: HeadlessRun) -> list[Job]:
    """The unfinished jobs that are not this run's to finish; says whose they are."""
    jobs = run.session.book.jobs.values()
    left = [job for job in jobs if not job.is_settled and job.id not in run.jobs]
    here = ("", _service_name(run.place))
    away = [job for job in left if job.service not in here and job.state not in UNSENT]
    for service in sorted({job.service for job in away}):
        run.output.note(
            f"Left alone: {_jobs([j for j in away if j.service == service])} at {service}."
        )
    if owned := [job for job in left if job not in away]:
        verb = "belongs" if len(owned) == 1 else "belong"
        run.output.note(f"{_jobs(owned)} {verb} to a window that is open, or another run.")
    return left


def _tell_ends(run: HeadlessRun, told: set[str]) -> None:
    """Say of each job once how it has ended."""
    for job in run.jobs.values():
        if not job.is_settled or job.id in told:
            continue
        told.add(job.id)
        if job.state is JobState.DONE:
            run.output.done(job)
        elif job.failure is not None:
            run.output.failed(job.failure, job)


def _failures(run: HeadlessRun) -> list[FailureKind]:
    """Of jobs that have ended."""
    ended = [job for job in run.jobs.values() if job.is_settled and job.state is not JobState.DONE]
    return [job.failure.kind for job in ended if job.failure is not None]


def _say_what_stays(run: HeadlessRun) -> list[FailureKind]:
    """Say why jobs stay in the list; the kinds of what must be mended."""
    stuck: list[FailureKind] = []
    waiting: list[Job] = []
    for job in run.jobs.values():
        if (failure := obstacle(job, run.hold)) is not None:
            run.output.held(failure)
            stuck.append(failure.kind)
        elif run.is_given_up(job) and job.failure is not None:
            run.output.failed(job.failure, job)
            stuck.append(job.failure.kind)
        elif waits_for_user(job, run.hold):
            waiting.append(job)
    if stuck:
        run.output.note(f"Kept in the list for the next resume: {_jobs(stuck)}.")
    if held := [job for job in waiting if job.held]:
        run.output.note(f"Held back in the window: {_jobs(held)}.")
    if paused := [job for job in waiting if not job.held]:
        verb = "waits" if len(paused) == 1 else "wait"
        run.output.note(f"{_jobs(paused)} {verb}: the queue is paused.")
    return stuck


def _summarize(run: HeadlessRun, left: list[Job]) -> None:
    states = [job.state for job in run.jobs.values()]
    run.output.summary(
        {
            "done": states.count(JobState.DONE),
            "failed": states.count(JobState.FAILED),
            "unconfirmed": states.count(JobState.UNCONFIRMED),
            "waiting": sum(job.is_live for job in run.jobs.values()),
            "left_alone": len(left),
        }
    )


def _jobs(found: Sized) -> str:
    return f"{len(found)} job" + ("" if len(found) == 1 else "s")


def _service_name(place: Place) -> str:
    return DEMO_NAME if place.demo else place.api_base
