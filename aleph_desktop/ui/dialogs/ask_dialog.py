"""A question with two buttons, answered without a loop of its own."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from aleph_desktop.ui.dialogs.question import Question
from aleph_desktop.ui.labels import label


class AskDialog(QDialog):
    """Shows a `Question`. Return alone says no: what is asked costs, or takes something away."""

    def __init__(self, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(question.title)
        self.setMinimumWidth(440)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.addButton(question.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        cancel = self._buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setDefault(True)
        cancel.setFocus()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(8)
        layout.addWidget(label(question.text, "heading", wrap=True))
        points = QVBoxLayout()
        points.setSpacing(4)
        for point in question.points:
            points.addWidget(label(point, "dim", wrap=True))
        layout.addLayout(points)
        layout.addSpacing(4)
        layout.addWidget(label(question.note, "", wrap=True))
        layout.addStretch(1)
        layout.addSpacing(4)
        layout.addWidget(self._buttons)
        self._column = layout

    def showEvent(self, event: QShowEvent) -> None:
        """Labels that wrap ask for the height of a narrower place than they get."""
        self.resize(self.width(), self._column.totalHeightForWidth(self.width()))
        super().showEvent(event)


async def answer(dialog: QDialog) -> bool:
    """Open a dialog and wait until it is closed; whether it was accepted."""
    finished: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def end(result: int) -> None:
        if not finished.done():
            finished.set_result(result)

    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.finished.connect(end)
    dialog.open()
    try:
        return await finished == QDialog.DialogCode.Accepted
    except asyncio.CancelledError:
        dialog.reject()
        raise
