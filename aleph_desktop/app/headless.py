"""`aleph-desktop edit`: one job without a window, through the same jobs room."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.keys import Keys
from aleph_desktop.app.place import find_place
from aleph_desktop.app.session import Place, Session
from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.loopback import is_loopback
from aleph_desktop.domain.source_url import url_source
from aleph_desktop.errors import Failure, FailureKind, KnownError
from aleph_desktop.media.picture import side_by_side
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.preferences import load_preferences

_KINDS: dict[FailureKind, int] = {
    FailureKind.OURS: 1,
    FailureKind.INPUT: 2,
    FailureKind.DISK: 2,
    FailureKind.KEY: 3,
    FailureKind.CREDITS: 3,
    FailureKind.REFUSED: 3,
    FailureKind.MODERATION: 4,
    FailureKind.GENERATION: 4,
    FailureKind.BUSY: 5,
    FailureKind.PROVIDER: 5,
    FailureKind.NETWORK: 5,
    FailureKind.TIMEOUT: 5,
}
INTERRUPTED = 130
_UNSENT = (JobState.QUEUED, JobState.PREPARING)


def run_edit(arguments: Arguments, report: Callable[[BaseException, str], None]) -> int:
    """Returns the exit code. Results go to stdout, everything else to stderr."""
    output = Output(arguments.json, sys.stdout, sys.stderr)
    try:
        place = _place(arguments)
        return asyncio.run(_run(arguments, place, output, report))
    except KnownError as error:
        output.failed(error.failure)
        return _KINDS[error.failure.kind]
    except KeyboardInterrupt:
        return INTERRUPTED


class Output:
    """What the run says. Fulfils `jobs.book.JobListener` for one job."""

    def __init__(self, as_json: bool, out: TextIO, err: TextIO) -> None:
        self._json = as_json
        self._out = out
        self._err = err
        self._job_id: str | None = None
        self._said = ""
        self._last: Job | None = None
        self.ended = asyncio.Event()

    def follow(self, job: Job) -> None:
        self._job_id = job.id
        self.job_changed(job)

    def job_changed(self, job: Job) -> None:
        if job.id != self._job_id:
            return
        before, self._last = self._last, job
        if before is None or (before.state, before.status_word) != (job.state, job.status_word):
            word = job.status_word
            self._say(str(job.state) + (f" ({word})" if word and word != job.state else ""))
            self._object({"event": "state", **describe(job)})
        if not job.is_live:
            self.ended.set()

    def job_removed(self, job_id: str) -> None:
        if job_id == self._job_id:
            self.ended.set()

    def job_progressed(self, job_id: str, done: int, total: int | None) -> None:
        if job_id != self._job_id or self._last is None or not total:
            return
        what = "bytes" if self._last.state is JobState.DOWNLOADING else "frames"
        tenth = done * 10 // total * 10
        self._say(f"{self._last.state} {tenth} % of {total} {what}")
        self._object({"event": "progress", "job": job_id, "done": done, "total": total})

    def done(self, job: Job, picture: Path | None) -> None:
        if not self._json:
            _write(str(job.result_path), self._out)
        if picture is not None:
            self._say(f"picture: {picture}")
        self._object({"event": "done", **describe(job), "picture": picture and str(picture)})

    def failed(self, failure: Failure) -> None:
        self._say(f"{failure}" + (f" (request {failure.request_id})" if failure.request_id else ""))
        self._object({"event": "failed", **_words(failure)})

    def note(self, words: str) -> None:
        self._say(words)

    def _say(self, words: str) -> None:
        if words != self._said:
            self._said = words
            _write(words, self._err)

    def _object(self, found: dict[str, object]) -> None:
        if self._json:
            _write(json.dumps(found), self._out)


def _write(line: str, stream: TextIO) -> None:
    """A reader that has gone (`… | head -1`) ends nothing: the job is paid for and goes on."""
    try:
        print(line, file=stream, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def describe(job: Job) -> dict[str, object]:
    """A job for scripts. Holds no key and no signed address."""
    return {
        "job": job.id,
        "state": str(job.state),
        "status_word": job.status_word,
        "generation_id": job.generation_id,
        "request_id": job.request_id,
        "client_request_id": job.client_request_id,
        "seed": job.edit.seed,
        "frame_size": job.frame_size,
        "cost_usd": None if job.cost_usd is None else str(job.cost_usd),
        "result": job.result_path if job.state is JobState.DONE else None,
    }


def _words(failure: Failure) -> dict[str, object]:
    return {
        "kind": str(failure.kind),
        "title": failure.title,
        "message": failure.message,
        "remedy": failure.remedy,
        "request_id": failure.request_id,
    }


def _place(arguments: Arguments) -> Place:
    paths = Paths.find(arguments.data_dir)
    preferences, _warnings = load_preferences(paths)
    paths.create()
    place = find_place(arguments, paths, preferences, Keys())
    place.paths.create()
    if place.key is None and not place.demo:
        raise KnownError(
            "There is no API key",
            "Neither AIMLAPI_API_KEY nor the system's keyring has one.",
            "Set AIMLAPI_API_KEY, or try it with --demo.",
            kind=FailureKind.KEY,
        )
    return place


def _edit(arguments: Arguments, place: Place) -> Edit:
    loopback = place.demo or is_loopback(urlsplit(place.api_base).hostname)
    if arguments.source.lower().startswith(("http://", "https://")):
        source = url_source(arguments.source, loopback=loopback)
    else:
        path = Path(arguments.source)
        if not path.exists():
            raise KnownError("There is no such clip", f"{path} does not exist.", "Check the path.")
        source = ClipSource(SourceKind.FILE, str(path.absolute()))
    return Edit(
        source=source,
        prompt=arguments.prompt,
        model_id=arguments.model or place.preferences.model_id,
        frame_size=arguments.frame_size,
        seed=arguments.seed,
        references=tuple(
            text if text.startswith("https://") else str(Path(text).absolute())
            for text in arguments.references
        ),
    )


def _check_free(path: Path | None) -> None:
    """Nothing is overwritten, and that is said before anything is paid for."""
    if path is None:
        return
    if path.exists():
        raise KnownError("The file is already there", f"{path} exists.", "Choose another name.")
    if not path.absolute().parent.is_dir():
        raise KnownError("There is no such folder", f"{path.parent} does not exist.", "Make it.")


async def _run(
    arguments: Arguments,
    place: Place,
    output: Output,
    report: Callable[[BaseException, str], None],
) -> int:
    edit = _edit(arguments, place)
    for path in (arguments.output, arguments.picture):
        _check_free(path)
    output_path = None if arguments.output is None else arguments.output.absolute()
    session = Session(place, report)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        await session.open(adopt=False, speed=arguments.speed)
        supervisor = session.supervisor
        assert supervisor is not None  # noqa: S101  _place made sure of a key
        session.book.subscribe(output)
        job = await supervisor.add(edit, output_path)
        output.follow(session.book.jobs[job.id])
        try:
            await output.ended.wait()
        except asyncio.CancelledError:
            # one that was never sent is not to be sent later; one that is being sent gets a moment
            if session.book.jobs[job.id].state in _UNSENT:
                await supervisor.cancel(job.id)
            await supervisor.close()
            _interrupted(output, session.book.jobs[job.id])
            raise
        return await _finish(arguments, session.book.jobs[job.id], output)
    finally:
        await session.close()


async def _finish(arguments: Arguments, job: Job, output: Output) -> int:
    if job.state is not JobState.DONE:
        failure = job.failure or Failure(FailureKind.OURS, "Not done", f"It ended {job.state}.")
        output.failed(failure)
        return _KINDS[failure.kind]
    picture = arguments.picture
    if picture is not None:
        reference = Path(job.sent_path or job.edit.source.location)
        await asyncio.to_thread(side_by_side, reference, Path(job.result_path or ""), picture)
    output.done(job, picture)
    return 0


def _interrupted(output: Output, job: Job) -> None:
    if job.state is JobState.SUBMITTING:
        output.note(
            "Stopped while submitting: it may have been accepted, and charged. The provider's log "
            f"shows it under the client request id {job.client_request_id}."
        )
    elif job.generation_id is not None and job.is_live:
        output.note(
            "Stopped waiting. The service goes on and may charge this run; "
            f"its id is {job.generation_id}, and the app picks it up at its next start."
        )
    else:
        output.note("Stopped.")
