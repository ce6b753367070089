"""Odd files: containers, damage, names, and what is no clip at all."""

from collections.abc import Iterable
from pathlib import Path

from odd_clips import (
    H264,
    PRORES,
    a_dead_link,
    a_folder,
    a_pipe,
    changed,
    copied,
    damaged_tail,
    drawn,
    encoded,
    first_half,
    hole_in_the_middle,
    linked,
    locked,
    nothing,
    piped,
    written,
)
from odd_row import OddInput, Proxy, Sentence, row

from aleph_desktop.domain.time_range import TimeRange

COPY_AGAIN = "Copy it again"
MAY_NOT_BE_READ = "a file that may not be read"


def containers() -> Iterable[OddInput]:
    plain = encoded("plain.mp4", *H264)
    yield row("H.264 MP4 that fits", plain, Proxy(frames=25, as_it_is=True), None)
    yield row("H.264 in MOV", encoded("a.mov", *H264), Proxy(frames=25), None)
    tone = ("-f", "lavfi", "-i", "sine=r=48000")
    short = ("-shortest", "-t", 1, "-c:a", "aac")
    with_sound = copied(plain, "a.mp4", *short, before=tone)
    yield row("with sound", with_sound, Proxy(frames=25, as_it_is=True), None)
    longer = copied(plain, "a.mp4", "-t", 8, "-c:a", "aac", before=tone)
    yield row("sound longer than the picture", longer, Proxy(frames=25), None)
    for name, frames in (("one frame", 1), ("two frames", 2), ("0.2 s", 5)):
        made = encoded("a.mp4", *H264, frames=frames)
        yield row(name, made, Proxy(frames=frames, as_it_is=True), None)
    yield row("two frames, ProRes", encoded("a.mov", *PRORES, frames=2), Proxy(frames=2), None)
    late = copied(plain, "a.mkv", "-output_ts_offset", 100)
    yield row("its clock begins at 100 s", late, Proxy())
    stream = copied(encoded("p.mp4", *H264, "-bf", 3), "a.ts", "-output_ts_offset", 50000)
    yield row("recorded TS, clock at 50,000 s", stream, Proxy())
    two = encoded("p.mp4", *H264, frames=75)
    listed = copied(two, "a.mp4", before=("-ss", 0.48))
    yield row("edit list: begins before its first frame", listed, Proxy())
    yield row("edit list, its whole", listed, Proxy(frames=63), None)
    delayed = copied(plain, "a.mp4", before=("-itsoffset", 0.5))
    yield row("edit list: begins with a pause", delayed, Proxy(frames=25, as_it_is=True), None)
    other = ("-f", "lavfi", "-i", "testsrc=s=128x72:r=25", "-map", 1, "-map", 0, "-t", 1)
    double = copied(plain, "a.mkv", *other[4:], "-c:v:1", "ffv1", before=other[:4])
    yield row("two pictures: the first counts", double, Proxy())
    opened = encoded(
        *("a.mp4", *H264, "-bf", 3, "-x264-params", "open-gop=1:keyint=10:scenecut=0:b-adapt=0"),
        frames=50,
    )
    for first in (9, 10, 11):
        span = TimeRange(first / 25, (first + 15) / 25)
        yield row(f"open groups, from frame {first}", opened, Proxy(), span)
    pieces = ("-movflags", "frag_keyframe+empty_moov")
    yield row("fragmented MP4", copied(plain, "a.mp4", *pieces), Proxy())
    yield row(
        "fragmented MP4, whole",
        copied(plain, "a.mp4", *pieces),
        Proxy(frames=25, as_it_is=True),
        None,
    )
    streamed = piped(plain, "a.mkv", "-f", "matroska")
    yield row("streamed Matroska: no length", streamed, Proxy())
    yield row("streamed Matroska, whole", streamed, Proxy(frames=25), None)
    longer = encoded("a.mp4", *H264, frames=175, size=(128, 72))
    yield row("7 s: its first five", longer, Proxy((128, 72), frames=125), None)
    yield row("7 s: its last", longer, Proxy((128, 72)), TimeRange(6.4, 7.0))
    yield row("7 s: the last five", longer, Proxy((128, 72), frames=125), TimeRange(2.0, 7.0))


def damaged() -> Iterable[OddInput]:
    begun = encoded("a.mp4", *H264, "-movflags", "+faststart", frames=100)
    ends = encoded("a.mp4", *H264, frames=100)
    broken = changed(begun, first_half)
    # short enough to be sent as they are: but what is sent must be whole
    there = Proxy(frames=None, last_within=2)
    yield row("MP4 that breaks off, index first", broken, there, None)
    yield row("the same, a part before that", broken, Proxy())
    cut = Sentence(r"ends|breaks off|no frame that can be decoded", "earlier|again")
    yield row("the same, a part behind that", broken, cut, TimeRange(3.0, 4.0))
    headless = Sentence("damaged|not copied to its end", COPY_AGAIN)
    yield row("MP4 that breaks off, index last", changed(ends, first_half), headless, None)
    holed = Proxy(frames=100)
    yield row("a hole in the middle", changed(ends, hole_in_the_middle), holed, None)
    stream = copied(ends, "a.ts")
    yield row("a hole in a TS", changed(stream, hole_in_the_middle), holed, None)
    tail = Proxy(frames=None, last_within=12)
    yield row("a tail never written, MP4", changed(begun, damaged_tail), tail, None)
    yield row(
        "a tail never written, Matroska", changed(copied(ends, "a.mkv"), damaged_tail), tail, None
    )
    avi = encoded("a.avi", "-c:v", "mpeg4", "-q:v", 2, frames=100)
    yield row("AVI that breaks off", changed(avi, first_half), there, None)


def long() -> Iterable[OddInput]:
    expected = Proxy((128, 72), frames=125, alike=9)  # noise has to go
    for name, start in (("the middle", 303.48), ("the end", 595.0)):
        yield row(
            f"10 min, its five seconds at {name}",
            ten_minutes,
            expected,
            TimeRange(start, start + 5),
        )


def ten_minutes(folder: Path) -> Path:
    """20 s, thirty times over; some 30 MB."""
    base = encoded("p.mp4", *H264, "-crf", 12, frames=500, size=(128, 72), picture="noise=alls=12")
    return copied(base, "ten.mp4", before=("-stream_loop", 29))(folder)


def names() -> Iterable[OddInput]:
    expected = Proxy(frames=25, as_it_is=True)
    for name in ('it\'s “my” "clip"\n %d %03d 🎬.mp4', "-i clip.mp4", "file:clip.mp4", "a#b?c.mp4"):
        yield row(f"named {name!r}", encoded(name, *H264), expected, None)
    yield row("ProRes with no ending", _renamed("clip", "mov", *PRORES), Proxy(frames=25), None)
    yield row("ProRes named .txt", _renamed("a.txt", "mov", *PRORES), Proxy(frames=25), None)
    yield row("a link to a clip", linked(encoded("a.mp4", *H264)), expected, None)


def _renamed(name: str, kind: str, *arguments: object):
    return encoded(name, *arguments, "-f", kind)


def none() -> Iterable[OddInput]:
    """What is no clip."""
    no_video = Sentence("not a video")
    tone = "sine=r=48000:d=1"
    sound = Sentence("has sound, but no picture")
    still = Sentence("still image", "Choose a video. An image can be added")
    page = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>" + b"<p>x" * 500
    picture = ("-frames:v", 1, "-c:v", "mjpeg", "-q:v", 2, "-f", "image2")
    cover = ("-f", "lavfi", "-i", "testsrc2=s=64x64:d=0.04", "-c:v", "mjpeg")
    cover = (*cover, "-map", 0, "-map", 1, "-disposition:v", "attached_pic")
    rows = (
        ("sound only, M4A", drawn("a.m4a", tone, "-c:a", "aac"), sound),
        ("sound only, named .mp4", drawn("a.mp4", tone, "-c:a", "aac"), sound),
        ("WAV", drawn("a.wav", tone), sound),
        (
            "a song with its cover",
            drawn("a.mp3", tone, *cover),
            sound,
        ),
        ("text named .mp4", written("notes.mp4", b"Scene 1: a street at night.\n" * 20), no_video),
        ("a web page named .mp4", written("clip.mp4", page), Sentence("web page", "[Dd]ownload")),
        ("0 bytes", written("a.mp4", b""), Sentence("empty: it has 0 bytes", COPY_AGAIN)),
        ("one byte", written("a.mp4", b"\0"), no_video),
        ("zeros", written("a.mp4", bytes(100_000)), no_video),
        ("a playlist", written("a.m3u8", b"#EXTM3U\n#EXTINF:5,\na.ts\n#EXT-X-ENDLIST\n"), no_video),
        ("a JPEG", encoded("a.jpg", *picture), still),
        ("a JPEG named .mp4", encoded("a.mp4", *picture), still),
        ("a PNG", encoded("a.png", "-frames:v", 1), still),
        ("a folder", a_folder, Sentence("is a folder", "inside")),
        ("a pipe", a_pipe, Sentence("not an ordinary file")),
        ("a file that is gone", nothing, Sentence("is not there", "moved or renamed")),
        ("a link to nothing", a_dead_link, Sentence("is not there", "moved or renamed")),
        (
            MAY_NOT_BE_READ,
            locked(encoded("a.mp4", *H264)),
            Sentence("may not read", "permissions"),
        ),
    )
    for name, make, expected in rows:
        yield row(name, make, expected, None)
