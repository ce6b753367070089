"""The range in figures: what can be typed, and what becomes of the rest."""

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.composer.range_row import RangeRow
from aleph_desktop.ui.composer.range_rule import RangeRule
from aleph_desktop.ui.theme import Theme

RULE = RangeRule(Fraction(25), 7200.0, 5.0)


@pytest.fixture
def row(qapp, qtbot):
    Theme(qapp, "dark")
    made = RangeRow()
    qtbot.addWidget(made)
    made.set_span(RULE, TimeRange(2.36, 6.36))
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def told(row: RangeRow) -> list[TimeRange]:
    spans: list[TimeRange] = []
    row.span_changed.connect(spans.append)
    return spans


def type_into(qtbot, field, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def test_the_fields_say_in_out_and_length(row) -> None:
    assert row._in.text() == "00:00:02:09"
    assert row._out.text() == "00:00:06:09"
    assert row._length.text() == "04:00"


def test_without_room_hours_that_are_none_are_left_out(row) -> None:
    row.resize(row.minimumSizeHint())
    assert row._in.text() == "00:02:09"
    row.set_span(RULE, TimeRange(3602.36, 3604.0))
    assert row._in.text() == "01:00:02:09"  # never wrong, rather cut
    row.resize(400, 30)
    row.set_span(RULE, TimeRange(2.36, 6.36))
    assert row._in.text() == "00:00:02:09"


@pytest.mark.parametrize(
    ("text", "start"), [("3:05", 3.2), ("3.2", 3.2), ("3,2 s", 3.2), ("1:00:02:09", 3602.36)]
)
def test_an_in_point_is_typed_as_one_likes(row, qtbot, text, start) -> None:
    spans = told(row)
    type_into(qtbot, row._in, text)
    qtbot.keyClick(row._in, Qt.Key.Key_Return)
    assert spans[-1].start == pytest.approx(start)
    assert len(spans) == 1


def test_an_out_point_and_a_length(row, qtbot) -> None:
    spans = told(row)
    type_into(qtbot, row._out, "5:00")
    qtbot.keyClick(row._out, Qt.Key.Key_Return)
    assert spans[-1] == pytest.approx((2.36, 5.0))
    row.set_span(RULE, spans[-1])
    type_into(qtbot, row._length, "9")
    qtbot.keyClick(row._length, Qt.Key.Key_Return)
    assert spans[-1] == pytest.approx((2.36, 7.36))  # five seconds at most


def test_wrong_words_are_shown_and_go_back(row, qtbot) -> None:
    spans = told(row)
    type_into(qtbot, row._in, "soon")
    assert row._in.property("invalid") is True
    qtbot.keyClick(row._in, Qt.Key.Key_Return)
    assert row._in.text() == "soon"  # to be mended
    row._out.setFocus()
    assert row._in.text() == "00:00:02:09"
    assert row._in.property("invalid") is False
    assert spans == []


def test_leaving_a_field_takes_what_was_typed_and_escape_does_not(row, qtbot) -> None:
    spans = told(row)
    type_into(qtbot, row._in, "4:00")
    qtbot.keyClick(row._in, Qt.Key.Key_Escape)
    assert row._in.text() == "00:00:02:09"
    row._out.setFocus()
    assert spans == []
    type_into(qtbot, row._in, "4:00")
    row._out.setFocus()
    assert spans == [pytest.approx((4.0, 6.36))]


def test_what_is_being_typed_is_not_overwritten(row, qtbot) -> None:
    type_into(qtbot, row._in, "4:0")
    row.set_span(RULE, TimeRange(1.0, 5.0))
    assert row._in.text() == "4:0"
    assert row._out.text() == "00:00:05:00"


def test_up_and_down_go_by_a_frame(row, qtbot) -> None:
    spans = told(row)
    qtbot.keyClick(row._in, Qt.Key.Key_Up)
    assert spans[-1] == pytest.approx((2.4, 6.36))
    row.set_span(RULE, spans[-1])
    qtbot.keyClick(row._out, Qt.Key.Key_Down)
    assert spans[-1] == pytest.approx((2.4, 6.32))


def test_without_a_clip_there_is_nothing_to_type(row) -> None:
    row.clear()
    assert row._in.text() == ""
    assert not row.isEnabled()
