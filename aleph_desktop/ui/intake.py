"""Clips and images come in: one clip goes into the composer, many are queued after a question."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.errors import KnownError
from aleph_desktop.jobs.supervisor import Supervisor
from aleph_desktop.ui.clip_sort import Sorted, sort_given
from aleph_desktop.ui.dialogs.ask_dialog import answer
from aleph_desktop.ui.dialogs.batch_dialog import BatchDialog
from aleph_desktop.ui.dialogs.batch_words import batch_words
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.ports import ClipReader
from aleph_desktop.ui.prompt_feed import PromptFeed
from aleph_desktop.ui.reference_feed import ReferenceFeed

_REFUSED_SHOWN = 3


class Intake:
    """Takes what was dropped, pasted, opened or handed over. Submits nothing by itself."""

    def __init__(
        self,
        window: MainWindow,
        clips: ClipReader,
        references: ReferenceFeed,
        prompts: PromptFeed,
    ) -> None:
        self._window = window
        self._clips = clips
        self._references = references
        self._prompts = prompts
        self._asking = asyncio.Lock()  # one dialog at a time
        self.supervisor: Supervisor | None = None  # None: there is no service
        self.loopback = False  # the service is on this machine, and so takes local addresses

    def use_file(self, path: str) -> None:
        """Put a file into the composer."""
        self._window.composer.clip.set_source(ClipSource(SourceKind.FILE, path))

    async def take(self, texts: Sequence[str]) -> None:
        """Paths, folders and URLs, in the order given. Raises KnownError."""
        found = await asyncio.to_thread(sort_given, texts, loopback=self.loopback)
        refused = list(found.refused)
        limit = self._window.composer.spec.reference_limit
        words = "the model takes one image" if limit == 1 else f"the model takes {limit} images"
        refused += [(image.rpartition("/")[2], words) for image in found.images[limit:]]
        if len(found.clips) > 1 and self.supervisor is not None:
            async with self._asking:
                await self._ask(replace(found, images=found.images[:limit], refused=tuple(refused)))
            return
        for image in found.images[:limit]:
            await self._references.add(image)
        if found.clips:
            self._window.composer.clip.set_source(found.clips[0])
        if len(found.clips) > 1:
            raise KnownError(
                "There is no service yet",
                f"Only the first of {len(found.clips)} clips was taken.",
                "Give the others again when the service is connected.",
            )
        if refused:
            raise _refusal(refused)

    async def _ask(self, found: Sorted) -> None:
        """One question for all; then they are queued in one go. Cancel changes nothing."""
        composer = self._window.composer
        draft = composer.edit_for(found.clips[0])
        words = batch_words(
            [clip.name for clip in found.clips],
            found.refused,
            free=self._window.is_demo,
            frame_size=draft.frame_size,
            seed=draft.seed,
            price=composer.price,
            references=len(found.images or draft.references),
            clip_seconds=composer.spec.clip_seconds,
            framing=draft.framing,
        )
        limit, takes = composer.spec.prompt_limit, composer.options.takes
        dialog = BatchDialog(words, draft.prompt, limit, takes, self._window)
        asked: list[tuple[str, int]] = []
        dialog.queue_wanted.connect(lambda prompt, takes: asked.append((prompt, takes)))
        marking = asyncio.ensure_future(self._mark(found.clips))  # as they are now
        try:
            if not await answer(dialog):
                return
            sources, refused = await marking
        finally:
            marking.cancel()
        supervisor = self.supervisor
        if supervisor is not None and sources:
            prompt, takes = asked[0]
            given = [await self._references.kept(image) for image in found.images]
            draft = replace(
                draft, prompt=prompt, references=tuple(given) or draft.references, span=None
            )
            edits = [replace(draft, source=source) for source in sources]
            jobs = await supervisor.add_all(edits, takes)
            self._window.jobs.show_new(jobs[0].id)
            self._prompts.remember(prompt)
        if refused:
            raise _refusal(refused)

    async def _mark(
        self, clips: Sequence[ClipSource]
    ) -> tuple[list[ClipSource], list[tuple[str, str]]]:
        """The clips with their digests; those that can't be read, with the reason."""
        marked: list[ClipSource] = []
        refused: list[tuple[str, str]] = []
        for clip in clips:
            if clip.kind is not SourceKind.FILE:
                marked.append(clip)
                continue
            try:
                marked.append(replace(clip, digest=await self._clips.digest(clip.location)))
            except KnownError as error:
                refused.append((clip.name, error.failure.message))
        return marked, refused


def _refusal(refused: Sequence[tuple[str, str]]) -> KnownError:
    """What was left out, and why, in one line."""
    said = [f"{name}: {why}" for name, why in refused[:_REFUSED_SHOWN]]
    if len(refused) > _REFUSED_SHOWN:
        said.append(f"and {len(refused) - _REFUSED_SHOWN:,} more")
    many = len(refused) > 1
    return KnownError(
        f"{len(refused):,} can't be used" if many else "This can't be used", " · ".join(said) + "."
    )
