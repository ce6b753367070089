"""The menu of a job: everything that can be asked for it, and what can't, greyed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from aleph_desktop.domain.job import Job
from aleph_desktop.ui.queue.job_ask import JobAsk, ask_text, may_ask

_NO_CANCEL = "Stops waiting here. The service has no cancel: it may go on, and be charged."
_SECTIONS = (
    (JobAsk.EDIT_AGAIN, JobAsk.RETRY, JobAsk.CHECK_AGAIN, JobAsk.CANCEL),
    (JobAsk.REVEAL, JobAsk.COPY_ID),
    (JobAsk.REMOVE,),
)


class JobMenu(QMenu):
    """For the selected jobs. With several, only removing is offered: the rest may cost money."""

    asked = Signal(JobAsk)

    def __init__(self, jobs: Sequence[Job], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setToolTipsVisible(True)
        self.setAccessibleName("Job")
        for section in _SECTIONS:
            if self.actions():
                self.addSeparator()
            for ask in section:
                self.addAction(self._action(ask, jobs))
        self.triggered.connect(self._on_triggered)

    def _action(self, ask: JobAsk, jobs: Sequence[Job]) -> QAction:
        action = QAction(ask_text(jobs[0], ask), self)
        action.setData(ask)
        if ask is JobAsk.REMOVE:
            ended = [job for job in jobs if may_ask(job, ask)]
            action.setEnabled(bool(ended))
            if len(ended) > 1:
                action.setText(f"Remove {len(ended)} jobs")
            action.setToolTip("Takes it off this list. Files stay where they are.")
        else:
            action.setEnabled(len(jobs) == 1 and may_ask(jobs[0], ask))
        if ask is JobAsk.CANCEL:
            action.setToolTip(_NO_CANCEL)
            action.setStatusTip(_NO_CANCEL)
        return action

    def _on_triggered(self, action: QAction) -> None:
        self.asked.emit(JobAsk(action.data()))
