"""Where the window's user learns of mistakes of the app's own."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from aleph_desktop.app.problem_report import Mistakes, report_text
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from aleph_desktop.ui.dialogs.crash_dialog import CrashDialog

_WAY = "Help → Problem report… has the details."


class ProblemDesk(QObject):
    """A notice for each mistake, and one dialog with the report of all."""

    _bug = Signal(str)  # from any thread
    _trouble = Signal(str)

    def __init__(
        self, window: MainWindow, scope: TaskScope, log_dir: Path, crash: Path | None
    ) -> None:
        """`crash`: what the last run left, if a fault ended it."""
        super().__init__(window)
        self._window = window
        self._scope = scope
        self._log_dir = log_dir
        self._mistakes = Mistakes(crash=crash)
        self._dialog: CrashDialog | None = None
        self._bug.connect(self._on_bug)
        self._trouble.connect(window.notice.show_words)
        window.actions_["problem"].triggered.connect(self._on_report_wanted)
        if crash is not None:
            window.notice.show_words(f"⚠ {self._mistakes.words} No job is lost. {_WAY}")

    def tell_bug(self, trace: str) -> None:
        """A mistake, with its trace. From any thread."""
        self._bug.emit(trace)

    def tell_trouble(self, words: str) -> None:
        """Something foreseen that nobody else shows. From any thread."""
        self._trouble.emit(words)

    def _on_bug(self, trace: str) -> None:
        before = self._mistakes
        self._mistakes = replace(before, count=before.count + 1, trace=before.trace or trace)
        if self._dialog is not None:
            self._dialog.show_words(self._mistakes.words)
        else:
            self._window.notice.show_words(f"⚠ {self._mistakes.words} No job is lost. {_WAY}")

    def _on_report_wanted(self) -> None:
        self._scope.spawn(self._open(), name="problem report")

    async def _open(self) -> None:
        from aleph_desktop.ui.dialogs.crash_dialog import CrashDialog

        mistakes, window_system = self._mistakes, QGuiApplication.platformName()
        report = await asyncio.to_thread(report_text, mistakes, self._log_dir, window_system)
        if self._dialog is not None:
            return
        dialog = self._dialog = CrashDialog(self._mistakes.words, report, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.folder_wanted.connect(self._on_folder_wanted)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_closed(self, _result: int) -> None:
        self._dialog = None

    def _on_folder_wanted(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_dir)))
