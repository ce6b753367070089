"""The frame shown is the frame claimed: read back from the painted picture, with real files."""

from fractions import Fraction
from pathlib import Path

import pytest

from aleph_desktop.media.reel import load_reel


def reel(path: str):
    return load_reel(Path(path), 5.0, 1920 * 1080, 2**30, lambda: False)


@pytest.mark.parametrize(
    "rate", [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60000, 1001)]
)
def test_every_frame_is_the_one_that_is_claimed(qtbot, room, make_job, grey_clip, rate):
    frames = 30
    source = grey_clip(rate, frames)
    asked = []
    room.reels_wanted.connect(lambda *args: asked.append(args))
    room.show_job(make_job(sent_path=source))
    token = asked[-1][0]
    room.set_reel(token, "reference", reel(source))
    room.set_reel(token, "edited", reel(grey_clip(rate, frames, size=(160, 72))))

    def shown():
        picture = room.view.grab().toImage()
        levels = [
            picture.pixelColor(pane.center() * picture.devicePixelRatio()).green()
            for pane in room.view.panes()
        ]
        return [round(level * 219 / 255 / 7) for level in levels]  # full range, of luma 16 + 7 n

    for frame in (*range(0, frames, 5), frames - 1):
        room.playback.go_to(frame)
        assert shown() == [frame, frame]
    pairs = []

    def read(index, *_):
        if room.playback.is_playing:
            pairs.append((index, shown()))

    room.playback.frame_shown.connect(read)
    room.toggle_play()
    qtbot.waitUntil(lambda: len(pairs) > frames)
    room.toggle_play()
    for index, levels in pairs:
        assert levels == [index, index]
