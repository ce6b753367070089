"""The line above the list: filter buttons with counts, the text filter, what goes on, the queue."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from aleph_desktop.ui.elided_label import ElidedLabel
from aleph_desktop.ui.queue.job_group import JobGroup
from aleph_desktop.ui.queue.queue_buttons import QueueButtons
from aleph_desktop.ui.queue.row_layout import MARGIN
from aleph_desktop.ui.theme import semibold, small

_HEIGHT = 44
_GAP, _TIGHT_GAP = 12, 8
_SLACK = 2  # pixels: metrics are rounded, and what nearly fits would be elided
_FIELD_LEAST, _FIELD_MOST = 86, 220  # pixels
_LEAST = 480  # pixels; narrower than that nothing is promised
_LONGEST_STATUS = "88 active · next check in 88 s"
_FIELD_NAME = "Filter jobs by prompt, clip, seed, id, note, starred or rejected"
_FIELD_TIP = "Prompt, clip name, seed, id, words of a note, “starred” or “rejected” (Ctrl+F)"
_SEGMENT_PADDING = 20  # pixels, both sides, with the border
# shape only, colours are the theme's: neighbours share a border, the ends are round
_SEGMENTS = """
QToolButton { padding: 3px 8px; border-left-width: 0; }
QToolButton:focus { border-left-width: 1px; }
QToolButton[place="first"] {
  border-left-width: 1px; border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QToolButton[place="last"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
"""
_CLEAR_BUTTON = "QToolButton { background: transparent; border: 0; padding: 0; min-height: 0; }"


@dataclass(frozen=True, slots=True)
class _Plan:
    """A way to spend the width; taken when the filter's field keeps its least."""

    starred: bool  # the button that shows those; without it their word does
    heading: bool
    status: bool
    pause: bool  # else it is in the menu alone
    words: bool = False  # beside the sign
    field: int = _FIELD_LEAST
    gap: int = _GAP


_PLANS = (
    _Plan(starred=True, heading=True, status=True, pause=True, words=True, field=_FIELD_MOST),
    _Plan(starred=True, heading=True, status=True, pause=True),
    _Plan(starred=True, heading=False, status=True, pause=True, gap=_TIGHT_GAP),
    _Plan(starred=False, heading=False, status=True, pause=True, gap=_TIGHT_GAP),
    _Plan(starred=True, heading=True, status=False, pause=True),
    _Plan(starred=True, heading=False, status=False, pause=True),
    _Plan(starred=False, heading=False, status=False, pause=True),
    _Plan(starred=False, heading=False, status=False, pause=False),
    _Plan(starred=False, heading=False, status=False, pause=False, field=54, gap=_TIGHT_GAP),
)


class JobHeader(QWidget):
    """Says what the user wants to see; the panel does it. The queue's buttons only stand in it."""

    filter_changed = Signal()
    list_wanted = Signal()  # the keyboard goes on into the list

    def __init__(self, queue: QueueButtons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[JobGroup, int] = {}
        self._queue = queue
        self._heading = QLabel("Jobs")
        self._heading.setProperty("role", "heading")
        self._segments = QButtonGroup(self)
        self._buttons = {group: self._segment(group) for group in JobGroup}
        self._buttons[JobGroup.ALL].setChecked(True)
        self._field = QLineEdit()
        self._field.setPlaceholderText("Filter jobs")
        self._field.setAccessibleName(_FIELD_NAME)
        self._field.setToolTip(_FIELD_TIP)
        self._field.setClearButtonEnabled(True)
        self._field.setAcceptDrops(False)  # the window takes them, and knows what they are
        self._field.setMinimumWidth(_FIELD_LEAST)
        self._field.setMaximumWidth(_FIELD_MOST)
        self._field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._field.installEventFilter(self)
        self._field.setStyleSheet(_CLEAR_BUTTON)
        self._status = ElidedLabel()
        self._status.setProperty("role", "dim")
        self._status.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        longest = QFontMetrics(small(self._status.font())).horizontalAdvance(_LONGEST_STATUS)
        self._status.setMinimumWidth(longest + _SLACK)
        self._status.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._lay_out()
        self._segments.buttonClicked.connect(self._on_button_clicked)
        self._field.textChanged.connect(self._on_text_changed)
        self.set_counts(dict.fromkeys(JobGroup, 0))

    # What the panel asks and says

    def group(self) -> JobGroup:
        """The filter button that is on."""
        return next(g for g, button in self._buttons.items() if button.isChecked())

    def text(self) -> str:
        """The text filter."""
        return self._field.text()

    def clear_filter(self) -> None:
        """All jobs again."""
        self._buttons[JobGroup.ALL].setChecked(True)
        self._arrange(self.width())
        self._field.clear()
        self.filter_changed.emit()

    def focus_field(self) -> None:
        """Ctrl+F."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def set_status(self, text: str, tip: str) -> None:
        self._status.setText(text)
        self._status.setToolTip(tip or text)

    def set_counts(self, counts: Mapping[JobGroup, int]) -> None:
        """The numbers in the buttons. A button grows with a digit, never shrinks."""
        for group, count in counts.items():
            if self._counts.get(group) == count:
                continue
            self._counts[group] = count
            button = self._buttons[group]
            button.setText(f"{group} {count}")
            button.setAccessibleName(f"Show {group.word} jobs: {count}")
            widest = f"{group} {'8' * max(2, len(str(count)))}"
            width = QFontMetrics(semibold(small(button.font()))).horizontalAdvance(widest)
            button.setMinimumWidth(max(button.minimumWidth(), width + _SEGMENT_PADDING))
        self._arrange(self.width())

    # Qt's side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc clears the field, then leaves it; down and return go on into the list."""
        if watched is not self._field or event.type() is not QEvent.Type.KeyPress:
            return False
        key = event.key() if isinstance(event, QKeyEvent) else None
        if key == Qt.Key.Key_Escape and self._field.text():
            self._field.clear()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.list_wanted.emit()
        else:
            return False
        return True

    def _arrange(self, width: int) -> None:
        """What there is room for beside the filter. Hangs on the width, never on the words."""
        plan = next((p for p in _PLANS if self._needs(p) <= width), _PLANS[-1])
        self._buttons[JobGroup.STARRED].setVisible(self._has_starred(plan))
        self._field.setMinimumWidth(min(plan.field, _FIELD_LEAST))
        self._heading.setVisible(plan.heading)
        self._status.setVisible(plan.status)
        self._queue.arrange(pause=plan.pause, words=plan.words)
        self._line.setSpacing(plan.gap)
        self._line.activate()  # at once: else one frame shows the old places in the new width

    def _needs(self, plan: _Plan) -> int:
        groups = [g for g in JobGroup if g is not JobGroup.STARRED or self._has_starred(plan)]
        parts = [
            sum(self._buttons[group].minimumWidth() for group in groups),
            plan.field,
            self._queue.width_with(pause=plan.pause, words=plan.words),
        ]
        if plan.heading:
            parts.append(self._heading.sizeHint().width())
        if plan.status:
            parts.append(self._status.minimumWidth())
        return 2 * MARGIN + sum(parts) + plan.gap * (len(parts) - 1)

    def _has_starred(self, plan: _Plan) -> bool:
        """A filter that is on can be seen, however narrow it is."""
        return plan.starred or self._buttons[JobGroup.STARRED].isChecked()

    def _on_button_clicked(self) -> None:
        self._arrange(self.width())
        self.filter_changed.emit()

    def _on_text_changed(self) -> None:
        self.filter_changed.emit()

    def _segment(self, group: JobGroup) -> QToolButton:
        button = QToolButton()
        button.setProperty("segment", True)
        place = {JobGroup.ALL: "first", JobGroup.FAILED: "last"}.get(group, "middle")
        button.setProperty("place", place)
        button.setFont(small(button.font()))
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._segments.addButton(button)
        return button

    def _lay_out(self) -> None:
        self._filters = QWidget()
        self._filters.setStyleSheet(_SEGMENTS)
        row = QHBoxLayout(self._filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in self._buttons.values():
            row.addWidget(button)
        self._line = line = QHBoxLayout(self)
        line.setContentsMargins(MARGIN, 0, MARGIN, 0)
        line.setSpacing(_GAP)
        line.addWidget(self._heading)
        line.addWidget(self._filters)
        line.addWidget(self._field, 1)
        line.addWidget(self._status, 1)
        line.addStretch(0)
        line.addWidget(self._queue)
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(_LEAST)  # not what the status would like
