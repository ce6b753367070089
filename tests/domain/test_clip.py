"""A clip's words for people."""

from fractions import Fraction

import pytest

from aleph_desktop.domain.clip import ClipInfo


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (Fraction(25), "1280×720 · 25 fps"),
        (Fraction(30), "1280×720 · 30 fps"),
        (Fraction(24000, 1001), "1280×720 · 23.98 fps"),
        (Fraction(25, 2), "1280×720 · 12.5 fps"),
        (Fraction(100), "1280×720 · 100 fps"),
    ],
)
def test_summary(rate: Fraction, words: str):
    assert ClipInfo(1280, 720, rate, 5, 1, "mov", "h264", "yuv420p", False).summary() == words
