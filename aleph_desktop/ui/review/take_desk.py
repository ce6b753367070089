"""The take that is shown: which others there are, and what the editor thinks of it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from aleph_desktop.domain.job import Job
from aleph_desktop.domain.review import UNREVIEWED, Mark, Note, Review
from aleph_desktop.ui.review import job_words
from aleph_desktop.ui.review.job_desk import JobDesk
from aleph_desktop.ui.review.note_panel import NotePanel
from aleph_desktop.ui.review.playback import Playback
from aleph_desktop.ui.review.sync_box import SyncBox
from aleph_desktop.ui.review.take_bar import TakeBar, TakeChoice
from aleph_desktop.ui.review.take_grid import TakeGrid


class TakeDesk(QObject):
    """Holds the review as it was last changed here: what is stored follows a moment later."""

    reviewed = Signal(str, object)  # job id, Review
    ready_changed = Signal(int)  # how many takes have a result

    def __init__(
        self, bar: TakeBar, notes: NotePanel, sync: SyncBox, *, jobs: JobDesk, grid: TakeGrid,
        playback: Playback,
    ) -> None:  # fmt: skip
        super().__init__(jobs)
        self._bar, self._notes, self._sync = bar, notes, sync
        self._jobs, self._grid, self._playback = jobs, grid, playback
        self._takes: tuple[Job, ...] = ()
        self._review = UNREVIEWED
        bar.against_wanted.connect(self._on_against)
        bar.original_wanted.connect(self._on_original)
        bar.mark_wanted.connect(self._on_mark)
        notes.notes_changed.connect(self._on_notes)
        sync.offset_changed.connect(self._on_offset)

    @property
    def notes(self) -> tuple[Note, ...]:
        return self._review.notes

    def show(self, job: Job, takes: Sequence[Job], *, is_other: bool) -> None:
        """A job, or what has become of it; `is_other`: another one than before."""
        if is_other or job.review != self._review:
            self._take(job.review)
            self._notes.set_job(job.id, job.review.notes)
        self.set_takes(takes)

    def set_takes(self, takes: Sequence[Job]) -> None:
        """All takes of the shot; one of them may have changed."""
        self._takes = tuple(takes)
        against = next((take for take in takes if take.id == self._jobs.against_id), None)
        if against is None or job_words.edited_ask(against) is None:
            self._jobs.set_against(None)
        self._put()

    def clear(self) -> None:
        """No job is shown."""
        self._takes = ()
        self._take(UNREVIEWED)
        self._notes.set_job("", ())
        self._bar.set_takes((), "", "")
        self._sync.set_offset(0)
        self.ready_changed.emit(0)

    def mark(self, mark: Mark) -> None:
        """By key: the same mark once more takes it away."""
        if self._jobs.job is not None and job_words.edited_ask(self._jobs.job) is not None:
            self._on_mark(Mark.NONE if self._review.mark is mark else mark)

    def show_grid(self, on: bool) -> None:
        """Up to four takes at once, or no longer."""
        if on:
            self._grid.show(self._takes, self._jobs.job_id)
        else:
            self._grid.close()

    def follow_rate(self) -> None:
        """The frames that the offset is told in may be others."""
        self._sync.set_offset(round(self._review.offset * self._playback.pairing.rate))

    def _put(self) -> None:
        shown = self._jobs.job_id
        choices = [
            TakeChoice(
                take.id,
                f"Take {take.take}",
                job_words.edited_ask(take) is not None,
                self._review.mark if take.id == shown else take.review.mark,
            )
            for take in self._takes
        ]
        self._bar.set_takes(choices, shown, self._jobs.against_id)
        can, words = self._jobs.original()
        self._bar.set_original(can, words, on=self._jobs.shows_original)
        if self._grid.is_open:
            self._grid.show(self._takes, shown)
        self.ready_changed.emit(sum(choice.is_ready for choice in choices))

    def _take(self, review: Review) -> None:
        self._review = review
        self._playback.set_offset(review.offset)
        self.follow_rate()

    def _change(self, review: Review) -> None:
        if review != self._review:
            self._take(review)
            self._put()
            self.reviewed.emit(self._jobs.job_id, review)

    def _on_mark(self, mark: Mark) -> None:
        self._change(replace(self._review, mark=mark))

    def _on_notes(self, notes: tuple[Note, ...]) -> None:
        self._change(replace(self._review, notes=notes))

    def _on_offset(self, frames: int) -> None:
        self._change(replace(self._review, offset=float(frames / self._playback.pairing.rate)))

    def _on_original(self, on: bool) -> None:
        self._jobs.set_original(on)
        self._put()

    def _on_against(self, job_id: str) -> None:
        take = next((take for take in self._takes if take.id == job_id), None)
        self._jobs.set_against(take)
        self._put()
