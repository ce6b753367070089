"""Odd pictures: how they are coded, their shapes, sizes and rates."""

from collections.abc import Iterable
from fractions import Fraction

from odd_clips import (
    H264,
    HEVC,
    PRORES,
    drawn,
    encoded,
    turned,
)
from odd_row import PART, OddInput, Proxy, row

from aleph_desktop.domain.framing import Framing, Shape
from aleph_desktop.domain.time_range import TimeRange

FAST_VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", 8, "-crf", 10, "-b:v", 0)
BT709 = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709")
HQX = ("-profile:v", "dnxhr_hqx", "-pix_fmt", "yuv422p10le")
MPEG2 = ("-c:v", "mpeg2video", "-q:v", 3)
ALPHA = "format=rgba,colorchannelmixer=aa=0.5"
OVER_BLACK = "format=gbrap,premultiply=inplace=1,format=gbrp"
# SDR's white at 203 nits in HDR, as BT.2408 has it; and back again, without any tone mapping
AS_BT709 = "scale=out_color_matrix=bt709:out_range=tv,format=yuv444p"
AS_HDR = "zscale=tin=709:pin=709:min=709:rin=tv:t={}:p=2020:m=2020_ncl:r=tv:npl=203"
TO_SDR = "zscale=npl=203:t=709:p=709:m=709:r=tv,format=yuv444p"
# What the fields of an interlaced picture are made of: one frame of twice as many for each.
WEAVE = {"tff": "interleave_top", "bff": "interleave_bottom"}


def codecs() -> Iterable[OddInput]:
    ok = Proxy()
    kinds = (
        ("H.264 8 bit, a part", encoded("a.mp4", *H264)),
        ("HEVC 10 bit", encoded("a.mp4", *HEVC)),
        ("ProRes 422 HQ", encoded("a.mov", *PRORES, "-profile:v", 3)),
        ("DNxHR HQ", encoded("a.mov", "-c:v", "dnxhd", "-profile:v", "dnxhr_hq")),
        ("DNxHR HQX 10 bit, MXF", encoded("a.mxf", "-c:v", "dnxhd", *HQX)),
        ("VP9 WebM", encoded("a.webm", *FAST_VP9)),
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
        yield row(name, make, ok)
    over_black = Proxy(view=OVER_BLACK)
    prores4444 = (*PRORES, "-profile:v", 4, "-pix_fmt", "yuva444p10le")
    yield row("ProRes 4444 with alpha", encoded("a.mov", *prores4444, picture=ALPHA), over_black)
    vp9 = encoded("a.webm", *FAST_VP9, "-pix_fmt", "yuva420p", picture=ALPHA)
    yield row("VP9 with alpha", vp9, Proxy(view=OVER_BLACK, decoder="libvpx-vp9"))
    rle = ("-c:v", "qtrle", "-pix_fmt", "argb")
    yield row("QuickTime Animation, alpha", encoded("a.mov", *rle, picture=ALPHA), over_black)
    # how bright SDR is made of HDR is a matter of taste; left as it is, it is 60 and more apart
    for name, transfer, alike in (("PQ", "smpte2084", 30), ("HLG", "arib-std-b67", 45)):
        tags = ("-color_trc", transfer, "-colorspace", "bt2020nc", "-color_primaries", "bt2020")
        bright = f"{AS_BT709},{AS_HDR.format(transfer)}"
        make = encoded("a.mp4", *HEVC, *tags, picture=bright)
        yield row(f"HDR {name}, HEVC 10 bit", make, Proxy(view=TO_SDR, alike=alike))
    for order, weave in WEAVE.items():
        make = encoded(
            *("a.ts", *MPEG2, "-flags", "+ilme+ildct", "-top", int(order == "tff")),
            rate=50,
            picture=f"tinterlace={weave}",
        )
        yield row(f"MPEG-2 TS, interlaced {order.upper()}", make, Proxy(view="bwdif=send_frame"))


def pictures() -> Iterable[OddInput]:
    """Sizes, shapes, turns."""
    for degrees, size in ((90, (144, 256)), (180, (256, 144)), (270, (144, 256))):
        yield row(f"turned by {degrees}°", turned(degrees), Proxy(size))
    wide = encoded("a.mp4", *H264, size=(192, 144), picture="setsar=4/3")
    yield row("pixels wider than high, 4:3", wide, Proxy())
    odd = encoded("a.mov", *PRORES, size=(641, 359))
    yield row("odd sides, 641×359", odd, Proxy((640, 358)))
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
        yield row(name, make, expected, PART if frames == 25 else None)
    dot = "nullsrc=s=1x1:r=25,format=gray,geq=lum='mod(N*97,256)'"
    yield row("1×1", drawn("a.mkv", dot, "-frames:v", 25, *fast), Proxy((2, 2)))
    hd = encoded("a.mp4", *H264, size=(1280, 720))
    yield row("HD without tags: BT.709", hd, Proxy((1280, 720), view="setparams=colorspace=bt709"))


def rates() -> Iterable[OddInput]:
    ntsc = Fraction(1000, 1001)
    rates = ((24 * ntsc, 1), (30 * ntsc, 1), (50, 1), (60 * ntsc, 1), (15, 1), (120, 2), (240, 4))
    for rate, thinned in rates:
        sent = Fraction(rate) / thinned
        span = TimeRange(float(5 / sent), float(20 / sent))
        make = encoded("a.mkv", *H264, rate=rate, frames=30 * thinned)
        yield row(f"{float(rate):.5g} fps", make, Proxy(rate=sent), span)
    every = ("-vsync", "0", "-video_track_timescale", "90000", "-enc_time_base", "1/90000")
    jitter = "setpts='(N/30+0.006*sin(N*7))/TB'"
    phone = encoded("a.mp4", *H264, *every, rate=30, frames=60, picture=jitter)
    yield row("uneven times, as phones have", phone, Proxy(rate=None, frames=None))
    gaps = "select='not(between(n,10,30)+between(n,40,70))'"
    paused = encoded("a.mkv", *H264, "-vsync", "0", frames=60, picture=gaps)
    yield row("gaps of a second", paused, Proxy(rate=None, frames=None), TimeRange(0.2, 4))
    yield row("gaps, its end", paused, Proxy(rate=None, frames=None), TimeRange(1.0, 2.5))


def framings() -> Iterable[OddInput]:
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
