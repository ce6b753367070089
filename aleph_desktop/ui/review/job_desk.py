"""A job in review: what was sent, or its original, beside what came back."""

import math

from PySide6.QtCore import QObject

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.ui.review import job_words
from aleph_desktop.ui.review.draft import drops_numbers, start_frame
from aleph_desktop.ui.review.stage import REFERENCE, Stage

_ORIGINAL = "Original"
_CLOSE = 0.0005  # seconds; a frame's start is not a round number


class JobDesk(QObject):
    """Puts a job on the stage, and follows what becomes of it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._job: Job | None = None
        self._original = False
        self._against: Job | None = None
        self._info: ClipInfo | None = None
        self._sound = 0  # which is heard: the same from job to job

    @property
    def job(self) -> Job | None:
        return self._job

    @property
    def against_id(self) -> str:
        """The take in the reference's place; "": none, the reference is there."""
        return self._against.id if self._against else ""

    @property
    def job_id(self) -> str:
        """ "" while no job is shown."""
        return self._job.id if self._job else ""

    @property
    def first_frame(self) -> int:
        """The number in the source of the first frame that was sent, from its start timecode."""
        if self._job is None:
            return 0
        rate, span = self._stage.playback.pairing.rate, self._job.edit.span
        start = math.floor((span.start + _CLOSE) * rate) if span else 0
        return start_frame(self._info) + start

    @property
    def drops_numbers(self) -> bool:
        """Whether the source's timecode is drop-frame."""
        return drops_numbers(self._info)

    def choose_sound(self, number: int) -> None:
        """Which of the sounds that there are is heard; the last is silence."""
        self._sound = number
        self._hear()

    def set_info(self, info: ClipInfo) -> None:
        """What is known of the job's own file."""
        self._info = info

    @property
    def shows_original(self) -> bool:
        return self._original

    def original(self) -> tuple[bool, str]:
        """Whether there is a file that the reference was made of, and what there is to say."""
        words = job_words.no_original(self._job) if self._job else "Nothing is shown"
        return not words, words or "Show your own file in place of the copy that was sent"

    def close(self) -> None:
        """Something else is shown."""
        self._job = self._against = self._info = None
        self._original = False

    def show(self, job: Job) -> None:
        """Another job, on a stage that is clear; or the same, with what has changed."""
        before, self._job = self._job, job
        if before is None:
            self._open(job)
        elif before.is_live and job.state is JobState.DONE:
            self._stage.start_when_ready()
        self._stage.view.set_status(job_words.status_of(job))
        has_edited = job_words.edited_ask(job) is not None
        if has_edited and not self._stage.label("edited"):
            self._stage.set_label("edited", job_words.edited_label(job))
        elif self._stage.label("edited") and not has_edited:  # went away, or is fetched once more
            self._stage.drop("edited")
            self._stage.set_label("edited", "")
        self._stage.transport.set_can_reveal(has_edited)
        self._hear()
        self._want()

    def set_status(self, text: str) -> None:
        """Words over the right picture, until the result is there."""
        if self._job is not None and not self._stage.order.wants("edited"):
            self._stage.view.set_status(text)

    def set_original(self, on: bool) -> None:
        """Show the file that the sent clip was made of as the reference."""
        if self.original()[0] and on != self._original:
            self._original = on
            self._against = None
            self._stage.set_label("reference", _ORIGINAL if on else REFERENCE, stays=True)
            self._want()

    def set_against(self, take: Job | None) -> None:
        """Another take in the reference's place; None: the reference again."""
        if self._job is None or (take and take.id) == (self._against and self._against.id):
            return
        self._against = take
        label = REFERENCE if take is None else job_words.take_label(take)
        self._stage.set_label("reference", label, stays=True)
        self._want()

    def _open(self, job: Job) -> None:
        reference = job_words.reference_ask(job)
        self._stage.set_label("reference", REFERENCE)
        sounds = job_words.sounds(job)
        _, ask = sounds[min(self._sound, len(sounds) - 1)]
        # the player's picture stands in for the reference only where it is of the same file
        self._stage.playback.load(ask, pictures=ask is not None and ask == reference)
        if reference is None:
            words = f"The reference clip is on the web\n{job.edit.source.location}"
            self._stage.view.set_problem("reference", words)

    def _hear(self) -> None:
        if self._job is None:
            return
        sounds = job_words.sounds(self._job)
        number = min(self._sound, len(sounds) - 1)
        self._stage.transport.set_sounds([name for name, _ in sounds], number)
        ask = sounds[number][1]
        is_edited = ask is not None and ask == job_words.edited_ask(self._job)
        self._stage.playback.set_sound(ask, edited=is_edited)

    def _want(self) -> None:
        if self._job is not None:
            reference = job_words.reference_ask(self._job, original=self._original)
            if self._against is not None:
                reference = job_words.edited_ask(self._against) or reference
            self._stage.want(reference, job_words.edited_ask(self._job))
