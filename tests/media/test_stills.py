"""Thumbnails, and two clips' frames in one picture."""

import av
import pytest
from synthetic import number_in, quarters, shade

from aleph_desktop.errors import KnownError
from aleph_desktop.media.picture import side_by_side
from aleph_desktop.media.stills import frame_of, thumbnail


def number_of(still) -> int:
    return number_in(frame_of(still).reformat(format="yuv420p"))


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_a_thumbnail_is_the_frame_at_its_time_inside_its_box(clip, suffix):
    path = clip(f"reel 25.00.{suffix}", rate=25, frames=120)
    for at, number in ((0.0, 0), (0.04, 1), (1.99, 49), (4.0, 100), (99, 119)):
        still = thumbnail(path, 150, 150, at)
        assert (still.width, still.height) == (150, 84)
        assert number_of(still) == number


def test_a_turned_clip_has_an_upright_thumbnail(clip):
    still = thumbnail(clip("turned.mp4", rotation=90, paint=quarters, frames=5), 73, 73)
    assert (still.width, still.height) == (41, 73)  # also at an odd width
    frame = frame_of(still).reformat(format="gray")
    shades = [shade(frame, x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    assert shades == pytest.approx([86, 226, 28, 156], abs=6)


def test_what_has_no_picture_says_why(tmp_path):
    with pytest.raises(KnownError, match="not there"):
        thumbnail(tmp_path / "gone.mp4", 100, 100)


def test_both_clips_stand_side_by_side_at_one_height(clip, tmp_path):
    one = clip("reel 25.00.mp4", rate=25, frames=120)
    other = clip("portrait pair.mp4", size=(144, 256), frames=50)
    target = tmp_path / "pair.png"
    side_by_side(one, other, target, 1.0)
    with av.open(str(target)) as container:
        frame = next(container.decode(video=0)).reformat(format="yuv420p")
    assert (frame.width, frame.height) == (1280 + 405, 720)
    centres = [(column + 0.5) / 8 for column in range(8)]
    left = [shade(frame, centre * 1280 / 1685, 0.25) > 125 for centre in centres]
    right = [shade(frame, (1280 + centre * 405) / 1685, 0.25) > 125 for centre in centres]
    bits = [bool(25 >> (7 - column) & 1) for column in range(8)]
    assert (left, right) == (bits, bits)
