"""What a review movie is to be, and how far it is."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from aleph_desktop.ui.labels import label
from aleph_desktop.ui.review.exhibit import Exhibit, MovieAsk
from aleph_desktop.ui.review.look import Look, Mode


class MovieDialog(QDialog):
    """Not modal: the review goes on beneath it, and what was on show when it opened is written."""

    file_wanted = Signal(object)  # for this MovieAsk
    cancelled = Signal()  # what is being written is not wanted any more

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Review movie")
        self._exhibit: Exhibit | None = None
        self._look = Look()
        self._marks: tuple[int, int] | None = None
        self._make()
        self._lay_out()
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)
        self._set_writing(False)

    @property
    def is_writing(self) -> bool:
        return self._is_writing

    def ask(self, exhibit: Exhibit, look: Look, marks: tuple[int, int] | None) -> None:
        """Open for what is on show; not while it writes. `marks`: the loop's first and last."""
        self._exhibit, self._look, self._marks = exhibit, look, marks
        (self._wipe if look.mode is Mode.WIPE else self._side).setChecked(True)
        self._whole.setText(f"Everything, {_frames(len(exhibit.pairs))}")
        loop = _frames(marks[1] - marks[0] + 1) if marks else "no in and out point is set"
        self._loop.setText(f"The loop, {loop}" if marks else f"The loop: {loop}")
        self._loop.setEnabled(marks is not None)
        (self._loop if marks else self._whole).setChecked(True)
        self._problem.hide()
        self.show()

    def begin(self) -> None:
        """The file is chosen, and the writing has begun."""
        self._problem.hide()
        self._bar.setRange(0, 0)
        self._set_writing(True)

    def set_progress(self, done: int, count: int) -> None:
        """Frames."""
        self._bar.setRange(0, count)
        self._bar.setValue(done)

    def set_done(self) -> None:
        """It is written."""
        self._set_writing(False)
        self.accept()

    def set_problem(self, words: str) -> None:
        """It was not written; why is said here, where it can be tried again."""
        self._problem.setText(words)
        self._problem.show()
        self._set_writing(False)

    def done(self, result: int) -> None:
        """Closing it ends the writing: half a movie is none. What was on show is let go of."""
        if self._is_writing:
            self._set_writing(False)
            self.cancelled.emit()
        self._exhibit = None
        super().done(result)

    def _set_writing(self, is_writing: bool) -> None:
        self._is_writing = is_writing
        self._form.setEnabled(not is_writing)
        self._write.setEnabled(not is_writing)
        self._bar.setVisible(is_writing)

    def _on_accepted(self) -> None:
        if self._exhibit is None:
            return
        start, end = 0, len(self._exhibit.pairs) - 1
        if self._marks is not None and self._loop.isChecked():
            start, end = self._marks
        mode = Mode.WIPE if self._wipe.isChecked() else Mode.SIDE
        look = replace(self._look, mode=mode, flipped=False)
        self.file_wanted.emit(
            MovieAsk(self._exhibit, look, self._burn.isChecked(), start, end - start + 1)
        )

    def _make(self) -> None:
        self._side = QRadioButton("Side by side")
        self._wipe = QRadioButton("Wipe, with the line where it is now")
        self._whole = QRadioButton()
        self._loop = QRadioButton()
        self._burn = QCheckBox("Prompt, take, seed and timecode under the picture")
        self._burn.setChecked(True)
        self._problem = label("", "error", wrap=True)
        self._bar = QProgressBar()
        self._bar.setFormat("%v of %m frames")
        self._bar.setAccessibleName("Frames written")
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # nothing jumps when it comes
        self._bar.setSizePolicy(policy)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._write = self._buttons.addButton("Write…", QDialogButtonBox.ButtonRole.AcceptRole)
        self._write.setDefault(True)

    def _lay_out(self) -> None:
        self._form = QWidget()
        rows = QFormLayout(self._form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(14)
        rows.setVerticalSpacing(12)
        rows.addRow("Picture", self._group(self._side, self._wipe))
        rows.addRow("Part", self._group(self._whole, self._loop))
        rows.addRow("Words", self._burn)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 14, 14, 14)
        whole.setSpacing(12)
        whole.addWidget(self._form)
        whole.addWidget(self._problem)
        whole.addWidget(self._bar)
        whole.addWidget(self._buttons)
        self.setMinimumWidth(440)

    def _group(self, *buttons: QRadioButton) -> QWidget:
        """One of them is on."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(made)
        for button in buttons:
            column.addWidget(button)
            group.addButton(button)
        return made


def _frames(number: int) -> str:
    return "1 frame" if number == 1 else f"{number} frames"
