"""The clip's section: what it holds, says, and asks for."""

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSlider, QWidget

from aleph_desktop.domain.clip import ClipInfo, ClipSource, SourceKind, Transfer
from aleph_desktop.domain.framing import UNCHANGED, Framing, Shape
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.domain.url_report import UrlReport, UrlStep
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.resources import resource
from aleph_desktop.ui.composer.clip_section import ClipSection
from aleph_desktop.ui.theme import Theme

SPEC = find_model_spec(resource("models"), "runway/gen4_aleph")
FILE = ClipSource(SourceKind.FILE, "/clips/bunny.mp4")
OTHER = ClipSource(SourceKind.FILE, "/clips/other.mp4")
URL = ClipSource(SourceKind.URL, "https://example.com/a.mp4")
INFO = ClipInfo(
    1280, 720, Fraction(25), 60.0, 9_000_000, "mov,mp4", "h264", "yuv420p", True, "isom", 60.0
)
WIDE = replace(INFO, width=1920, height=960)
FAILURE = Failure(FailureKind.INPUT, "No clip", "It is a text.", "Choose another.")


@pytest.fixture
def section(qapp, qtbot):
    made = ClipSection(Theme(qapp, "dark"))
    qtbot.addWidget(made)
    made.set_spec(SPEC)
    made.resize(320, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def told(signal) -> list[object]:
    heard: list[object] = []
    signal.connect(heard.append)
    return heard


def test_what_stands_in_the_way_is_said_step_by_step(section) -> None:
    assert "Add a clip" in section.obstacle
    section.set_source(FILE)
    assert "Reading" in section.obstacle
    section.set_clip(INFO)
    assert section.is_usable
    section.set_source(OTHER)
    section.set_clip_problem(FAILURE)
    assert "can't be used" in section.obstacle
    assert section._card._problem.text() == "It is a text."
    assert section._card._problem.isVisible()
    section.set_source(None)
    assert "Add a clip" in section.obstacle
    assert not section._card._problem.isVisible()


def test_the_untouched_range_is_the_default(section) -> None:
    section.set_source(FILE)
    section.set_clip(INFO)
    assert section.span is None
    assert section.plan.span == TimeRange(0, 5)
    spans = told(section.span_changed)
    strip = section._card.strip
    strip.setFocus()
    press(strip, Qt.Key.Key_Right)
    assert section.span == spans[-1] == pytest.approx((0.04, 5.04))
    assert section.plan.span == section.span
    press(strip, Qt.Key.Key_Left)
    assert section.span is None  # back to what it was


def press(widget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)


def test_an_earlier_range_and_framing_come_back(section) -> None:
    framing = Framing(Shape.FILL, 0.2)
    section.set_source(FILE, TimeRange(10, 13), framing)
    section.set_clip(WIDE)
    assert section.span == TimeRange(10, 13)
    assert section.framing == framing
    assert section.plan.placement.is_cropped
    section.set_source(FILE)
    section.set_clip(WIDE)
    assert (section.span, section.framing) == (None, UNCHANGED)


def test_a_range_that_the_file_no_longer_has_is_put_inside(section) -> None:
    section.set_source(FILE, TimeRange(58, 63))
    section.set_clip(INFO)
    assert section.span == TimeRange(58, 60)


def test_in_and_out_are_marked_at_the_playhead(section) -> None:
    section.set_source(FILE)
    section.set_clip(INFO)
    spans = told(section.span_changed)
    section.mark_in()
    assert spans == []  # there is no playhead
    section.set_playhead(20.02)
    section.mark_in()
    assert section.span == pytest.approx((20.0, 25.0))
    section.set_playhead(23.02)
    section.mark_out()
    assert section.span == pytest.approx((20.0, 23.04))  # with the frame that is seen
    press(section._card.strip, Qt.Key.Key_I)
    assert section.span == pytest.approx((23.0, 23.52))
    assert len(spans) == 3


def test_cuts_are_asked_for_around_the_range_once(section, qtbot) -> None:
    asked = told(section.cuts_wanted)
    section.set_source(FILE)
    section.set_clip(INFO)
    assert len(asked) == 1
    press(section._card.strip, Qt.Key.Key_Right)
    assert len(asked) == 1
    press(section._card.strip, Qt.Key.Key_End)
    assert len(asked) == 2
    assert asked[1].end == 60
    section.set_source(OTHER)
    section.set_clip(INFO)
    assert len(asked) == 3


def test_a_change_of_the_frame_size_changes_the_plan(section) -> None:
    section.set_source(FILE)
    section.set_clip(INFO)
    assert not section._card.framing_row._buttons[Shape.FIT].isVisible()
    section.set_frame_size("960:960")
    assert section.plan.frame_size == "960:960"
    assert section._card.framing_row._buttons[Shape.FIT].isVisible()
    section.set_frame_size(None)
    assert section.plan.frame_size == "1280:720"


def test_fit_or_fill_and_the_crop_from_two_places(section, qtbot) -> None:
    section.set_source(FILE)
    section.set_clip(WIDE)
    framings = told(section.framing_changed)
    row = section._card.framing_row
    assert "Bars" in row._note.text()
    qtbot.mouseClick(row._buttons[Shape.FILL], Qt.MouseButton.LeftButton)
    assert section.framing == Framing(Shape.FILL, 0.5)
    row._position.setValue(80)
    assert section.framing == Framing(Shape.FILL, 0.8)
    section.set_framing_position(0.333)
    assert section.framing.position == 0.333  # the slider's steps don't round it
    assert row._position.value() == 33
    qtbot.mouseClick(row._buttons[Shape.FIT], Qt.MouseButton.LeftButton)
    assert section.framing.shape is Shape.FIT
    assert len(framings) == 4


def test_the_card_never_changes_its_height(section, qtbot) -> None:
    def height() -> int:
        section.layout().activate()
        return section._card.height()

    empty = height()
    section.set_source(FILE)
    assert height() == empty
    for info in (INFO, WIDE, replace(INFO, transfer=Transfer.HLG), replace(INFO, duration=3600.0)):
        section.set_clip(info)
        assert height() == empty
    section.set_clip_problem(FAILURE)
    assert height() == empty
    section.set_source(URL)
    assert height() == empty
    section.set_url_report(UrlReport(URL.location))
    assert height() == empty


def test_a_mark_beyond_the_range_begins_another(section) -> None:
    section.set_source(FILE)
    section.set_clip(replace(INFO, duration=60.0, longest=60.0))
    section.set_playhead(20.0)
    section.mark_in()
    assert section.span == (20.0, 25.0)
    section.set_playhead(58.0)
    section.mark_in()
    assert section.span == (58.0, 60.0)
    section.set_playhead(9.96)
    section.mark_out()
    assert section.span == (5.0, 10.0)


def test_urls_are_checked_as_one_types(section, qtbot) -> None:
    sources = told(section.source_changed)
    line, message = section._url._line, section._url._message
    line.setText("https://192.168.1.7")
    assert message.isVisible()
    assert section.obstacle == "This URL can't be used."
    line.setText(URL.location)
    assert sources == [URL]
    assert section.is_usable
    line.clear()
    assert sources == [URL, None]


def test_a_file_replaces_a_url_and_a_url_replaces_a_file(section) -> None:
    section._url.set_text(URL.location)
    section.set_source(FILE)
    assert section._url.text() == ""
    section.set_clip(INFO)
    section._url.set_text(URL.location)
    assert section.source == URL
    assert section.plan is None
    assert section.span is None


def test_a_url_that_is_looked_at_waits_and_a_bad_one_stays_out(section) -> None:
    section.set_source(URL)
    section.set_url_busy("Looking…")
    assert section.obstacle == "Looking…"
    section.set_url_report(UrlReport(URL.location, "It is a page.", "Download the clip."))
    assert "can't fetch" in section.obstacle
    assert section._card.url._problem.isVisible()
    section.set_url_report(UrlReport(URL.location))
    assert section.is_usable


def test_a_download_blocks_until_it_ends_or_is_cancelled(section, qtbot) -> None:
    section.set_source(URL)
    section.set_url_report(UrlReport(URL.location))
    steps = told(section.url_step_wanted)
    qtbot.mouseClick(section._card.url._steps[UrlStep.FETCH], Qt.MouseButton.LeftButton)
    assert steps == ["fetch"]
    section.set_fetch_progress(1_000, 10_000)
    assert "Downloading" in section.obstacle
    with qtbot.waitSignal(section.fetch_cancelled):
        qtbot.mouseClick(section._card.url._cancel, Qt.MouseButton.LeftButton)
    assert section.is_usable
    section.set_fetch_progress(1_000, 10_000)
    section.set_clip_problem(FAILURE)
    assert section.is_usable  # the service can still fetch it
    assert section._card.url._problem.text() == "It is a text."
    section.set_fetch_progress(1_000, 10_000)
    section.set_source(FILE)
    section.set_clip(INFO)
    assert section.is_usable


def test_a_late_answer_about_a_file_says_nothing_of_a_url(section) -> None:
    section.set_source(FILE)
    section.set_source(URL)
    section.set_clip(INFO)
    assert section.plan is None
    assert section.is_usable


def test_a_picture_of_a_url_is_shown_on_its_card(section) -> None:
    section.set_source(URL)
    red = QImage(160, 90, QImage.Format.Format_RGB32)
    red.fill(QColor("red"))
    section.set_url_picture(red)
    seen = section._card.picture.grab().toImage()
    assert seen.pixelColor(seen.rect().center()) == QColor("red")
    section.set_source(FILE)
    section.set_source(URL)
    assert not section._card.picture.has_image


def test_every_control_has_a_name(section) -> None:
    section.set_source(FILE)
    section.set_clip(WIDE)
    for control in section.findChildren(QWidget):
        if control.focusPolicy() & Qt.FocusPolicy.TabFocus and isinstance(
            control, QAbstractButton | QLineEdit | QSlider
        ):
            named = control.accessibleName() or getattr(control, "text", str)()
            assert named, control


def test_the_end_that_is_trimmed_is_shown(section) -> None:
    section.set_source(FILE)
    section.set_clip(replace(INFO, duration=60.0, longest=60.0))
    seen = told(section.scrubbed)
    strip = section._card.strip
    press(strip, Qt.Key.Key_Right)  # the whole range: its first frame
    QTest.keyClick(strip, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)  # its out point
    half = 0.5 / float(INFO.frame_rate)
    assert seen == pytest.approx([section.span.start + half, section.span.end - half])
