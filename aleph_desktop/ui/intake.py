"""Clips come in: one goes into the composer, many are asked for once and then queued."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.source_url import url_source
from aleph_desktop.errors import KnownError
from aleph_desktop.jobs.supervisor import Supervisor
from aleph_desktop.ui.clip_sort import SortedClips, is_url, never_a_clip, sort_clips
from aleph_desktop.ui.dialogs.ask_dialog import answer
from aleph_desktop.ui.dialogs.batch_dialog import BatchDialog
from aleph_desktop.ui.dialogs.batch_words import batch_words
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.ports import ClipReader

_REFUSED_SHOWN = 3


class Intake:
    """Takes what was dropped, pasted, opened or handed over. Submits nothing by itself."""

    def __init__(self, window: MainWindow, clips: ClipReader) -> None:
        self._window = window
        self._clips = clips
        self._asking = asyncio.Lock()  # one dialog at a time
        self.supervisor: Supervisor | None = None  # None: there is no service
        self.loopback = False  # the service is on this machine, and so takes local addresses

    def take_one(self, text: str) -> None:
        """Put a path or URL into the composer. Raises KnownError."""
        if is_url(text):
            source = url_source(text, loopback=self.loopback)
        else:
            source = ClipSource(SourceKind.FILE, str(Path(text).absolute()))
        self._window.composer.set_source(source)

    async def take(self, texts: Sequence[str]) -> None:
        """Paths and URLs, in the order given. Raises KnownError."""
        if len(texts) == 1:  # whatever its name ends in: the composer looks into it
            if not is_url(texts[0]):
                why = await asyncio.to_thread(never_a_clip, Path(texts[0]))
                if why:
                    raise _refusal([(Path(texts[0]).name, why)])
            self.take_one(texts[0])
            return
        found = await asyncio.to_thread(sort_clips, texts, loopback=self.loopback)
        if len(found.clips) > 1 and self.supervisor is not None:
            async with self._asking:
                await self._ask(found)
            return
        if found.clips:
            self._window.composer.set_source(found.clips[0])
        if len(found.clips) > 1:
            raise KnownError(
                "There is no service yet",
                f"Only the first of {len(found.clips)} clips was taken.",
                "Give the others again when the service is connected.",
            )
        if found.refused:
            raise _refusal(found.refused)

    async def _ask(self, found: SortedClips) -> None:
        """One question for all; then they are queued in one go."""
        composer = self._window.composer
        draft = composer.edit_for(found.clips[0])
        words = batch_words(
            [clip.name for clip in found.clips],
            found.refused,
            free=self._window.is_demo,
            frame_size=draft.frame_size,
            seed=draft.seed,
        )
        dialog = BatchDialog(words, draft.prompt, composer.prompt_limit, self._window)
        prompts: list[str] = []
        dialog.queue_wanted.connect(prompts.append)
        marking = asyncio.ensure_future(self._mark(found.clips))  # as they are now
        try:
            if not await answer(dialog):
                return
            sources, refused = await marking
        finally:
            marking.cancel()
        supervisor = self.supervisor
        if supervisor is not None and sources:
            edits = [replace(draft, source=source, prompt=prompts[0]) for source in sources]
            await supervisor.add_all(edits)
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
