"""Odd files that editors drop, and what is right to become of each: one row a file."""

import os
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from odd_clips import (
    H264,
    HEVC,
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
    turned,
    written,
)
from odd_outcome import OddInput, Proxy, Sentence

from aleph_desktop.domain.framing import Framing, Shape
from aleph_desktop.domain.time_range import TimeRange

PART = TimeRange(0.2, 0.8)  # frames 5 to 19 at 25 fps
COPY_AGAIN = "Copy it again"
FAST_VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", 8, "-crf", 10, "-b:v", 0)
BT709 = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709")
PRORES = ("-c:v", "prores_ks", "-vendor", "apl0")
HQX = ("-profile:v", "dnxhr_hqx", "-pix_fmt", "yuv422p10le")
MPEG2 = ("-c:v", "mpeg2video", "-q:v", 3)
MAY_NOT_BE_READ = "a file that may not be read"
ALPHA = "format=rgba,colorchannelmixer=aa=0.5"
OVER_BLACK = "format=gbrap,premultiply=inplace=1,format=gbrp"
TO_SDR = (
    "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
    "zscale=t=bt709:m=bt709:r=tv,format=yuv444p"
)
# What the fields of an interlaced picture are made of: one frame of twice as many for each.
WEAVE = {"tff": "interleave_top", "bff": "interleave_bottom"}


def odd_inputs() -> tuple[OddInput, ...]:
    """The table."""
    clips = (
        *_codecs(),
        *_pictures(),
        *_rates(),
        *_framings(),
        *_containers(),
        *_damaged(),
        *_long(),
    )
    return (*clips, *_names(), *_none())


def readable(row: OddInput) -> bool:
    """Whether the row means anything for this user: an administrator may read every file."""
    return row.name != MAY_NOT_BE_READ or (os.name == "posix" and os.geteuid() != 0)


def _row(name: str, make, expected: Proxy | Sentence, span: TimeRange | None = PART) -> OddInput:
    return OddInput(name, make, expected, span)


def _codecs() -> Iterable[OddInput]:
    ok = Proxy()
    kinds = (
        ("H.264 8 bit, a part", encoded("a.mp4", *H264)),
        ("HEVC 10 bit", encoded("a.mp4", *HEVC)),
        ("ProRes 422 HQ", encoded("a.mov", *PRORES, "-profile:v", 3)),
        ("DNxHR HQ", encoded("a.mov", "-c:v", "dnxhd", "-profile:v", "dnxhr_hq")),
        ("DNxHR HQX 10 bit, MXF", encoded("a.mxf", "-c:v", "dnxhd", *HQX)),
        ("VP9 WebM", encoded("a.webm", *FAST_VP9)),
        ("VP9 with alpha", encoded("a.webm", *FAST_VP9, "-pix_fmt", "yuva420p", picture=ALPHA)),
        ("AV1", encoded("a.mkv", "-c:v", "libsvtav1", "-preset", 10, "-crf", 20)),
        ("MJPEG AVI", encoded("a.avi", "-c:v", "mjpeg", "-q:v", 2)),
        ("MPEG-4 AVI", encoded("a.avi", "-c:v", "mpeg4", "-q:v", 2, "-bf", 2)),
        ("WMV", encoded("a.wmv", "-c:v", "wmv2", "-q:v", 2)),
        ("FFV1 Matroska", encoded("a.mkv", "-c:v", "ffv1")),
        ("uncompressed 10 bit 4:2:2", encoded("a.mov", "-c:v", "v210")),
        ("GIF", encoded("a.gif")),
        ("H.264 without a container", encoded("a.h264", *H264)),
        ("MPEG-2 program stream", encoded("a.vob", *MPEG2)),
        ("MPEG-2 open groups", encoded("a.ts", *MPEG2, "-bf", 2, "-g", 9)),
        ("H.264 4:2:2 10 bit", encoded("a.mov", *H264, "-pix_fmt", "yuv422p10le")),
        ("H.264 4:4:4", encoded("a.mp4", *H264, "-pix_fmt", "yuv444p")),
        ("H.264 RGB", encoded("a.mkv", "-c:v", "libx264rgb", "-preset", "ultrafast", "-crf", 10)),
        ("mono", encoded("a.mkv", "-c:v", "ffv1", "-pix_fmt", "gray")),
        ("full range", encoded("a.mp4", *H264, "-pix_fmt", "yuvj420p", *BT709)),
        ("BT.709 by its tags", encoded("a.mov", *H264, *BT709)),
        ("SD without tags: BT.601", encoded("a.mkv", *H264)),
    )
    for name, make in kinds:
        yield _row(name, make, ok)
    over_black = Proxy(view=OVER_BLACK)
    prores4444 = (*PRORES, "-profile:v", 4, "-pix_fmt", "yuva444p10le")
    yield _row("ProRes 4444 with alpha", encoded("a.mov", *prores4444, picture=ALPHA), over_black)
    rle = ("-c:v", "qtrle", "-pix_fmt", "argb")
    yield _row("QuickTime Animation, alpha", encoded("a.mov", *rle, picture=ALPHA), over_black)
    for name, transfer in (("PQ", "smpte2084"), ("HLG", "arib-std-b67")):
        tags = ("-color_trc", transfer, "-colorspace", "bt2020nc", "-color_primaries", "bt2020")
        # how bright SDR is made of HDR is a matter of taste: here the frame counts
        expected = Proxy(view=TO_SDR, alike=60)
        yield _row(f"HDR {name}, HEVC 10 bit", encoded("a.mp4", *HEVC, *tags), expected)
    for order, weave in WEAVE.items():
        make = encoded(
            *("a.ts", *MPEG2, "-flags", "+ilme+ildct", "-top", int(order == "tff")),
            rate=50,
            picture=f"tinterlace={weave}",
        )
        yield _row(f"MPEG-2 TS, interlaced {order.upper()}", make, Proxy(view="bwdif=send_frame"))


def _pictures() -> Iterable[OddInput]:
    """Sizes, shapes, turns."""
    for degrees, size in ((90, (144, 256)), (180, (256, 144)), (270, (144, 256))):
        yield _row(f"turned by {degrees}°", turned(degrees), Proxy(size))
    wide = encoded("a.mp4", *H264, size=(192, 144), picture="setsar=4/3")
    yield _row("pixels wider than high, 4:3", wide, Proxy())
    odd = encoded("a.mov", *PRORES, size=(641, 359))
    yield _row("odd sides, 641×359", odd, Proxy((640, 358)))
    fast = ("-c:v", "ffv1")
    sizes = (
        ("portrait 9:16", (144, 256), (144, 256), "null"),
        ("square", (144, 144), (144, 144), "null"),
        ("8192×4608", (8192, 4608), (1920, 1080), "null"),
        ("8192×64", (8192, 64), (1584, 672), "scale=1584:12,pad=1584:672:0:330"),
        ("64×8192", (64, 8192), (720, 1280), "scale=10:1280,pad=720:1280:354:0"),
    )
    for name, size, sent, view in sizes:
        frames = 2 if max(size) > 4000 else 25
        how = ("-c:v", "mjpeg", "-q:v", 2, "-pix_fmt", "yuvj420p") if frames == 2 else H264
        make = encoded("a.mov", *how, size=size, frames=frames)
        expected = Proxy(sent, frames=frames if frames == 2 else 15, view=view)
        yield _row(name, make, expected, PART if frames == 25 else None)
    dot = "nullsrc=s=1x1:r=25,format=gray,geq=lum='mod(N*97,256)'"
    yield _row("1×1", drawn("a.mkv", dot, "-frames:v", 25, *fast), Proxy((2, 2)))
    hd = encoded("a.mp4", *H264, size=(1280, 720))
    yield _row("HD without tags: BT.709", hd, Proxy((1280, 720), view="setparams=colorspace=bt709"))


def _rates() -> Iterable[OddInput]:
    ntsc = Fraction(1000, 1001)
    rates = ((24 * ntsc, 1), (30 * ntsc, 1), (50, 1), (60 * ntsc, 1), (15, 1), (120, 2), (240, 4))
    for rate, thinned in rates:
        sent = Fraction(rate) / thinned
        span = TimeRange(float(5 / sent), float(20 / sent))
        make = encoded("a.mkv", *H264, rate=rate, frames=30 * thinned)
        yield _row(f"{float(rate):.5g} fps", make, Proxy(rate=sent), span)
    every = ("-vsync", "0", "-video_track_timescale", "90000", "-enc_time_base", "1/90000")
    jitter = "setpts='(N/30+0.006*sin(N*7))/TB'"
    phone = encoded("a.mp4", *H264, *every, rate=30, frames=60, picture=jitter)
    yield _row("uneven times, as phones have", phone, Proxy(rate=None, frames=None))
    gaps = "select='not(between(n,10,30)+between(n,40,70))'"
    paused = encoded("a.mkv", *H264, "-vsync", "0", frames=60, picture=gaps)
    yield _row("gaps of a second", paused, Proxy(rate=None, frames=None), TimeRange(0.2, 4))
    yield _row("gaps, its end", paused, Proxy(rate=None, frames=None), TimeRange(1.0, 2.5))


def _framings() -> Iterable[OddInput]:
    """21:10 for 1584:672, by ffmpeg's own crop and pad."""
    size, frame = (640, 240), (1584, 672)  # 2.667 and 2.357
    make = encoded("a.mp4", *H264, size=size)
    fit = "scale=1584:594,pad=1584:672:0:38"
    yield OddInput("fit, wider than the frame", make, Proxy(frame, view=fit), PART)
    for position in (0, 0.5, 1):
        crop = f"crop=566:240:{round((640 - 566) * position)}:0,scale=1584:672"
        framing = Framing(Shape.FILL, position)
        name = f"fill at {position:g}, wider than the frame"
        yield OddInput(name, make, Proxy(frame, view=crop), PART, framing)
    size, frame = (160, 240), (832, 1104)  # 0.667 and 0.754; 720:1280 is 0.563
    make = encoded("a.mp4", *H264, size=size)
    fit = "scale=736:1104,pad=832:1104:48:0"
    yield OddInput("fit, higher than the frame", make, Proxy(frame, view=fit), PART)
    for position in (0, 0.5, 1):
        crop = f"crop=160:212:0:{round((240 - 212) * position)}:exact=1,scale=832:1104"
        framing = Framing(Shape.FILL, position)
        name = f"fill at {position:g}, higher than the frame"
        yield OddInput(name, make, Proxy(frame, view=crop), PART, framing)


def _containers() -> Iterable[OddInput]:
    plain = encoded("plain.mp4", *H264)
    yield _row("H.264 MP4 that fits", plain, Proxy(frames=25, as_it_is=True), None)
    yield _row("H.264 in MOV", encoded("a.mov", *H264), Proxy(frames=25), None)
    tone = ("-f", "lavfi", "-i", "sine=r=48000")
    short = ("-shortest", "-t", 1, "-c:a", "aac")
    with_sound = copied(plain, "a.mp4", *short, before=tone)
    yield _row("with sound", with_sound, Proxy(frames=25, as_it_is=True), None)
    longer = copied(plain, "a.mp4", "-t", 8, "-c:a", "aac", before=tone)
    yield _row("sound longer than the picture", longer, Proxy(frames=25), None)
    for name, frames in (("one frame", 1), ("two frames", 2), ("0.2 s", 5)):
        made = encoded("a.mp4", *H264, frames=frames)
        yield _row(name, made, Proxy(frames=frames, as_it_is=True), None)
    yield _row("two frames, ProRes", encoded("a.mov", *PRORES, frames=2), Proxy(frames=2), None)
    late = copied(plain, "a.mkv", "-output_ts_offset", 100)
    yield _row("its clock begins at 100 s", late, Proxy())
    stream = copied(encoded("p.mp4", *H264, "-bf", 3), "a.ts", "-output_ts_offset", 50000)
    yield _row("recorded TS, clock at 50,000 s", stream, Proxy())
    two = encoded("p.mp4", *H264, frames=75)
    listed = copied(two, "a.mp4", before=("-ss", 0.48))
    yield _row("edit list: begins before its first frame", listed, Proxy())
    yield _row("edit list, its whole", listed, Proxy(frames=63, as_it_is=True), None)
    delayed = copied(plain, "a.mp4", before=("-itsoffset", 0.5))
    yield _row("edit list: begins with a pause", delayed, Proxy(frames=25, as_it_is=True), None)
    other = ("-f", "lavfi", "-i", "testsrc=s=128x72:r=25", "-map", 1, "-map", 0, "-t", 1)
    double = copied(plain, "a.mkv", *other[4:], "-c:v:1", "ffv1", before=other[:4])
    yield _row("two pictures: the first counts", double, Proxy())
    opened = encoded(
        *("a.mp4", *H264, "-bf", 3, "-x264-params", "open-gop=1:keyint=10:scenecut=0:b-adapt=0"),
        frames=50,
    )
    for first in (9, 10, 11):
        span = TimeRange(first / 25, (first + 15) / 25)
        yield _row(f"open groups, from frame {first}", opened, Proxy(), span)
    pieces = ("-movflags", "frag_keyframe+empty_moov")
    yield _row("fragmented MP4", copied(plain, "a.mp4", *pieces), Proxy())
    yield _row(
        "fragmented MP4, whole",
        copied(plain, "a.mp4", *pieces),
        Proxy(frames=25, as_it_is=True),
        None,
    )
    streamed = piped(plain, "a.mkv", "-f", "matroska")
    yield _row("streamed Matroska: no length", streamed, Proxy())
    yield _row("streamed Matroska, whole", streamed, Proxy(frames=25), None)
    longer = encoded("a.mp4", *H264, frames=175, size=(128, 72))
    yield _row("7 s: its first five", longer, Proxy((128, 72), frames=125), None)
    yield _row("7 s: its last", longer, Proxy((128, 72)), TimeRange(6.4, 7.0))
    yield _row("7 s: the last five", longer, Proxy((128, 72), frames=125), TimeRange(2.0, 7.0))


def _damaged() -> Iterable[OddInput]:
    begun = encoded("a.mp4", *H264, "-movflags", "+faststart", frames=100)
    ends = encoded("a.mp4", *H264, frames=100)
    broken = changed(begun, first_half)
    # whether its length makes it fit as it is or not: what is sent must be whole
    there = Proxy(frames=None, last_within=2, as_it_is=None)
    yield _row("MP4 that breaks off, index first", broken, there, None)
    yield _row("the same, a part before that", broken, Proxy())
    cut = Sentence(r"ends|breaks off|no frame that can be decoded", "earlier|again")
    yield _row("the same, a part behind that", broken, cut, TimeRange(3.0, 4.0))
    damaged = Sentence("damaged|not copied to its end", COPY_AGAIN)
    yield _row("MP4 that breaks off, index last", changed(ends, first_half), damaged, None)
    holed = Proxy(frames=100, as_it_is=None)
    yield _row("a hole in the middle", changed(ends, hole_in_the_middle), holed, None)
    stream = copied(ends, "a.ts")
    yield _row("a hole in a TS", changed(stream, hole_in_the_middle), holed, None)
    tail = Proxy(frames=None, last_within=12, as_it_is=None)
    yield _row("a tail never written, MP4", changed(begun, damaged_tail), tail, None)
    yield _row(
        "a tail never written, Matroska", changed(copied(ends, "a.mkv"), damaged_tail), tail, None
    )
    avi = encoded("a.avi", "-c:v", "mpeg4", "-q:v", 2, frames=100)
    yield _row("AVI that breaks off", changed(avi, first_half), there, None)


def ten_minutes(folder: Path) -> Path:
    """20 s, thirty times over; some 30 MB."""
    base = encoded("p.mp4", *H264, "-crf", 12, frames=500, size=(128, 72), picture="noise=alls=12")
    return copied(base, "ten.mp4", before=("-stream_loop", 29))(folder)


def _long() -> Iterable[OddInput]:
    expected = Proxy((128, 72), frames=125, alike=9)  # noise has to go
    for name, start in (("the middle", 303.48), ("the end", 595.0)):
        yield _row(
            f"10 min, its five seconds at {name}",
            ten_minutes,
            expected,
            TimeRange(start, start + 5),
        )


def _names() -> Iterable[OddInput]:
    expected = Proxy(frames=25, as_it_is=True)
    for name in ('it\'s “my” "clip"\n %d %03d 🎬.mp4', "-i clip.mp4", "file:clip.mp4", "a#b?c.mp4"):
        yield _row(f"named {name!r}", encoded(name, *H264), expected, None)
    yield _row("ProRes with no ending", _renamed("clip", "mov", *PRORES), Proxy(frames=25), None)
    yield _row("ProRes named .txt", _renamed("a.txt", "mov", *PRORES), Proxy(frames=25), None)
    yield _row("a link to a clip", linked(encoded("a.mp4", *H264)), expected, None)


def _renamed(name: str, kind: str, *arguments: object):
    return encoded(name, *arguments, "-f", kind)


def _none() -> Iterable[OddInput]:
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
        yield _row(name, make, expected, None)
