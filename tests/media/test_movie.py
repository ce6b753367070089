"""A movie of pictures: read back frame by frame."""

from fractions import Fraction
from pathlib import Path

import av
import pytest

from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.media.movie import write_movie
from aleph_desktop.media.stills import Still
from aleph_desktop.media.stopped import Stopped

COUNT = 12


def picture(number: int) -> Still:
    """Brighter with each number, the upper half blue."""
    grey = bytes([15 * number] * 3 + [255]) * 64
    blue = bytes([200, 40, 40, 255]) * 64
    return Still(64, 36, 256, blue * 18 + grey * 18)


def write(path, *, rate=Fraction(25), stop=lambda: False, told=None, make=picture) -> None:
    told = [] if told is None else told
    done = lambda *words: told.append(words)  # noqa: E731  a listener in one line
    write_movie(path, rate, COUNT, make, on_frame=done, stop=stop)


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60)])
def test_each_picture_is_a_frame(tmp_path, rate):
    path, told = tmp_path / "review.mp4", []
    write(path, rate=rate, told=told)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        codec = stream.codec_context
        assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")
        assert (codec.colorspace, codec.color_primaries, codec.color_trc) == (1, 1, 1)
        assert stream.average_rate == rate
    assert len(frames) == COUNT
    assert told == [(number + 1, COUNT) for number in range(COUNT)]
    for number, frame in enumerate(frames):
        assert max(abs(value - 15 * number) for value in _pixel(frame, 30, 30)) < 8
        blue, green, red = _pixel(frame, 5, 30)
        assert abs(blue - 200) < 14
        assert max(abs(green - 40), abs(red - 40)) < 14
    assert [file.name for file in tmp_path.iterdir()] == ["review.mp4"]


def _pixel(frame, row, column):
    made = frame.reformat(format="bgr24", src_colorspace="itu709")
    plane = made.planes[0]
    at = row * plane.line_size + column * 3
    return tuple(bytes(plane)[at : at + 3])


def test_stopped_it_leaves_nothing_and_what_was_there_stays(tmp_path):
    path, told = tmp_path / "review.mp4", []
    path.write_bytes(b"the one before")
    with pytest.raises(Stopped):
        write(path, told=told, stop=lambda: len(told) == 5)
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"the one before"]


def test_a_picture_that_fails_leaves_nothing(tmp_path):
    def fails(number):
        if number == 3:
            raise RuntimeError("no picture")
        return picture(number)

    with pytest.raises(RuntimeError, match="no picture"):
        write(tmp_path / "review.mp4", make=fails)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_says_what_to_do(tmp_path):
    with pytest.raises(KnownError, match="couldn't be saved") as raised:
        write(tmp_path / "gone" / "review.mp4")
    assert raised.value.failure.remedy == "Save to another folder."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full is Linux's")
def test_a_full_disk_says_so(tmp_path):
    (tmp_path / ".review.mp4.part").symlink_to("/dev/full")
    with pytest.raises(KnownError) as raised:
        write(tmp_path / "review.mp4")
    assert raised.value.failure.kind in (FailureKind.SPACE, FailureKind.DISK)
    assert not (tmp_path / "review.mp4").exists()
