"""Works on generations: each waits, is edited, and ends; two are edited at once."""

import asyncio
import logging
import secrets
import time
from functools import partial

from aleph_desktop.demo.archive import Archive
from aleph_desktop.demo.edit_clip import Take, edit_clip
from aleph_desktop.demo.fetch import fetch
from aleph_desktop.demo.record import ENDED, Record, Stage, evolve
from aleph_desktop.demo.source_uri import decoded_data
from aleph_desktop.demo.validation import Order
from aleph_desktop.domain.model_spec import ModelSpec, parse_frame_size
from aleph_desktop.errors import KnownError
from aleph_desktop.media.worker import Worker
from aleph_desktop.tasks import TaskScope

_log = logging.getLogger(__name__)

QUEUED_SECONDS = 1.0
GENERATING_SECONDS = 3.0  # at least: a client should see it
AT_ONCE = 2

# Words that make a generation fail, to see how that looks: the error's name and message.
ARRANGED = {
    "[demo: fail]": ("INTERNAL.BAD_OUTPUT", "The model's output was not good enough."),
    "[demo: moderation]": ("SAFETY.INPUT.TEXT", "The prompt was refused by the safety filter."),
}


class Studio:
    """Owns the work. `speed` divides the waits, not the edit itself."""

    def __init__(self, archive: Archive, spec: ModelSpec, speed: float) -> None:
        self._archive = archive
        self._spec = spec
        self._speed = speed
        self._scope = TaskScope("studio", _report)
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._workers = [Worker(f"edit-{number}") for number in range(AT_ONCE)]
        for worker in self._workers:
            self._idle.put_nowait(worker)

    async def open(self) -> None:
        """Go on with what a former run left unfinished."""
        await asyncio.to_thread(self._archive.load, time.time())
        for record in reversed(self._archive.newest_first()):
            if record.stage not in ENDED:
                self._begin(record)

    async def close(self) -> None:
        """Stop. What is unfinished is so on disk too."""
        await self._scope.close()
        for worker in self._workers:
            worker.close()

    async def accept(
        self, order: Order, generation_id: str, request_id: str, client_request_id: str | None
    ) -> Record:
        """Keep an order on disk, and begin with it."""
        inline = order.video_url[:5].lower() == "data:"
        record = Record(
            key=secrets.token_hex(16),
            id=generation_id,
            created_at=time.time(),
            prompt=order.prompt,
            seed=secrets.randbelow(self._spec.seed_limit + 1) if order.seed is None else order.seed,
            frame_size=order.frame_size,
            source_url=None if inline else order.video_url,
            link_key=secrets.token_hex(32),
            request_id=request_id,
            client_request_id=client_request_id,
        )
        await asyncio.to_thread(self._keep, record, order)
        self._begin(record)
        return record

    def _keep(self, record: Record, order: Order) -> None:
        if record.source_url is None:
            self._archive.source(record.key).write_bytes(decoded_data(order.video_url))
        self._archive.save(record)

    def _begin(self, record: Record) -> None:
        self._scope.spawn(self._live(record), name=record.id)

    async def _live(self, record: Record) -> None:
        await asyncio.sleep(QUEUED_SECONDS / self._speed)
        worker = await self._idle.get()
        try:
            if record.stage is Stage.QUEUED:  # else: a former run had begun
                record = await self._save(evolve(record, Stage.GENERATING))
            ended, _ = await asyncio.gather(
                self._ended(record, worker), asyncio.sleep(GENERATING_SECONDS / self._speed)
            )
        finally:
            self._idle.put_nowait(worker)
        await self._save(ended)
        await asyncio.to_thread(self._archive.source(record.key).unlink, missing_ok=True)

    async def _ended(self, record: Record, worker: Worker) -> Record:
        """Edit; the record as it is afterwards."""
        for words, (name, message) in ARRANGED.items():
            if words in record.prompt:
                return _failed(record, name, message)
        try:
            await self._edit(record, worker)
        except KnownError as error:
            return _failed(record, "ASSET.INVALID", error.failure.message)
        except Exception:  # noqa: BLE001 - whatever it was, the generation must end
            _log.exception("generation %s", record.id)
            return _failed(record, "INTERNAL", "The demo service failed to edit this clip.")
        return evolve(record, Stage.COMPLETED)

    async def _edit(self, record: Record, worker: Worker) -> None:
        source, target = self._archive.source(record.key), self._archive.result(record.key)
        if record.source_url is not None:
            data = await fetch(record.source_url)
            await asyncio.to_thread(source.write_bytes, data)
        size = parse_frame_size(record.frame_size)
        take = Take(record.prompt, record.seed, size, self._spec.clip_seconds)
        await worker.run(partial(edit_clip, source, target, take))

    async def _save(self, record: Record) -> Record:
        await asyncio.to_thread(self._archive.save, record)
        return record


def _failed(record: Record, name: str, message: str) -> Record:
    return evolve(record, Stage.FAILED, error_name=name, error_message=message)


def _report(error: BaseException, task: str) -> None:
    _log.error("%s failed", task, exc_info=error)
