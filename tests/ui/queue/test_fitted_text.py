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


@pytest.mark.parametrize("text", ["word " * 200, "W" * 900, "🌙 night " * 90, "夜" * 500])
def test_long_text_fits_and_is_elided(fitted, text):
    lines = fitted.two(text, 200)
    assert len(lines) == 2
    assert all(fitted.metrics.horizontalAdvance(line) <= 200 for line in lines)
    assert lines[1].endswith("…")
    assert text.startswith(lines[0])
