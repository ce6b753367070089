"""`aleph-desktop edit`: one job without a window, through the same jobs room."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.clip_options import edit_of, local_source
from aleph_desktop.app.exit_code import worst_code
from aleph_desktop.app.free_file import check_free
from aleph_desktop.app.headless import HeadlessRun, run_headless
from aleph_desktop.app.library import open_library
from aleph_desktop.app.model_choice import model_of
from aleph_desktop.app.session import Place
from aleph_desktop.app.standstill import UNSENT, obstacle
from aleph_desktop.app.web_clip import check_usable, fetched_source, look
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.loopback import is_loopback
from aleph_desktop.domain.source_url import is_url, url_source
from aleph_desktop.errors import Failure, FailureKind, KnownError
from aleph_desktop.media.picture import side_by_side


def run_edit(arguments: Arguments, report: Callable[[BaseException, str], None]) -> int:
    """Returns the exit code."""
    return run_headless(arguments, _edit, report, many=arguments.takes > 1)


async def _edit(run: HeadlessRun, arguments: Arguments) -> int:
    _check_files(arguments)
    kept = await _kept_references(arguments, run.place)
    arguments = arguments._replace(references=kept)
    edit = await asyncio.to_thread(_as_edit, arguments, run.place)
    await run.open(adopt=False)
    jobs = await _add(run, edit, arguments)
    failures: list[Failure] = []
    try:
        for job in jobs:
            failure = await _bring_to_rest(run, job.id) or run.jobs[job.id].failure
            if run.jobs[job.id].state is not JobState.DONE:
                failures.append(_told(run, run.jobs[job.id], failure))
            else:
                await _deliver(run, run.jobs[job.id], arguments.picture)
    except asyncio.CancelledError:
        await _leave(run, [job.id for job in jobs])
        raise
    return worst_code(failure.kind for failure in failures)


async def _kept_references(arguments: Arguments, place: Place) -> tuple[str, ...]:
    """The images as they can be sent: upright, small enough, in the library. URLs as they are.

    Raises KnownError for a URL that the service would refuse.
    """
    library = open_library(place.paths.references_dir)
    return tuple(
        [
            url_source(text).location if is_url(text) else await library.add(text)
            for text in arguments.references
        ]
    )


async def _add(run: HeadlessRun, edit: Edit, arguments: Arguments) -> list[Job]:
    if arguments.takes > 1:
        return await run.supervisor.add_all([edit], arguments.takes)
    target = None if arguments.output is None else arguments.output.absolute()
    jobs = run.session.book.jobs.values()
    if any(job.result_path == str(target) and not job.is_settled for job in jobs):
        raise KnownError(
            "The name is taken",
            f"The result of another job, which isn't there yet, goes to {target}.",
            "Choose another name, or wait for that job.",
        )
    return [await run.supervisor.add(edit, target)]


async def _leave(run: HeadlessRun, job_ids: Sequence[str]) -> None:
    """Interrupted: what was not sent is not to be sent later, behind the script's back."""
    for job_id in job_ids:
        if run.jobs[job_id].state in UNSENT:
            await run.supervisor.cancel(job_id)
    await run.supervisor.close()  # a submit under way gets a moment to be answered
    for job_id in job_ids:
        if run.jobs[job_id].state is not JobState.DONE:
            run.output.note(_interrupted(run.jobs[job_id]))


def _told(run: HeadlessRun, job: Job, failure: Failure | None) -> Failure:
    """Say why there is no result, and what becomes of the job."""
    failure = failure or Failure(FailureKind.OURS, "Not done", f"It is {job.state}.")
    run.output.failed(_with_next_step(failure, job), job)
    return failure


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
        check_free(picture)  # it may be there by now
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
    """Blocks: it reads the clip, to know it again; a URL is looked at before it is paid for."""
    spec = model_of(arguments, place.preferences)
    if not is_url(arguments.source):
        source = local_source(arguments.source)
    elif arguments.fetch:
        source = fetched_source(arguments)
    else:
        loopback = place.demo or is_loopback(urlsplit(place.api_base).hostname)
        source = url_source(arguments.source, loopback=loopback)
        check_usable(look(source.location, private=arguments.private, loopback=loopback))
    return edit_of(arguments, source, spec)


def _check_files(arguments: Arguments) -> None:
    """Nothing is overwritten, and that is said before anything is paid for."""
    named = [path for path in (arguments.output, arguments.picture) if path is not None]
    if named and arguments.takes > 1:
        raise KnownError(
            "Several takes have several results",
            f"{named[0]} can name only one of them.",
            "Leave out -o and --picture: the results go to the results folder.",
        )
    if len({path.resolve() for path in named}) < len(named):
        raise KnownError(
            "The result and its picture need two files",
            f"--picture and -o both name {named[0]}.",
            "Give the picture another name, such as one that ends in .png.",
        )
    for path in named:
        check_free(path)
