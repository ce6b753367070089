"""What a look at the URL found, and what can be done: words, steps, the download's progress."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from aleph_desktop.domain.send_plan import megabytes
from aleph_desktop.domain.url_report import UrlReport, UrlStep
from aleph_desktop.errors import Failure
from aleph_desktop.ui.labels import label

_WORDS = {
    UrlStep.USE_TARGET: "Use the real address",
    UrlStep.FETCH: "Download and send it as data",
    UrlStep.LOOK_ANYWAY: "Look anyway",
}


class UrlCard(QWidget):
    """The lower part of the clip's card while the clip is a URL."""

    step_wanted = Signal(str)  # a UrlStep
    cancel_wanted = Signal()  # of the download

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem = label("", "error", wrap=True)
        self._words = label("", "dim", wrap=True)
        self._steps = {step: self._button(step) for step in UrlStep}
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(6)
        self._progress.setAccessibleName("Download of the clip")
        self._cancel = QPushButton("Cancel")
        self._cancel.setAccessibleName("Cancel the download")
        self._cancel.clicked.connect(self.cancel_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._problem)
        column.addWidget(self._words)
        column.addWidget(self._progress)
        row = QHBoxLayout()
        row.addWidget(self._cancel)
        row.addStretch(1)
        column.addLayout(row)
        for button in self._steps.values():
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.show_words("")

    def show_words(self, words: str, steps: tuple[UrlStep, ...] = ()) -> None:
        """Nothing is wrong."""
        self._show("", words, steps)

    def show_failure(self, failure: Failure, report: UrlReport | None) -> None:
        """A step failed; it can be tried again. What the look had found still holds."""
        words = [failure.remedy]
        steps: tuple[UrlStep, ...] = ()
        if report is not None:
            steps = report.steps or (UrlStep.FETCH,)
            words += ["The service can still fetch it itself."] if report.is_usable else []
        self._show(failure.message, " ".join(filter(None, words)), steps)

    def show_report(self, report: UrlReport, clip_seconds: float) -> None:
        """What was found; `clip_seconds` of a clip count for the model."""
        if not report.is_usable:
            self._show(report.problem, report.remedy, report.steps)
            return
        info = report.info
        words = f"The first {clip_seconds:g} s count. To choose a part, download it."
        steps: tuple[UrlStep, ...] = (UrlStep.FETCH,)
        if info is not None and info.duration <= clip_seconds + 1 / float(info.frame_rate):
            words, steps = "The service fetches it itself. All of it counts.", ()
        self.show_words(" ".join((words, *report.notes)), report.steps or steps)

    def show_progress(self, done: int, total: int | None) -> None:
        """Of the download, in bytes; `total` None: the server doesn't say."""
        of = f" of {megabytes(total)}" if total else ""
        self.show_words(f"Downloading… {megabytes(done)}{of}")
        self._progress.setVisible(bool(total))
        if total:
            self._progress.setRange(0, 1000)
            self._progress.setValue(min(1000, done * 1000 // total))
        self._cancel.show()

    def _button(self, step: UrlStep) -> QPushButton:
        button = QPushButton(_WORDS[step])
        button.setProperty("step", step.value)
        button.clicked.connect(self._on_step_clicked)
        return button

    def _show(self, problem: str, words: str, steps: tuple[UrlStep, ...]) -> None:
        for line, text in ((self._problem, problem), (self._words, words)):
            line.setText(text)
            line.setVisible(bool(text))
        for step, button in self._steps.items():
            button.setVisible(step in steps)
        self._progress.hide()
        self._cancel.hide()

    def _on_step_clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self.step_wanted.emit(button.property("step"))


def url_facts(report: UrlReport) -> str:
    """In one line: "1280×720 · 25 fps · 12.0 s · 3.1 MB"; the type while no more is known."""
    info = report.info
    found = [info.summary(), f"{info.duration:.1f} s"] if info else [report.mime_type]
    if report.size is not None:
        found.append(megabytes(report.size))
    return " · ".join(part for part in found if part)
