"""A local file made ready to be sent."""

import asyncio
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.domain.send_plan import SendPlan, plan_send
from aleph_desktop.domain.submission import MediaFile, PreparedClip
from aleph_desktop.media.conversion import Conversion
from aleph_desktop.media.digest import digest
from aleph_desktop.media.image import check_image
from aleph_desktop.media.lane import Lane, Urgency
from aleph_desktop.media.probe import probe
from aleph_desktop.media.refusal import refused, unwritable
from aleph_desktop.media.soundness import is_sound
from aleph_desktop.media.stopped import Stop, heed
from aleph_desktop.media.worker import Worker

Progress = Callable[[int, int | None], None]
PROGRESS_SECONDS = 0.1  # at most ten a second: more are not seen, and each costs the loop a turn


class ProxyPreparer:
    """Prepares clips, one at a time, in a thread of its own."""

    def __init__(self, lane: Lane | None = None) -> None:
        """`lane` is shared with the rest of the program's heavy work."""
        self._worker = Worker("media", lane, Urgency.JOB)

    async def prepare(
        self, edit: Edit, spec: ModelSpec, target: Path, *, progress: Progress
    ) -> PreparedClip:
        """Put what the edit sends of its clip, as `plan_send` says, at `target` (an .mp4 path).

        `progress(done, total)` is in frames; the total doubles when a second pass is needed.
        Raises KnownError with why it can't. Cancelling ends the work and leaves no file.
        """
        loop = asyncio.get_running_loop()

        def work(stop: Stop) -> PreparedClip:
            def report(done: int, total: int) -> None:
                if not stop():
                    loop.call_soon_threadsafe(progress, done, total)

            return _prepare(edit, spec, target, stop=stop, progress=_Throttled(report))

        try:
            return await self._worker.run(work)
        except asyncio.CancelledError:
            target.unlink(missing_ok=True)  # noqa: ASYNC240 - it had just finished; one short call
            raise

    async def inspect(self, path: Path) -> ClipInfo:
        """What a clip is. Raises KnownError for what is none."""
        return await self._worker.run(lambda _stop: probe(path))

    async def digest(self, path: Path) -> str:
        """A file's mark, which changes when the file does. Raises KnownError."""
        return await self._worker.run(lambda _stop: digest(path))

    async def prepare_image(self, source: Path, *, limit: int) -> MediaFile:
        """An image file as it can be sent. Raises KnownError for one that is none or too large."""
        return await self._worker.run(lambda _stop: check_image(source, limit))

    def close(self) -> None:
        """End the thread. What is being prepared must have been cancelled before."""
        self._worker.close()


class _Throttled:
    """Passes on at most ten reports a second, and always the one that is told to be the last."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        self._last = 0.0
        self._total = 0

    def __call__(self, done: int, total: int) -> None:
        self._total = total
        now = time.monotonic()
        if now - self._last >= PROGRESS_SECONDS and done < total:
            self._last = now
            self._report(done, total)

    def finish(self) -> None:
        self._report(self._total, self._total)


def _prepare(
    edit: Edit, spec: ModelSpec, target: Path, *, stop: Stop, progress: _Throttled
) -> PreparedClip:
    """The whole work, in the thread."""
    source = Path(edit.source.location)
    part = target.with_name(f"{target.name}.part")
    plan = _plan(edit, spec, source, stop)
    heed(stop)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if plan.as_it_is:
            # A copy, not a hard link: an export that writes over its file would change a link too.
            shutil.copyfile(source, part)
            progress(plan.frames, plan.frames)
        else:
            Conversion(source, part, plan, stop).run(spec.clip_bytes, progress)
        info = probe(part)
        _sync(part)
        heed(stop)
        part.replace(target)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        with suppress(OSError):  # what went wrong before is what matters
            part.unlink(missing_ok=True)
    progress.finish()
    return PreparedClip(MediaFile(target, "video/mp4"), info, plan)


def _plan(edit: Edit, spec: ModelSpec, source: Path, stop: Stop) -> SendPlan:
    """What is sent; of a file that looks well only where it is."""

    def planned(info: ClipInfo) -> SendPlan:
        return plan_send(
            info, spec, span=edit.span, frame_size=edit.frame_size, framing=edit.framing
        )

    found = probe(source)
    if edit.span is not None and edit.span.start >= found.duration:
        why = f"ends at {found.duration:.2f} s: the chosen part begins after that."
        raise refused(source, why, "Choose an earlier part.")
    plan = planned(found)
    if plan.as_it_is and not is_sound(source, stop):
        return planned(replace(found, damaged=True))
    return plan


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
