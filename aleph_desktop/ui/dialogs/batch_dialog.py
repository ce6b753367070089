"""Many clips were given: one question for all of them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aleph_desktop.ui.dialogs.batch_words import BatchWords
from aleph_desktop.ui.elided_label import ElidedLabel
from aleph_desktop.ui.labels import label
from aleph_desktop.ui.prompt_editor import PromptEditor
from aleph_desktop.ui.take_box import TakeBox

_REFUSED_SHOWN = 5  # lines; the rest is scrolled to


class BatchDialog(QDialog):
    """Shows how many clips, with which prompt, at what cost. Nothing is queued before the button
    is pressed, and none without a prompt.
    """

    queue_wanted = Signal(str, int)  # the prompt, and how many takes of each

    def __init__(
        self, words: BatchWords, prompt: str, prompt_limit: int, takes: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Queue clips")
        self.setMinimumWidth(520)
        self._words = words
        self._takes = TakeBox()
        self._takes.set_takes(takes)
        self._takes.setFixedWidth(58)
        self._takes.currentIndexChanged.connect(self._refresh)
        self._prompt = PromptEditor()
        self._prompt.set_limit(prompt_limit)
        self._prompt.setPlainText(prompt)
        self._prompt.moveCursor(QTextCursor.MoveOperation.End)
        self._prompt.setFixedHeight(130)
        self._prompt.textChanged.connect(self._refresh)
        self._hint = label("", "dim", wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._queue = QPushButton()
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
        options = QHBoxLayout()
        options.addWidget(label(words.options, "dim", wrap=True), 1)
        options.addWidget(label("Takes of each", "dim"))
        options.addWidget(self._takes)
        layout.addLayout(options)
        layout.addWidget(label(words.treatment, "dim", wrap=True))
        if words.refused:
            layout.addSpacing(4)
            layout.addWidget(label(words.refused_heading, "heading", wrap=True))
            layout.addWidget(_refused_list(words.refused))
        layout.addSpacing(4)
        layout.addWidget(self._hint)
        layout.addWidget(buttons)
        self._prompt.setFocus()
        self._refresh()

    @property
    def prompt(self) -> str:
        return self._prompt.toPlainText().strip()

    def _refresh(self) -> None:
        excess, takes = self._prompt.excess, self._takes.takes
        self._queue.setText(self._words.button(takes))
        self._queue.setEnabled(self._prompt.is_usable)
        if excess:
            self._hint.setText(f"The prompt is {excess} characters too long.")
        else:
            self._hint.setText(
                self._words.cost(takes) if self.prompt else "Write what should change first."
            )

    def _on_accepted(self) -> None:
        if self._queue.isEnabled():
            self._queue.setEnabled(False)  # a double click
            self.queue_wanted.emit(self.prompt, self._takes.takes)
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


def _refused_list(lines: Sequence[str]) -> QListWidget:
    """All of them, whatever their number: it scrolls."""
    made = QListWidget()
    made.setAccessibleName("What can't be used")
    made.setProperty("role", "dim")
    made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setSelectionMode(QListWidget.SelectionMode.NoSelection)
    made.setUniformItemSizes(True)
    made.setFrameShape(QListWidget.Shape.NoFrame)
    made.viewport().setAutoFillBackground(False)
    for line in lines:
        item = QListWidgetItem(line)
        item.setToolTip(line)
        made.addItem(item)
    shown = min(len(lines), _REFUSED_SHOWN)
    made.setFixedHeight(shown * made.sizeHintForRow(0) + 2 * made.frameWidth() + 4)
    return made
