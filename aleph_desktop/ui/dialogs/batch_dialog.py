"""Many clips were given: one question for all of them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from aleph_desktop.ui.dialogs.batch_words import BatchWords
from aleph_desktop.ui.elided_label import ElidedLabel
from aleph_desktop.ui.labels import label
from aleph_desktop.ui.prompt_editor import PromptEditor


class BatchDialog(QDialog):
    """Shows how many clips, with which prompt, at what cost. Nothing is queued before the button
    is pressed, and none without a prompt.
    """

    queue_wanted = Signal(str)  # the prompt

    def __init__(self, words: BatchWords, prompt: str, prompt_limit: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Queue clips")
        self.setMinimumWidth(520)
        self._cost = words.cost
        self._prompt = PromptEditor()
        self._prompt.set_limit(prompt_limit)
        self._prompt.setPlainText(prompt)
        self._prompt.moveCursor(QTextCursor.MoveOperation.End)
        self._prompt.setFixedHeight(130)
        self._prompt.textChanged.connect(self._refresh)
        self._hint = label("", "dim", wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._queue = QPushButton(words.button)
        self._queue.setProperty("primary", True)
        buttons.addButton(self._queue, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setFixedHeight(self._queue.sizeHint().height())
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(8)
        layout.addWidget(label(words.heading, "heading", wrap=True))
        _add_lines(layout, words.names)
        layout.addSpacing(4)
        layout.addWidget(self._prompt)
        layout.addWidget(label(words.options, "dim", wrap=True))
        if words.refused:
            layout.addSpacing(4)
            layout.addWidget(label(words.refused_heading, "heading", wrap=True))
            _add_lines(layout, words.refused)
        layout.addSpacing(4)
        layout.addWidget(self._hint)
        layout.addWidget(buttons)
        self._prompt.setFocus()
        self._refresh()

    @property
    def prompt(self) -> str:
        return self._prompt.toPlainText().strip()

    def _refresh(self) -> None:
        excess = self._prompt.excess
        self._queue.setEnabled(self._prompt.is_usable)
        if excess:
            self._hint.setText(f"The prompt is {excess} characters too long.")
        else:
            self._hint.setText(self._cost if self.prompt else "Write what should change first.")

    def _on_accepted(self) -> None:
        if self._queue.isEnabled():
            self._queue.setEnabled(False)  # a double click
            self.queue_wanted.emit(self.prompt)
            self.accept()


def _add_lines(layout: QVBoxLayout, lines: Sequence[str]) -> None:
    """One line each, whatever their length."""
    block = QVBoxLayout()
    block.setSpacing(3)
    layout.addLayout(block)
    for line in lines:
        made = ElidedLabel(line, mode=Qt.TextElideMode.ElideMiddle)
        made.setProperty("role", "dim")
        made.setToolTip(line)
        block.addWidget(made)
