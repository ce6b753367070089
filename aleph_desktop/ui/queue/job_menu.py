"""The menu of a job: everything that can be asked for it, and what can't, greyed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from aleph_desktop.domain.job import Job
from aleph_desktop.domain.review import Mark
from aleph_desktop.ui.queue.job_ask import (
    KEYS_OF_MOVES,
    JobAsk,
    ask_text,
    ask_text_for_some,
    askable,
)
from aleph_desktop.ui.queue.job_mark import KEYS_OF_MARKS, is_marked, mark_text, markable

_TIPS = {
    JobAsk.CANCEL: "Stops waiting here. The service has no cancel: it may go on, and be charged.",
    JobAsk.LOOK_AGAIN: "Asks the service's log whether it was accepted. Costs nothing.",
    JobAsk.CHECK_AGAIN: "Asks the service for its result. Costs nothing.",
    JobAsk.FETCH_AGAIN: "Loads the result once more, while the service has it. Costs nothing.",
    JobAsk.RUN_NEXT: "Moves it down to the next turn: the list is newest first.",
    JobAsk.RUN_SOONER: "Moves it down by one: the list is newest first.",
    JobAsk.RUN_LATER: "Moves it up by one: the list is newest first.",
    JobAsk.FORGET: "Takes it off this list. Whether it was accepted stays unknown.",
    JobAsk.REMOVE: "Takes it off this list. Files stay where they are.",
}
_SECTIONS = (
    (
        JobAsk.EDIT_AGAIN,
        JobAsk.RETRY,
        JobAsk.CHECK_AGAIN,
        JobAsk.LOOK_AGAIN,
        JobAsk.FETCH_AGAIN,
        JobAsk.CANCEL,
    ),
    (
        JobAsk.HOLD_BACK,
        JobAsk.RELEASE,
        JobAsk.RUN_NEXT,
        JobAsk.RUN_SOONER,
        JobAsk.RUN_LATER,
    ),
    (JobAsk.REVEAL, JobAsk.COPY_ID),
    (JobAsk.FORGET, JobAsk.REMOVE, JobAsk.BIN),
)
_BEFORE_MARKS = _SECTIONS[1]
_TIPS_OF_MARKS = {
    Mark.STAR: "A good take: the list can show these alone.",
    Mark.REJECT: "Not a take to use. It stays in the list, dimmed, and its file stays.",
}
# shown where they can be asked; greyed in every other menu they would only make it long
_OF_A_STATE = frozenset(
    {*_SECTIONS[1], JobAsk.LOOK_AGAIN, JobAsk.FETCH_AGAIN, JobAsk.FORGET, JobAsk.BIN}
)


class JobMenu(QMenu):
    """For the selected jobs. With several, each ask is for those of them that it fits."""

    asked = Signal(JobAsk)
    marked = Signal(object)  # the Mark that was chosen; where all have it, it goes

    def __init__(self, jobs: Sequence[Job], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setToolTipsVisible(True)
        self.setAccessibleName("Job")
        for section in _SECTIONS:
            actions = [self._action(ask, jobs) for ask in section if _is_shown(ask, jobs)]
            if self.actions() and actions:
                self.addSeparator()
            self.addActions(actions)
            if section is _BEFORE_MARKS and (judged := markable(jobs)):
                self.addSeparator()
                self.addActions([self._mark_action(m, judged, len(jobs)) for m in KEYS_OF_MARKS])
        self.triggered.connect(self._on_triggered)

    def _action(self, ask: JobAsk, jobs: Sequence[Job]) -> QAction:
        fit = askable(jobs, ask)
        some = len(jobs) > 1 and bool(fit)
        text = ask_text_for_some(len(fit), ask) if some else ask_text(jobs[0], ask)
        if ask in KEYS_OF_MOVES:  # shown only: the window's menu has the shortcut itself
            text += f"\t{_native(KEYS_OF_MOVES[ask])}"
        action = QAction(text)
        action.setParent(self)
        action.setData(ask)
        action.setEnabled(bool(fit))
        action.setToolTip(_TIPS.get(ask, ""))
        action.setStatusTip(_TIPS.get(ask, ""))
        return action

    def _mark_action(self, mark: Mark, judged: Sequence[Job], selected: int) -> QAction:
        words = mark_text(mark, len(judged), selected)
        action = QAction(f"{words}\t{_native(KEYS_OF_MARKS[mark])}")  # as the keys of the moves
        action.setParent(self)
        action.setCheckable(True)
        action.setChecked(is_marked(judged, mark))
        action.setToolTip(_TIPS_OF_MARKS[mark])
        action.setStatusTip(_TIPS_OF_MARKS[mark])
        action.triggered.connect(self._on_star if mark is Mark.STAR else self._on_reject)
        return action

    def _on_star(self) -> None:
        self.marked.emit(Mark.STAR)

    def _on_reject(self) -> None:
        self.marked.emit(Mark.REJECT)

    def _on_triggered(self, action: QAction) -> None:
        if action.data() is not None:
            self.asked.emit(JobAsk(action.data()))


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _is_shown(ask: JobAsk, jobs: Sequence[Job]) -> bool:
    if ask is JobAsk.REMOVE:  # to forget is to remove: one of them is enough
        return len(askable(jobs, JobAsk.FORGET)) < len(jobs)
    return ask not in _OF_A_STATE or bool(askable(jobs, ask))
