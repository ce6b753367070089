"""The list itself: hover over links, Del, and a view that stays where the user is."""

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from aleph_desktop.ui.queue.job_delegate import JobDelegate
from aleph_desktop.ui.queue.job_list_model import JobListModel
from aleph_desktop.ui.queue.row_layout import ROW_HEIGHT

Index = QModelIndex | QPersistentModelIndex


class JobListView(QListView):
    """Shows a JobListModel. Rows that come and go above the top of the view don't move it."""

    remove_wanted = Signal()

    def __init__(self, model: JobListModel, delegate: JobDelegate, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs = model
        self._delegate = delegate
        self._had_selection = False  # before the rows went that are being removed
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setModel(model)
        model.rowsRemoved.connect(self._on_rows_removed)
        model.rowsMoved.connect(self._on_rows_moved)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
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
        """The selected jobs, top to bottom."""
        rows = sorted(self.selectedIndexes(), key=QModelIndex.row)
        return [job.id for row in rows if (job := self._jobs.job_at(row)) is not None]

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
        """A job that only leaves the filter takes the selection along: no neighbour gets it."""
        self._had_selection = self.selectionModel().hasSelection()
        current = self.currentIndex()
        if start <= current.row() <= end:
            job = self._jobs.job_at(current)
            if job is not None and self._jobs.job(job.id) is not None:
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
        self, _from: QModelIndex, start: int, _end: int, _to: QModelIndex, before: int
    ) -> None:
        """The user moves what is selected: the view goes along."""
        current = self.currentIndex()
        if current.row() == (before - 1 if before > start else before):
            self.executeDelayedItemsLayout()
            self.scrollTo(current)

    # Mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point_at(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(QPoint(-1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Delete):
            self.remove_wanted.emit()
            return
        super().keyPressEvent(event)

    def _point_at(self, position: QPoint) -> None:
        """Show that a link is one, while the mouse is over it."""
        index = self.indexAt(position)
        job = self._jobs.job_at(index)
        ask = self._delegate.link_at(self.visualRect(index), index, position)
        if self._delegate.point_at("" if job is None else job.id, ask):
            shape = Qt.CursorShape.ArrowCursor if ask is None else Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape)
            self.viewport().update()
