"""The list itself: links, folding, Del, and a view that stays where the user is."""

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from aleph_desktop.ui.file_drag import drag_files, file_data, there
from aleph_desktop.ui.queue.job_ask import JobAsk, may_ask
from aleph_desktop.ui.queue.job_delegate import JobDelegate
from aleph_desktop.ui.queue.job_list_model import JobListModel
from aleph_desktop.ui.queue.row_layout import ROW_HEIGHT
from aleph_desktop.ui.queue.shot import Shot

Index = QModelIndex | QPersistentModelIndex
_NONE = Qt.KeyboardModifier.NoModifier


class JobListView(QListView):
    """Shows a JobListModel. Rows that come and go above the top of the view don't move it."""

    remove_wanted = Signal()

    def __init__(self, model: JobListModel, delegate: JobDelegate, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs = model
        self._delegate = delegate
        self._on_sign = False  # the mouse was pressed on a fold sign
        self._had_selection = False  # before the rows went that are being removed
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setModel(model)
        model.rowsRemoved.connect(self._on_rows_removed)
        model.rowsMoved.connect(self._on_rows_moved)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)  # out: nothing is dropped in
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)  # the panel's ground
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("Jobs, newest first")
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT // 2)

    def job_ids(self) -> list[str]:
        """The selected jobs, top to bottom; for a shot's row its takes."""
        rows = sorted(self.selectedIndexes(), key=QModelIndex.row)
        return list(dict.fromkeys(job.id for row in rows for job in self._jobs.jobs_at(row)))

    def toggle_fold(self, shot: Shot) -> None:
        """Fold a shot's takes in, or show them. A selection among them goes to the shot's row."""
        if not shot.is_folded:
            ids = {take.id for take in shot.takes}
            current = self._jobs.job_at(self.currentIndex())
            if (current is not None and current.id in ids) or not ids.isdisjoint(self.job_ids()):
                self.select_row(self._jobs.index_of_shot(shot.id))
        self._jobs.set_folded(shot.id, not shot.is_folded)

    def select_row(self, index: QModelIndex) -> None:
        """Make a row the only selected one."""
        # said outright: the view itself would add to the selection while Ctrl is held
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def visible_rows(self) -> range:
        """The rows that are on the screen, in whole or in part."""
        top = self.verticalScrollBar().value()
        last = (top + self.viewport().height() - 1) // ROW_HEIGHT
        return range(top // ROW_HEIGHT, min(self._jobs.rowCount(), last + 1))

    def update_live_rows(self) -> None:
        """Paint what changes with time alone."""
        for row in self.visible_rows():
            index = self._jobs.index(row)
            job = self._jobs.job_at(index)
            if job is not None and job.is_live:
                self.update(index)

    def on_picture_ready(self, _path: str) -> None:
        self.viewport().update()

    # Rows come and go

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        bar = self.verticalScrollBar()
        place = bar.value()
        super().rowsInserted(parent, start, end)
        if place > 0 and start * ROW_HEIGHT <= place:
            self.executeDelayedItemsLayout()
            bar.setValue(place + (end - start + 1) * ROW_HEIGHT)

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        """A job that only leaves the filter takes the selection along: no neighbour gets it.

        So does a shot; where one take is left of it, that one gets it.
        """
        self._had_selection = self.selectionModel().hasSelection()
        current = self.currentIndex()
        if start <= current.row() <= end:
            job, shot = self._jobs.job_at(current), self._jobs.shot_at(current)
            below = self._jobs.index(end + 1)
            left = self._jobs.job_at(below)
            if shot is not None and left is not None and left.shot == shot.id:
                self.select_row(below)
            elif shot is not None or (job is not None and self._jobs.job(job.id) is not None):
                self.selectionModel().clear()
        super().rowsAboutToBeRemoved(parent, start, end)

    def _on_rows_removed(self, _parent: QModelIndex, start: int, end: int) -> None:
        selection = self.selectionModel()
        if self._had_selection and not selection.hasSelection():
            # Qt made a neighbour current, and selects it in single selection only
            selection.select(self.currentIndex(), QItemSelectionModel.SelectionFlag.Select)
        bar = self.verticalScrollBar()
        place = bar.value()
        if place > 0 and (end + 1) * ROW_HEIGHT <= place:
            self.executeDelayedItemsLayout()
            bar.setValue(place - (end - start + 1) * ROW_HEIGHT)

    def _on_rows_moved(
        self, _from: QModelIndex, start: int, end: int, _to: QModelIndex, before: int
    ) -> None:
        """The user moves what is selected: the view goes along."""
        current = self.currentIndex()
        count = end - start + 1
        first = before - count if before > start else before
        if first <= current.row() < first + count:
            self.executeDelayedItemsLayout()
            self.scrollTo(current)

    # Mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A press on a fold sign, which Qt wasn't told of, drags nothing."""
        if not self._on_sign:
            super().mouseMoveEvent(event)
        self._point_at(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(QPoint(-1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the fold sign folds and selects nothing."""
        self._on_sign = self._fold_at(event)
        if not self._on_sign:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._on_sign = self._fold_at(event)  # the second of two quick presses
        if not self._on_sign:
            super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._on_sign:
            super().mouseReleaseEvent(event)
        self._on_sign = False

    def event(self, event: QEvent) -> bool:
        """On a shot's row Left and Right fold; else they are the player's."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._folds(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """The results of the selected rows go with the mouse."""
        if files := self._files():
            drag_files(self, files)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            if files := self._files():
                QGuiApplication.clipboard().setMimeData(file_data(files))
            return
        if event.matches(QKeySequence.StandardKey.Delete):
            self.remove_wanted.emit()
            return
        shot = self._jobs.shot_at(self.currentIndex())
        if shot is None or not self._folds(event):
            super().keyPressEvent(event)
        elif (event.key() == Qt.Key.Key_Left) is not shot.is_folded:
            self.toggle_fold(shot)
        elif not shot.is_folded:  # Right, once more: in
            self.select_row(self._jobs.index(self.currentIndex().row() + 1))

    def _files(self) -> list[str]:
        """The results of the selected jobs that are there, top to bottom."""
        jobs = [self._jobs.job(job_id) for job_id in self.job_ids()]
        return there([job.result_path for job in jobs if job and may_ask(job, JobAsk.REVEAL)])

    def _folds(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (_NONE, Qt.KeyboardModifier.KeypadModifier)
        is_key = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        return plain and is_key and self._jobs.shot_at(self.currentIndex()) is not None

    def _fold_at(self, event: QMouseEvent) -> bool:
        """Fold what the mouse is pressed on the sign of; whether there was one."""
        position = event.position().toPoint()
        index = self.indexAt(position)
        shot = self._jobs.shot_at(index)
        is_left = event.button() is Qt.MouseButton.LeftButton
        if shot is None or not is_left or not self._is_on_fold(index, position):
            return False
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.toggle_fold(shot)
        return True

    def _is_on_fold(self, index: QModelIndex, position: QPoint) -> bool:
        return self._delegate.is_on_fold(self.visualRect(index), index, position)

    def _point_at(self, position: QPoint) -> None:
        """Show that a link is one, while the mouse is over it."""
        index = self.indexAt(position)
        job = self._jobs.job_at(index)
        ask = self._delegate.link_at(self.visualRect(index), index, position)
        if self._delegate.point_at("" if job is None else job.id, ask):
            shape = Qt.CursorShape.ArrowCursor if ask is None else Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape)
            self.viewport().update()
