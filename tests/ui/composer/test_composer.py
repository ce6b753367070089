"""The composer: what can be generated, and what is said when it can't."""

from decimal import Decimal
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox, QStyleOptionFrame

from aleph_desktop.domain.clip import ClipInfo, ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.framing import Framing, Shape
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.domain.price import Price
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.domain.url_report import UrlReport
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.resources import resource
from aleph_desktop.ui.composer.composer import Composer
from aleph_desktop.ui.theme import Theme

FILE = ClipSource(SourceKind.FILE, "/clips/bunny.mp4")
INFO = ClipInfo(1280, 720, Fraction(25), 5.28, 1_055_736, "mp4", "h264", "yuv420p", has_audio=True)


@pytest.fixture
def composer(qapp, qtbot):
    made = Composer(Theme(qapp, "dark"))
    qtbot.addWidget(made)
    made.set_spec(find_model_spec(resource("models"), "runway/gen4_aleph"))
    made.set_connection(connected=True, needs_key=False, loopback=False, cost_note="charged")
    made.resize(348, 840)
    made.show()
    return made


def fill(composer: Composer) -> None:
    composer.clip.set_source(FILE)
    composer.clip.set_clip(INFO)
    composer.prompt.set_text("Make it rain")


def asked(composer: Composer) -> list[Edit]:
    edits: list[Edit] = []
    composer.generate_requested.connect(lambda edit, _takes: edits.append(edit))
    return edits


def test_what_is_missing_is_said_step_by_step(composer) -> None:
    hint, button = composer._hint, composer._generate
    assert "Add a clip" in hint.text()
    composer.clip.set_source(FILE)
    assert "Reading" in hint.text()
    composer.clip.set_clip(INFO)
    assert "what should change" in hint.text()
    composer.prompt.set_text("x" * 1001)
    assert "1 characters too long" in hint.text()
    assert not button.isEnabled()
    composer.prompt.set_text("Make it rain")
    assert hint.text() == "1 run · charged"
    assert button.isEnabled()


def test_a_double_click_is_one_job(composer, qtbot) -> None:
    fill(composer)
    edits = asked(composer)
    qtbot.mouseClick(composer._generate, Qt.MouseButton.LeftButton)
    qtbot.mouseDClick(composer._generate, Qt.MouseButton.LeftButton)
    composer.generate()
    assert edits == [Edit(FILE, "Make it rain", "runway/gen4_aleph")]
    assert composer._hint.text() == "Queued."
    assert not composer._generate.isEnabled()  # it isn't on the disk yet
    qtbot.waitUntil(lambda: composer._hint.text() == "1 run · charged", timeout=5000)
    composer.generate()
    assert len(edits) == 1  # a slow disk doesn't make it two
    composer.settle()
    assert composer._generate.isEnabled()
    composer.generate()
    assert len(edits) == 2


def test_stored_at_once_is_still_one_job(composer, qtbot) -> None:
    fill(composer)
    edits = asked(composer)
    composer.generate_requested.connect(composer.settle)
    qtbot.mouseClick(composer._generate, Qt.MouseButton.LeftButton)
    assert composer._generate.isEnabled()
    qtbot.mouseClick(composer._generate, Qt.MouseButton.LeftButton)
    assert len(edits) == 1
    qtbot.waitUntil(lambda: composer._hint.text() == "1 run · charged", timeout=5000)
    qtbot.mouseClick(composer._generate, Qt.MouseButton.LeftButton)
    assert len(edits) == 2


def test_another_prompt_or_seed_goes_through_at_once(composer) -> None:
    fill(composer)
    edits = asked(composer)
    composer.generate()
    composer.prompt.set_text("Make it snow")
    composer.generate()
    composer.options.set_seed(7)
    composer.generate()
    composer.generate()
    assert [(edit.prompt, edit.seed) for edit in edits] == [
        ("Make it rain", None),
        ("Make it snow", None),
        ("Make it snow", 7),
    ]
    for _ in edits:
        assert not composer._generate.isEnabled()
        composer.settle()
    assert composer._generate.isEnabled()


def test_the_button_has_the_focus_again_when_the_job_is_stored(composer, qtbot) -> None:
    fill(composer)
    with qtbot.waitActive(composer):
        composer.activateWindow()
    qtbot.mouseClick(composer._generate, Qt.MouseButton.LeftButton)
    assert not composer._generate.hasFocus()
    composer.settle()
    assert composer._generate.hasFocus()


def test_a_clip_that_cannot_be_read_blocks_and_says_why(composer) -> None:
    fill(composer)
    composer.clip.set_source(ClipSource(SourceKind.FILE, "/clips/notes.txt"))
    composer.clip.set_clip_problem(
        Failure(FailureKind.INPUT, "No clip", "It is a text.", "Choose one.")
    )
    assert not composer._generate.isEnabled()
    assert composer._hint.text() == "This clip can't be used."
    composer.clip.set_source(FILE)
    assert composer._hint.text() == "Reading the clip…"


def test_urls_are_checked_as_one_types(composer, qtbot) -> None:
    composer.prompt.set_text("Make it rain")
    sources = []
    composer.clip.source_changed.connect(sources.append)
    line, message = composer.clip._url._line, composer.clip._url._message
    qtbot.keyClicks(line, "https:/")
    assert not message.isVisible()  # half a scheme is no mistake yet
    line.setText("https://example")
    assert "public host" in message.text()
    assert not composer._generate.isEnabled()
    line.setText("http://example.com/a.mp4")  # a look tells what can be done about it
    assert not message.isVisible()
    assert sources[-1] == ClipSource(SourceKind.URL, "http://example.com/a.mp4")
    composer.clip.set_url_report(UrlReport("http://example.com/a.mp4", "Not https.", "Change it."))
    assert not composer._generate.isEnabled()
    line.setText("https://example.com/a.mp4")
    assert not message.isVisible()
    assert composer._generate.isEnabled()
    assert sources[-1] == ClipSource(SourceKind.URL, "https://example.com/a.mp4")
    line.clear()
    assert sources[-1] is None
    assert not composer._generate.isEnabled()


def test_a_file_replaces_a_url_and_a_url_replaces_a_file(composer) -> None:
    composer.clip._url.set_text("https://example.com/a.mp4")
    composer.clip.set_source(FILE)
    assert composer.clip._url.text() == ""
    composer.clip.set_clip(INFO)
    assert composer.source == FILE
    composer.clip._url.set_text("https://example.com/b.mp4")
    assert composer.source == ClipSource(SourceKind.URL, "https://example.com/b.mp4")


def test_the_frame_size_follows_the_clip(composer) -> None:
    fill(composer)
    sizes = composer.options._sizes
    assert sizes.itemText(0) == "Match the clip · 1280 × 720"
    option = QStyleOptionComboBox()
    sizes.initStyleOption(option)
    assert option.currentText == "1280 × 720"  # the closed box is small
    assert composer.options._matched.text() == "matched"
    edits = asked(composer)
    composer.options.set_frame_size("960:960")
    composer.options.set_seed(4294967296)
    assert not composer._generate.isEnabled()
    composer.options.set_seed(7)
    composer.generate()
    assert (edits[0].frame_size, edits[0].seed) == ("960:960", 7)


def test_the_whole_seed_can_be_read_and_a_narrow_composer_keeps_its_width(composer) -> None:
    composer.options.set_seed(4294967295)
    seed = composer.options._seed
    seed.setCursorPosition(0)
    option = QStyleOptionFrame()
    seed.initStyleOption(option)
    inside = seed.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, seed)
    assert inside.width() > seed.fontMetrics().horizontalAdvance("4294967295") + 4
    assert composer.options.minimumSizeHint().width() <= 258


def test_edit_again_brings_everything_back(composer, tmp_path) -> None:
    moon = str(tmp_path / "moon.jpg")
    assert QImage(8, 8, QImage.Format.Format_RGB32).save(moon)
    span, framing = TimeRange(0.2, 2.2), Framing(Shape.FILL, 0.25)
    again = Edit(
        FILE, "Night", "runway/gen4_aleph", "832:1104", 91827, (moon,), span=span, framing=framing
    )
    edits = asked(composer)
    composer.set_edit(again)
    composer.clip.set_clip(INFO)
    composer.generate()
    assert edits == [again]


def test_a_seed_that_came_back_stays_with_its_clip(composer) -> None:
    composer.set_edit(Edit(FILE, "Night", "runway/gen4_aleph", seed=91827))
    composer.clip.set_source(FILE)
    assert composer.options.seed == 91827
    composer.clip.set_source(ClipSource(SourceKind.FILE, "/clips/other.mp4"))
    assert composer.options.seed is None
    composer.options.set_seed(7)  # the user's own
    composer.clip.set_source(FILE)
    assert composer.options.seed == 7


def test_without_a_key_there_are_two_ways_on(composer, qtbot) -> None:
    composer.set_connection(connected=False, needs_key=True, loopback=False, cost_note="")
    assert composer._key.isVisible()
    entered = []
    composer.key_entered.connect(entered.append)
    qtbot.keyClicks(composer._key._field, " sk-canary ")
    qtbot.keyClick(composer._key._field, Qt.Key.Key_Return)
    assert entered == ["sk-canary"]
    assert composer._key._field.text() == ""  # not kept in a widget


def test_takes_are_asked_for_with_what_they_cost(composer) -> None:
    fill(composer)
    composer.options._takes.set_takes(3)
    assert composer._hint.text() == "3 runs · charged"
    composer.set_price(Price(Decimal("0.98")))
    assert composer._hint.text() == "3 × $0.98 = $2.94 · charged"
    asked_for = []
    composer.generate_requested.connect(lambda _edit, takes: asked_for.append(takes))
    composer.generate()
    assert asked_for == [3]


def test_an_image_that_is_gone_blocks(composer) -> None:
    fill(composer)
    composer.references.set_references(("/pictures/gone.jpg",))
    assert not composer._generate.isEnabled()
    composer.references.set_references(())
    assert composer._generate.isEnabled()


def test_many_clips_get_the_draft_but_not_its_part(composer) -> None:
    fill(composer)
    composer.clip.set_source(FILE, TimeRange(1.0, 2.0), Framing(Shape.FILL, 0.0))
    composer.clip.set_clip(INFO)
    assert composer.edit_for(FILE).span == TimeRange(1.0, 2.0)
    other = composer.edit_for(ClipSource(SourceKind.FILE, "/clips/other.mp4"))
    assert (other.span, other.framing.shape) == (None, Shape.FILL)
