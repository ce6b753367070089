"""Hard cuts are found, to the frame; pans, fades and flashes are none."""

import random

import pytest
from synthetic import luma_frame

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.errors import KnownError
from aleph_desktop.media.cuts import find_cuts
from aleph_desktop.media.stopped import Stopped

SIZE = (256, 144)
WHOLE = TimeRange(0.0, 60.0)


def scene(seed: int, width: int) -> list[bytes]:
    """A picture of boxes, in rows; wider than a frame, so that a camera can pan over it."""
    dice = random.Random(seed)
    rows = [bytearray([dice.randrange(40, 200)]) * width for _ in range(SIZE[1])]
    for _ in range(60):
        x, y = dice.randrange(width), dice.randrange(SIZE[1])
        shade = bytes([dice.randrange(16, 236)])
        for row in rows[y : y + dice.randrange(10, 60)]:
            row[x : x + 40] = shade * len(row[x : x + 40])
    return [bytes(row) for row in rows]


ONE, OTHER = scene(1, 2000), scene(8, 2000)


def frame_of(rows, x=0, change=lambda row: row):
    return luma_frame(*SIZE, lambda y: change(rows[y][x : x + SIZE[0]]))


def mixed(share: float):
    """One scene dissolving into the other."""
    rows = [
        bytes(round(a + (b - a) * share) for a, b in zip(one[:256], other[:256], strict=True))
        for one, other in zip(ONE, OTHER, strict=True)
    ]
    return frame_of(rows)


def shots(number, _size):
    """Cuts at 30 and 70; the camera moves all the time."""
    return frame_of(OTHER if 30 <= number < 70 else ONE, 2 * number)


def pan(number, _size):
    return frame_of(ONE, 12 * number)


def shake(number, _size):
    return frame_of(ONE, 300 + random.Random(number).randrange(24))


def dissolve(number, _size):
    return mixed(min(1.0, max(0.0, (number - 20) / 30)))


def fade(number, _size):
    level = min(1.0, number / 25)
    return frame_of(ONE, 0, lambda row: bytes(round(16 + (v - 16) * level) for v in row))


def flash(number, _size):
    """A white frame, and three brighter ones."""
    if number == 30:
        return frame_of(ONE, number, lambda row: b"\xeb" * len(row))
    if 60 <= number < 63:
        return frame_of(ONE, number, lambda row: bytes(min(235, v + 90) for v in row))
    return frame_of(ONE, number)


def found(path, span: TimeRange = WHOLE) -> list[int]:
    """The frames' numbers."""
    cuts: list[float] = []
    find_cuts(path, span, cuts.append, lambda: False)
    assert cuts == pytest.approx([round(cut * 25) / 25 for cut in cuts], abs=0.0011)
    return [round(cut * 25) for cut in cuts]


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_hard_cuts_are_found_to_the_frame(clip, suffix):
    assert found(clip(f"shots.{suffix}", frames=100, paint=shots)) == [30, 70]


@pytest.mark.parametrize("paint", [pan, shake, dissolve, fade, flash], ids=lambda p: p.__name__)
def test_what_is_no_cut(clip, paint):
    assert found(clip(f"{paint.__name__}.mp4", frames=100, paint=paint)) == []


def test_only_those_that_begin_inside_the_range(clip):
    path = clip("shots.mp4", frames=100, paint=shots)
    assert found(path, TimeRange(1.0, 2.0)) == [30]
    assert found(path, TimeRange(1.2, 2.8)) == [30]  # 70 is the first frame after it
    assert found(path, TimeRange(1.24, 2.84)) == [70]
    assert found(path, TimeRange(2.0, 2.5)) == []


def test_real_footage(bikes, sample):
    assert found(bikes) == [30, 76, 137, 187, 242]
    assert found(sample) == []


def test_it_ends_when_nobody_wants_it_and_says_why_it_can_not(clip, tmp_path):
    path = clip("shots.mp4", frames=100, paint=shots)
    asked = iter([False] * 50 + [True])
    told: list[float] = []
    with pytest.raises(Stopped):
        find_cuts(path, WHOLE, told.append, lambda: next(asked))
    assert told == [1.2]
    with pytest.raises(KnownError, match="not there"):
        find_cuts(tmp_path / "gone.mp4", WHOLE, told.append, lambda: False)
