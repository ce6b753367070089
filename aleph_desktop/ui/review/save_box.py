"""The system's dialog for where to save."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

_PICTURES = ("PNG (*.png)", "JPEG (*.jpg *.jpeg)")
_MOVIES = ("MP4 (*.mp4)",)


class SaveBox(QObject):
    """Asks for one file at a time; it never blocks. The dialog asks before a file is replaced."""

    chosen = Signal(object, str)  # what is to be saved, the file's path

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._dialog: QFileDialog | None = None
        self._what: object = None
        self.folder = ""  # where the last one was saved; "": the first one's own proposal

    @property
    def dialog(self) -> QFileDialog | None:
        """While it is open."""
        return self._dialog

    def ask(self, over: QWidget, title: str, what: object, proposed: str) -> None:
        """`proposed`: a path; its name is kept, its folder gives way to the last one's."""
        self.close()
        self._what = what
        folder = self.folder or str(Path(proposed).parent)
        kinds = _MOVIES if proposed.endswith(".mp4") else _PICTURES
        dialog = QFileDialog(over, title, folder, ";;".join(kinds))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(Path(proposed).suffix.lstrip("."))
        dialog.selectFile(Path(proposed).name)
        dialog.filterSelected.connect(self._on_kind_selected)
        dialog.finished.connect(self._on_finished)
        self._dialog = dialog
        dialog.open()

    def close(self) -> None:
        """Without an answer."""
        if self._dialog is not None:
            self._dialog.reject()

    def _on_kind_selected(self, kind: str) -> None:
        """The name that is typed gets this kind's suffix, before it is looked for."""
        if self._dialog is not None:
            self._dialog.setDefaultSuffix(kind.partition("*.")[2].split()[0].rstrip(")"))

    def _on_finished(self, result: int) -> None:
        dialog, what = self._dialog, self._what
        self._dialog, self._what = None, None
        if dialog is None:
            return
        dialog.deleteLater()
        if result == QFileDialog.DialogCode.Accepted:
            path = dialog.selectedFiles()[0]
            self.folder = str(Path(path).parent)
            self.chosen.emit(what, path)
