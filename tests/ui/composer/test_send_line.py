"""What will be sent, in as much room as there is."""

from dataclasses import replace
from fractions import Fraction

import pytest

from aleph_desktop.domain.clip import ClipInfo, Transfer
from aleph_desktop.domain.framing import Framing, Shape
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.domain.send_plan import megabytes, plan_send
from aleph_desktop.resources import resource
from aleph_desktop.ui.composer.send_line import SendLine, main_note, reasons
from aleph_desktop.ui.theme import Theme

SPEC = find_model_spec(resource("models"), "runway/gen4_aleph")
INFO = ClipInfo(
    1280, 720, Fraction(25), 4.0, 1_000_000, "mov,mp4", "h264", "yuv420p", True, "isom", 4.0
)
WIDE = replace(INFO, width=1920, height=960)
LONG = replace(INFO, duration=60.0, longest=60.0, size=90_000_000)


@pytest.fixture
def line(qapp, qtbot):
    Theme(qapp, "dark")
    made = SendLine()
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_the_card_says_elsewhere_goes_first(line) -> None:
    plan = plan_send(WIDE, SPEC)
    line.set_plan(plan)
    line.resize(2000, 20)
    assert line.shown() == plan.words()
    seen = []
    for width in range(600, 200, -1):
        line.resize(width, 20)
        if line.shown() not in seen:
            seen.append(line.shown())
    parts = plan.words().split(" · ")
    assert [words.split(" · ") for words in seen] == [
        parts,
        [parts[0], parts[1], parts[3], parts[4]],
        [parts[0], parts[3], parts[4]],
    ]


def test_nothing_is_said_before_anything_is_known(line) -> None:
    line.set_plan(plan_send(INFO, SPEC))
    line.set_plan(None)
    assert (line.text(), line.toolTip(), line.shown()) == ("", "", "")


def test_the_tooltip_has_all_reasons_and_notes(line) -> None:
    plan = plan_send(replace(WIDE, interlaced=True), SPEC)
    line.set_plan(plan)
    for words in (*plan.why, *plan.notes, plan.words()):
        assert words in line.toolTip()
    assert "as it is" in reasons(plan_send(INFO, SPEC))


@pytest.mark.parametrize(
    ("info", "framing", "word"),
    [
        (INFO, Framing(), ""),
        (WIDE, Framing(), "Bars: the model sees them"),
        (WIDE, Framing(Shape.FILL), "edges"),
        (replace(INFO, transfer=Transfer.PQ), Framing(), "HDR"),
        (replace(INFO, has_alpha=True), Framing(), "Transparency"),
        (replace(INFO, codec="prores"), Framing(), "Why: not a plain H.264 MP4"),
        (LONG, Framing(), "Why: only a part is sent"),
        (replace(LONG, interlaced=True), Framing(), "Why: only a part is sent, deinterlaced"),
        (replace(LONG, codec="prores"), Framing(), "Why: not a plain H.264 MP4"),
    ],
)
def test_the_note_is_about_what_the_picture_loses(info, framing, word) -> None:
    note = main_note(plan_send(info, SPEC, framing=framing), info)
    assert word in note
    assert bool(note) == bool(word)
    assert len(note) < 40
    assert "longer" not in note


def test_sizes_are_told_in_the_unit_that_fits():
    sizes = {87_000: "87 kB", 3_100_000: "3.1 MB", 38_200_000_000: "38.2 GB"}
    assert {size: megabytes(size) for size in sizes} == sizes
