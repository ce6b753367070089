"""A job in review: what was sent, or its original, beside what came back."""

from PySide6.QtCore import QObject

from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.ui.review import job_words
from aleph_desktop.ui.review.stage import REFERENCE, Stage

_ORIGINAL = "Original"


class JobDesk(QObject):
    """Puts a job on the stage, and follows what becomes of it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._job: Job | None = None
        self._original = False

    @property
    def job_id(self) -> str:
        """ "" while no job is shown."""
        return self._job.id if self._job else ""

    def original(self) -> tuple[bool, str]:
        """Whether there is a file that the reference was made of, and what there is to say."""
        words = job_words.no_original(self._job) if self._job else "Nothing is shown"
        return not words, words or "Show your own file in place of the copy that was sent"

    def close(self) -> None:
        """Something else is shown."""
        self._job = None
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
        self._want()

    def set_status(self, text: str) -> None:
        """Words over the right picture, until the result is there."""
        if self._job is not None and not self._stage.order.wants("edited"):
            self._stage.view.set_status(text)

    def set_original(self, on: bool) -> None:
        """Show the file that the sent clip was made of as the reference."""
        if self.original()[0] and on != self._original:
            self._original = on
            self._stage.set_label("reference", _ORIGINAL if on else REFERENCE, stays=True)
            self._want()

    def _open(self, job: Job) -> None:
        reference = job_words.reference_ask(job)
        self._stage.set_label("reference", REFERENCE)
        self._stage.playback.load(job_words.sound_ask(job), pictures=reference is not None)
        if reference is None:
            words = f"The reference clip is on the web\n{job.edit.source.location}"
            self._stage.view.set_problem("reference", words)

    def _want(self) -> None:
        if self._job is not None:
            reference = job_words.reference_ask(self._job, original=self._original)
            self._stage.want(reference, job_words.edited_ask(self._job))
