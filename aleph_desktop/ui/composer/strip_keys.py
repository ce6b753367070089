"""The strip's keys: which there are, and what each makes of the range."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.composer.range_rule import RangeRule
from aleph_desktop.ui.composer.strip_view import Part

_SIDES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_PLAIN = {Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_I, Qt.Key.Key_O}


class StripKey(NamedTuple):
    """A key that means something to the strip."""

    key: Qt.Key
    part: Part = Part.RANGE  # what Left and Right move
    frames: int = 0


def key_of(event: QKeyEvent) -> StripKey | None:
    """What a key means; None: it isn't the strip's."""
    try:
        key = Qt.Key(event.key())
    except ValueError:  # a key that Qt has no name for
        return None
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key in _PLAIN and modifiers == Qt.KeyboardModifier.NoModifier:
        return StripKey(key)
    if key not in _SIDES:
        return None
    frames = _SIDES[key]
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        frames *= 10
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    part = {
        Qt.KeyboardModifier.NoModifier: Part.RANGE,
        Qt.KeyboardModifier.AltModifier: Part.IN,
        Qt.KeyboardModifier.ControlModifier: Part.OUT,
    }.get(modifiers)
    return None if part is None else StripKey(key, part, frames)


def range_after(pressed: StripKey, span: TimeRange, rule: RangeRule) -> TimeRange:
    """The range after Left, Right, Home or End."""
    if pressed.key is Qt.Key.Key_Home:
        return rule.moved(span, 0.0)
    if pressed.key is Qt.Key.Key_End:
        return rule.moved(span, rule.duration)
    by = pressed.frames / float(rule.rate)
    if pressed.part is Part.IN:
        return rule.with_in(span, span.start + by)
    if pressed.part is Part.OUT:
        return rule.with_out(span, span.end + by)
    return rule.moved(span, span.start + by)
