"""Durations and moments in words."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.ui.queue.plain_time import ago, exact, spell, spell_left

NOON = datetime(2026, 6, 15, 12, 0).astimezone().timestamp()  # local time, as ages are


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (-3, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (202, "3 min 22 s"),
     (3900, "1 h 5 min")],
)  # fmt: skip
def test_spell(seconds, words):
    assert spell(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "a few seconds left"), (12, "about 10 s left"), (57, "about 55 s left"),
     (58, "about 1 min left"), (101, "about 1 min 40 s left"), (598, "about 10 min left"),
     (1000, "about 17 min left")],
)  # fmt: skip
def test_spell_left(seconds, words):
    assert spell_left(seconds) == words


@given(st.floats(0, 100_000))
def test_a_guess_never_says_60_seconds(seconds):
    assert " 60 s" not in spell_left(seconds)
    assert " 60 s" not in spell(seconds)


@pytest.mark.parametrize(
    ("hours", "words"),
    [(-1, "just now"), (0, "just now"), (0.5, "30 min ago"), (3, "3 h ago"), (13, "yesterday"),
     (36, "yesterday"), (37, "2 days ago"), (7 * 24, "8 Jun"), (365 * 24, "15 Jun 2025")],
)  # fmt: skip
def test_ago(hours, words):
    assert ago(NOON - hours * 3600, NOON) == words


def test_exact_is_local_time():
    assert exact(NOON) == "2026-06-15 12:00:00"
