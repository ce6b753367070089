"""`aleph-desktop edit`: one job without a window, through the same jobs room."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.exit_code import DONE, code_of
from aleph_desktop.app.headless import HeadlessRun, run_headless
from aleph_desktop.app.session import Place
from aleph_desktop.app.standstill import UNSENT, obstacle
from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.loopback import is_loopback
from aleph_desktop.domain.source_url import url_source
from aleph_desktop.errors import Failure, FailureKind, KnownError
from aleph_desktop.media.digest import digest
from aleph_desktop.media.picture import side_by_side


def run_edit(arguments: Arguments, report: Callable[[BaseException, str], None]) -> int:
    """Returns the exit code."""
    return run_headless(arguments, _edit, report, many=False)


async def _edit(run: HeadlessRun, arguments: Arguments) -> int:
    for path in (arguments.output, arguments.picture):
        _check_free(path)
    edit = await asyncio.to_thread(_as_edit, arguments, run.place)
    await run.open(adopt=False)
    target = None if arguments.output is None else arguments.output.absolute()
    job = await run.supervisor.add(edit, target)
    try:
        failure = await _bring_to_rest(run, job.id)
    except asyncio.CancelledError:
        if run.jobs[job.id].state in UNSENT:  # it is not to be sent later, behind the script's back
            await run.supervisor.cancel(job.id)
        await run.supervisor.close()  # a submit under way gets a moment to be answered
        run.output.note(_interrupted(run.jobs[job.id]))
        raise
    job = run.jobs[job.id]
    if job.state is JobState.DONE:
        await _deliver(run, job, arguments.picture)
        return DONE
    failure = failure or job.failure or Failure(FailureKind.OURS, "Not done", f"It is {job.state}.")
    run.output.failed(_with_next_step(failure, job), job)
    return code_of(failure.kind)


async def _bring_to_rest(run: HeadlessRun, job_id: str) -> Failure | None:
    """Wait until nothing more happens to the job; returns what is in its way, if that is not over.

    What was not sent is cancelled then: it is not to be sent later, behind the script's back.
    """
    while True:
        while not run.is_at_rest:
            await run.news()
        failure = obstacle(run.jobs[job_id], run.hold)
        if failure is None or run.jobs[job_id].state not in UNSENT:
            return failure
        await run.supervisor.cancel(job_id)
        if run.jobs[job_id].state is JobState.CANCELLED:  # else it is just being sent after all
            return failure


async def _deliver(run: HeadlessRun, job: Job, picture: Path | None) -> None:
    """Say where the result is, whatever becomes of the picture."""
    if picture is None:
        run.output.done(job)
        return
    reference = Path(job.sent_path or job.edit.source.location)
    try:
        await asyncio.to_thread(side_by_side, reference, Path(job.result_path or ""), picture)
    except KnownError:
        run.output.done(job)
        raise
    except OSError as error:
        run.output.done(job)
        raise KnownError(
            "The picture can't be written", f"{error}.", kind=FailureKind.DISK
        ) from error
    run.output.done(job, picture)


def _with_next_step(failure: Failure, job: Job) -> Failure:
    """The failure's words, with what becomes of the job."""
    if job.state is JobState.CANCELLED:
        step = "Nothing was accepted, and it will not be sent later."
    elif job.state is JobState.UNCONFIRMED:
        step = (
            "`aleph-desktop resume`, or the window, looks again in the provider's log, by the "
            f"client request id {job.client_request_id}."
        )
    elif job.is_live:
        step = (
            f"The service has it as {job.generation_id}; "
            "`aleph-desktop resume`, or the window, goes on with it."
        )
    else:
        return failure
    return replace(failure, remedy=f"{failure.remedy} {step}".strip())


def _interrupted(job: Job) -> str:
    if job.state is JobState.SUBMITTING or job.is_looked_up:
        return (
            "Stopped before it was known whether it was accepted: it may be charged. "
            "`aleph-desktop resume`, or the window, looks it up in the provider's log by its "
            f"client request id {job.client_request_id}."
        )
    if job.generation_id is not None and job.is_live:
        return (
            "Stopped waiting. The service goes on and may charge this run; its id is "
            f"{job.generation_id}, and `aleph-desktop resume`, or the window, picks it up."
        )
    return "Stopped."


def _as_edit(arguments: Arguments, place: Place) -> Edit:
    """Blocks: it reads the clip, to know it again."""
    return Edit(
        source=_source(arguments.source, place),
        prompt=arguments.prompt,
        model_id=arguments.model or place.preferences.model_id,
        frame_size=arguments.frame_size,
        seed=arguments.seed,
        references=tuple(
            text if text.startswith("https://") else str(Path(text).absolute())
            for text in arguments.references
        ),
    )


def _source(text: str, place: Place) -> ClipSource:
    loopback = place.demo or is_loopback(urlsplit(place.api_base).hostname)
    if text.lower().startswith(("http://", "https://")):
        return url_source(text, loopback=loopback)
    path = Path(text)
    if not path.exists():
        raise KnownError("There is no such clip", f"{path} does not exist.", "Check the path.")
    return ClipSource(SourceKind.FILE, str(path.absolute()), digest(path))


def _check_free(path: Path | None) -> None:
    """Nothing is overwritten, and that is said before anything is paid for."""
    if path is None:
        return
    if path.exists():
        raise KnownError("The file is already there", f"{path} exists.", "Choose another name.")
    if not path.absolute().parent.is_dir():
        raise KnownError("There is no such folder", f"{path.parent} does not exist.", "Make it.")
