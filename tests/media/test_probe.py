"""What a probe finds, and what it says of files that are no clips."""

import math
import os
import struct
from fractions import Fraction
from pathlib import Path

import av
import pytest
from synthetic import add_silence, numbered, quarters, write_clip

from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.media.probe import probe


def refusal(path: Path):
    with pytest.raises(KnownError) as raised:
        probe(path)
    failure = raised.value.failure
    assert path.name in failure.message
    assert failure.remedy
    return failure


def test_the_sample(sample):
    info = probe(sample)
    assert (info.width, info.height, info.frame_rate) == (1280, 720, Fraction(25))
    assert info.duration == pytest.approx(5.28)
    assert (info.codec, info.pixel_format, info.has_audio) == ("h264", "yuv420p", True)
    assert info.size == sample.stat().st_size
    assert "mp4" in info.container


def test_a_portrait_clip_and_a_turned_one_are_as_shown(clip):
    upright = probe(clip("portrait.mp4", size=(144, 256), frames=5))
    turned = probe(clip("turned.mp4", rotation=90, paint=quarters, frames=5))
    assert (upright.width, upright.height) == (144, 256)
    assert (turned.width, turned.height) == (144, 256)


def test_wide_pixels_are_made_square(clip):
    info = probe(clip("anamorphic.mp4", size=(192, 144), aspect=Fraction(4, 3), frames=5))
    assert (info.width, info.height) == (256, 144)


def test_odd_sides_are_told_as_they_are(clip):
    info = probe(clip("odd.mp4", size=(255, 143), pixel_format="yuv444p", frames=5))
    assert (info.width, info.height, info.pixel_format) == (255, 143, "yuv444p")


@pytest.mark.parametrize(
    ("name", "rate"),
    [("59.94.mp4", Fraction(60000, 1001)), ("23.976.mkv", Fraction(24000, 1001))],
)
def test_frame_rates_are_exact(clip, name, rate):
    assert probe(clip(name, rate=rate, frames=60)).frame_rate == rate


DENSE_FIRST = [*range(0, 2000, 40), *range(2000, 6000, 100)]
DENSE_LAST = [*range(0, 2000, 100), *range(2000, 3000, 20)]


@pytest.mark.parametrize(
    ("name", "times", "rate"),
    [
        ("dense first.mp4", DENSE_FIRST, 25),
        ("dense last.mp4", DENSE_LAST, 50),
        ("bursts.mp4", [*range(0, 1000, 4), *range(1000, 3000, 100)], 60),
        ("one pause.mp4", [*range(0, 1000, 40), *range(2000, 3000, 40)], 25),
    ],
)
def test_uneven_timing_has_the_rate_of_its_densest_part(clip, name, times, rate):
    info = probe(clip(name, times=times))
    assert (info.uneven, info.frame_rate) == (True, rate)


def test_jitter_is_no_other_rate(clip):
    times = [round(number * 1000 / 30 + 6 * math.sin(number * 7)) for number in range(90)]
    info = probe(clip("phone.mp4", times=times))
    assert float(info.frame_rate) == pytest.approx(30, rel=0.01)


def test_ten_bit_hevc_and_prores(clip):
    hevc = probe(
        clip(
            "hevc.mp4",
            frames=5,
            codec="libx265",
            pixel_format="yuv420p10le",
            options={"preset": "ultrafast", "x265-params": "log-level=none"},
        )
    )
    prores = probe(
        clip("prores.mov", frames=5, codec="prores_ks", pixel_format="yuv422p10le", options={})
    )
    assert (hevc.codec, hevc.pixel_format) == ("hevc", "yuv420p10le")
    assert (prores.codec, prores.pixel_format) == ("prores", "yuv422p10le")


def test_sound_is_told_and_does_not_lengthen_the_clip(clip):
    info = probe(clip("talks.mp4", frames=25, sound_seconds=3))
    assert info.has_audio
    assert info.duration == pytest.approx(1.0)
    assert not probe(clip("silent.mp4", frames=25)).has_audio


def test_a_stream_that_says_no_duration_is_counted(tmp_path):
    raw = write_clip(tmp_path / "raw.h264", frames=30)
    assert probe(raw).duration == pytest.approx(30 / 25, rel=0.05)


def test_what_is_missing_empty_or_a_folder(tmp_path):
    assert "not there" in refusal(tmp_path / "gone.mp4").message
    (tmp_path / "folder.mp4").mkdir()
    assert "folder" in refusal(tmp_path / "folder.mp4").message
    (tmp_path / "empty.mp4").touch()
    assert "0 bytes" in refusal(tmp_path / "empty.mp4").message


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX permissions")
def test_a_file_that_may_not_be_read_is_the_disks_matter(tmp_path):
    locked = tmp_path / "locked.mp4"
    locked.write_bytes(b"x")
    locked.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)  # root may read anything: be nobody for a moment
    try:
        failure = refusal(locked)
    finally:
        if root:
            os.seteuid(0)
    assert failure.kind is FailureKind.DISK
    assert "may not read" in failure.message


@pytest.mark.parametrize("name", ["notes.txt", "notes.mp4"])
def test_text_is_no_video(tmp_path, name):
    path = tmp_path / name
    path.write_text("A fairy lands on the branch.\n" * 200)
    assert "not a video" in refusal(path).message


def test_noise_is_no_video(tmp_path):
    path = tmp_path / "noise.mp4"
    path.write_bytes(struct.pack(">4000I", *(n * 2654435761 % 2**32 for n in range(4000))))
    assert "not a video" in refusal(path).message


@pytest.mark.parametrize(("codec", "name"), [("png", "a.png"), ("mjpeg", "b.mp4")])
def test_an_image_is_called_one_whatever_its_name(tmp_path, codec, name):
    encoder = av.CodecContext.create(codec, "w")
    encoder.width, encoder.height = 64, 64
    encoder.pix_fmt = "rgb24" if codec == "png" else "yuvj420p"
    encoder.time_base = Fraction(1, 25)
    frame = numbered(1, (64, 64)).reformat(format=encoder.pix_fmt)
    path = tmp_path / name
    path.write_bytes(b"".join(bytes(p) for p in [*encoder.encode(frame), *encoder.encode(None)]))
    assert "still image" in refusal(path).message


def test_sound_alone_is_named(tmp_path):
    path = tmp_path / "song.m4a"
    with av.open(str(path), "w", format="mp4") as container:
        add_silence(container, container.add_stream("aac", rate=48000, layout="mono"), 1)
    assert "has sound, but no picture" in refusal(path).message


def test_a_clip_cut_off_before_its_index(clip, tmp_path):
    whole = clip("late_index.mp4", frames=50).read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refusal(path).message


def test_an_index_without_any_frame(clip, tmp_path):
    whole = clip("early_index.mp4", frames=50, faststart=True).read_bytes()
    path = tmp_path / "frameless.mp4"
    path.write_bytes(whole[: whole.index(b"mdat") + 4])
    assert "no frame" in refusal(path).message


def test_ffmpeg_keeps_quiet(clip, tmp_path, capfd):
    test_a_clip_cut_off_before_its_index(clip, tmp_path)
    test_an_index_without_any_frame(clip, tmp_path)
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")
