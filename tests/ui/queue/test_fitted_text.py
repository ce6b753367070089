"""Text in one or two lines."""

import pytest
from PySide6.QtGui import QFont

from aleph_desktop.ui.queue.fitted_text import FittedText


@pytest.fixture
def fitted(qapp):
    return FittedText(QFont())


def test_what_fits_stays(fitted):
    assert fitted.one("night", 400) == "night"
    assert fitted.two("night", 400) == ("night",)


def test_two_lines_break_between_words_and_lose_nothing(fitted):
    text = "Make it heavy rain at dusk"
    width = fitted.metrics.horizontalAdvance("Make it heavy rain")
    assert " ".join(fitted.two(text, width)) == text


@pytest.mark.parametrize("text", ["A001_C004_0412.mp4", "my shot 12 of the day.mp4"])
def test_a_name_takes_two_lines_before_it_loses_anything(fitted, text):
    width = fitted.metrics.horizontalAdvance(text) * 2 // 3
    lines = fitted.name(text, width)
    assert len(lines) == 2
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_long_name_keeps_its_end(fitted):
    lines = fitted.name("shot_" * 60 + "0412.mp4", 150)
    assert len(lines) == 2
    assert all(fitted.metrics.horizontalAdvance(line) <= 150 for line in lines)
    assert "…" in lines[1]
    assert lines[1].endswith(".mp4")


@pytest.mark.parametrize("text", ["word " * 200, "W" * 900, "🌙 night " * 90, "夜" * 500])
def test_long_text_fits_and_is_elided(fitted, text):
    lines = fitted.two(text, 200)
    assert len(lines) == 2
    assert all(fitted.metrics.horizontalAdvance(line) <= 200 for line in lines)
    assert lines[1].endswith("…")
    assert text.startswith(lines[0])
