"""What is done with the queue as a whole: pause it, and a menu of the rest."""

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from aleph_desktop.ui.queue.sign_button import Sign, SignButton

_PAUSE, _RESUME = "Pause queue", "Resume queue"
_PAUSE_TIP = "Begin no job. What is at the service goes on."
_RESUME_TIP = "Begin the waiting jobs."
_CLEAR_TIP = "Takes finished jobs off this list. Files stay where they are."
_RETRY_TIP = "Says what it would do, and what it may cost, before anything is sent."
_GAP = 4


class QueueButtons(QWidget):
    """Says what is asked; the panel passes it on."""

    pause_wanted = Signal(bool)  # True: begin no job; False: go on
    retry_failed_wanted = Signal()
    clear_done_wanted = Signal()
    menu_opening = Signal()  # the time to say what can be done

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_paused = False
        self._pause = SignButton(Sign.PAUSE, _PAUSE, _RESUME)
        self._more = SignButton(Sign.MORE, "More for the queue")
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.setAccessibleName("Queue")
        self._retry_failed = self._action("Retry all failed…", _RETRY_TIP)
        self._clear_done = self._action("Clear done", _CLEAR_TIP)
        self._menu.addSeparator()
        self._pause_again = self._action(_PAUSE, _PAUSE_TIP)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(_GAP)
        line.addWidget(self._pause)
        line.addWidget(self._more)
        self._pause.clicked.connect(self._on_pause)
        self._pause_again.triggered.connect(self._on_pause)
        self._more.clicked.connect(self._on_more)
        self._menu.aboutToShow.connect(self.menu_opening)
        self._retry_failed.triggered.connect(self._on_retry_failed)
        self._clear_done.triggered.connect(self._on_clear_done)
        self.set_paused(False)

    def set_paused(self, is_paused: bool) -> None:
        """Whether no waiting job is begun, for whatever reason."""
        self._is_paused = is_paused
        words, tip = (_RESUME, _RESUME_TIP) if is_paused else (_PAUSE, _PAUSE_TIP)
        self._pause.set_meaning(Sign.GO_ON if is_paused else Sign.PAUSE, words)
        self._pause.setToolTip(f"{words}: {tip[0].lower()}{tip[1:]}")
        self._pause_again.setText(words)
        self._pause_again.setToolTip(tip)

    def set_menu(self, *, may_retry: bool, may_clear: bool) -> None:
        """What can be done besides pausing."""
        self._retry_failed.setEnabled(may_retry)
        self._clear_done.setEnabled(may_clear)

    def width_with(self, *, pause: bool, words: bool) -> int:
        """Pixels, in that arrangement."""
        more = self._more.bare_width()
        if not pause:
            return more
        width = self._pause.full_width() if words else self._pause.bare_width()
        return width + _GAP + more

    def arrange(self, *, pause: bool, words: bool) -> None:
        """The menu has the pause, too: its button can go where it is narrow."""
        self._pause.setVisible(pause)
        self._pause.show_words(words)
        self.setFixedSize(QSize(self.width_with(pause=pause, words=words), self._more.height()))

    def _action(self, text: str, tip: str) -> QAction:
        action = self._menu.addAction(text)
        action.setToolTip(tip)
        return action

    def _on_pause(self) -> None:
        self.pause_wanted.emit(not self._is_paused)

    def _on_more(self) -> None:
        at = QPoint(self._more.width() - self._menu.sizeHint().width(), self._more.height())
        self._menu.popup(self._more.mapToGlobal(at))

    def _on_retry_failed(self) -> None:
        self.retry_failed_wanted.emit()

    def _on_clear_done(self) -> None:
        self.clear_done_wanted.emit()
