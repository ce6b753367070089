"""Which takes are compared, and what is thought of the one that is shown."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QWidget

from aleph_desktop.domain.review import Mark
from aleph_desktop.ui.review.head_button import HeadButton
from aleph_desktop.ui.review.head_signs import HeadSign
from aleph_desktop.ui.review.menu_button import MenuButton
from aleph_desktop.ui.review.switch import Switch
from aleph_desktop.ui.review.take_sides import REFERENCE, Original, TakeChoice, TakeSides

__all__ = ["TakeBar", "TakeChoice"]

_HEIGHT = 28
_GAP = 4
_MOST_BUTTONS = 4  # more takes are a menu


class TakeBar(QWidget):
    """Left picture against right picture, then star and reject for the right one.

    Without another take there are only star and reject; without any take it is hidden. In little
    room both pictures are one menu. It shows what it was told last: the user only asks.
    """

    take_wanted = Signal(str)  # this job on the right
    against_wanted = Signal(str)  # this job on the left; "": the reference
    original_wanted = Signal(bool)  # in place of the reference, or not
    mark_wanted = Signal(object)  # Mark

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sides = TakeSides()
        self._left = MenuButton("Left picture")
        self._left.setToolTip("What the take is compared with")
        self._left.keep_room_for([REFERENCE])
        self._right = Switch("Right picture")
        self._both = MenuButton("Pictures")
        self._both.setToolTip("What is compared")
        self._star = _mark_button(HeadSign.STAR, "Star this take", "S")
        self._reject = _mark_button(HeadSign.REJECT, "Reject this take", "X")
        self._left.wanted.connect(self._on_left)
        self._right.wanted.connect(self._on_right)
        self._both.wanted.connect(self._on_both)
        self._star.clicked.connect(self.toggle_star)
        self._reject.clicked.connect(self.toggle_reject)
        self._lay_out()
        self.hide()

    def set_takes(self, takes: Sequence[TakeChoice], current_id: str, against_id: str) -> None:
        """What there is, which one is on the right, and which on the left; "": the reference."""
        sides = replace(
            self._sides, takes=tuple(takes), current_id=current_id, against_id=against_id
        )
        self._show(sides)

    def set_original(self, can: bool, words: str, *, on: bool) -> None:
        """Whether the original can be on the left, what there is to say of it, if it is there."""
        self._show(replace(self._sides, original=Original(can, words, on)))

    def toggle_star(self) -> None:
        """Ask for the star, or to take it away."""
        self._mark(Mark.STAR)

    def toggle_reject(self) -> None:
        """Ask for the rejection, or to take it away."""
        self._mark(Mark.REJECT)

    def sizeHint(self) -> QSize:
        parts = [self._left.minimumWidth()] if self._sides.has_left else []
        if self._sides.has_right:
            folded = len(self._sides.takes) > _MOST_BUTTONS
            parts.append(self._right.folded_width if folded else self._right.full_width)
        return QSize(self._width(parts), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """One menu, where there is a choice for both sides."""
        if not self._sides.has_right:
            return self.sizeHint()
        return QSize(self._width([self._both.minimumWidth()]), _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _width(self, choices: Sequence[int]) -> int:
        parts = [*choices, self._star.width(), self._reject.width()]
        return sum(parts) + _GAP * (len(parts) - 1)

    def _show(self, sides: TakeSides) -> None:
        if sides == self._sides:
            return
        self._sides = sides
        self._left.set_choices(sides.lefts)
        self._left.set_current(sides.left)
        self._left.say(sides.lefts[sides.left].words)
        self._right.set_choices(sides.rights)
        self._right.set_current(sides.right)
        both = [choice._replace(words=f"Left: {choice.words}") for choice in sides.lefts]
        both += [choice._replace(words=f"Right: {choice.words}") for choice in sides.rights]
        self._both.set_choices(both, rule_before=len(sides.lefts))
        self._both.set_current(sides.left, len(sides.lefts) + sides.right)
        self._both.keep_room_for(sides.widest_words)
        self._both.say(sides.words)
        self._show_mark()
        self.setVisible(bool(sides.takes))
        self.updateGeometry()
        self._fold()

    def _show_mark(self) -> None:
        current = self._sides.current
        for button, mark in ((self._star, Mark.STAR), (self._reject, Mark.REJECT)):
            is_on = current is not None and current.mark is mark
            button.setChecked(is_on)
            button.set_lit(is_on)
            button.setEnabled(current is not None and current.is_ready)

    def _fold(self) -> None:
        """As there is room for."""
        sides = self._sides
        folded = sides.has_right and self.width() < self.sizeHint().width()
        self._both.setVisible(folded)
        self._left.setVisible(sides.has_left and not folded)
        self._right.set_folded(len(sides.takes) > _MOST_BUTTONS)
        self._right.setVisible(sides.has_right and not folded)
        self._row.activate()  # at once: else one frame shows the old places in the new width

    def _on_left(self, number: int) -> None:
        sides = self._sides
        if sides.original is not None and sides.original.is_on != sides.is_original(number):
            self.original_wanted.emit(sides.is_original(number))
        if sides.left_id(number) != sides.against_id:
            self.against_wanted.emit(sides.left_id(number))

    def _on_right(self, number: int) -> None:
        self.take_wanted.emit(self._sides.takes[number].job_id)

    def _on_both(self, number: int) -> None:
        lefts = len(self._sides.lefts)
        if number < lefts:
            self._on_left(number)
        else:
            self._on_right(number - lefts)

    def _mark(self, mark: Mark) -> None:
        self._show_mark()  # Qt has checked the button already
        current = self._sides.current
        if current is not None and current.is_ready:
            self.mark_wanted.emit(Mark.NONE if current.mark is mark else mark)

    def _lay_out(self) -> None:
        self._row = row = QHBoxLayout(self)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addStretch(1)
        for part in (self._left, self._right, self._both, self._star, self._reject):
            row.addWidget(part)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


def _mark_button(sign: HeadSign, name: str, key: str) -> HeadButton:
    button = HeadButton(sign, name)
    button.setToolTip(f"{name} ({key})")
    button.setCheckable(True)
    return button
