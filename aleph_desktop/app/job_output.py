"""What headless runs say: results and JSON on stdout, everything else on stderr."""

import json
import os
from pathlib import Path
from typing import TextIO

from aleph_desktop.app.standstill import MENDABLE
from aleph_desktop.domain.charge import Charge, charge_of
from aleph_desktop.domain.clip import SourceKind
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.errors import Failure, FailureKind


class JobOutput:
    """Says what happens to jobs. Says nothing twice in a row of one job."""

    def __init__(self, out: TextIO, err: TextIO, *, as_json: bool, many: bool) -> None:
        """`many`: there are several jobs, so each line on stderr names its own."""
        self._out = out
        self._err = err
        self._json = as_json
        self._many = many
        self._last: dict[str, Job] = {}
        self._said: dict[str, str] = {}  # the last line of each job
        self._held: set[FailureKind] = set()

    def changed(self, job: Job) -> None:
        """A job's state, and the trouble that it waits out."""
        before = self._last.get(job.id)
        self._last[job.id] = job
        if before is None or (before.state, before.status_word) != (job.state, job.status_word):
            word = job.status_word
            self._say_of(job, str(job.state) + (f" ({word})" if word and word != job.state else ""))
            self._object({"event": "state", **describe(job)})
        trouble = None if job.is_settled else job.failure
        if trouble is not None and trouble.kind not in MENDABLE:  # those are said when they end it
            self._say_of(job, f"{job.state}: {trouble}")

    def progressed(self, job: Job, done: int, total: int) -> None:
        """Bytes downloaded, or frames converted."""
        is_fetched = job.edit.source.kind is SourceKind.URL  # while it is prepared, to be looked at
        what = "bytes" if is_fetched or job.state is JobState.DOWNLOADING else "frames"
        self._say_of(job, f"{job.state} {done * 10 // total * 10} % of {total} {what}")
        self._object({"event": "progress", "job": job.id, "done": done, "total": total})

    def done(self, job: Job, picture: Path | None = None) -> None:
        """A result is there."""
        if not self._json:
            _write(str(job.result_path), self._out)
        if picture is not None:
            self.note(f"picture: {picture}")
        self._object({"event": "done", **describe(job), "picture": picture and str(picture)})

    def failed(self, failure: Failure, job: Job | None = None) -> None:
        """A run or a job ended without a result, or is left where it is."""
        request = failure.request_id or (job and job.request_id)
        facts = [f"request {request}"] if request else []
        facts.append(str(Charge.NO if job is None else charge_of(job)))
        words = f"{failure} ({', '.join(facts)})"
        if job is None:
            self.note(words)
        else:
            self._say_of(job, words)
        about = {"charge": str(Charge.NO)} if job is None else describe(job)
        self._object({"event": "failed", **about, **_words(failure), "request_id": request})

    def held(self, failure: Failure) -> None:
        """What holds all jobs; each kind once."""
        if failure.kind not in self._held:
            self._held.add(failure.kind)
            request = f" (request {failure.request_id})" if failure.request_id else ""
            self.note(f"{failure}{request}")
            self._object({"event": "hold", **_words(failure)})

    def summary(self, counts: dict[str, int]) -> None:
        """The last words of a run of several."""
        told = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in counts.items() if n)
        self.note(told or "Nothing is unfinished.")
        self._object({"event": "summary", **counts})

    def note(self, words: str) -> None:
        """A sentence for people."""
        _write(words, self._err)

    def _say_of(self, job: Job, words: str) -> None:
        if words != self._said.get(job.id):
            self._said[job.id] = words
            _write(
                f"{job.edit.source.name} {job.id[:8]}: {words}" if self._many else words, self._err
            )

    def _object(self, found: dict[str, object]) -> None:
        if self._json:
            _write(json.dumps(found), self._out)


def describe(job: Job) -> dict[str, object]:
    """A job for scripts. Holds no key and no signed address."""
    return {
        "job": job.id,
        "clip": job.edit.source.name,
        "in": None if job.edit.span is None else round(job.edit.span.start, 3),
        "out": None if job.edit.span is None else round(job.edit.span.end, 3),
        "shot": job.shot or job.id,
        "take": job.take,
        "state": str(job.state),
        "status_word": job.status_word,
        "generation_id": job.generation_id,
        "request_id": job.request_id,
        "client_request_id": job.client_request_id,
        "seed": job.edit.seed,
        "frame_size": job.frame_size,
        "charge": str(charge_of(job)),
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


def _write(line: str, stream: TextIO) -> None:
    """A reader that has gone (`… | head -1`) ends nothing: the job is paid for and goes on."""
    try:
        print(line, file=stream, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
