"""What becomes of an odd file, and is it right: by what the `ffmpeg` command makes of it."""

import asyncio
import json
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from operator import sub
from pathlib import Path
from re import search

from odd_clips import ffmpeg
from odd_row import OddInput, Proxy, Sentence

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.framing import UNCHANGED, Framing
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.domain.submission import PreparedClip
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.errors import KnownError
from aleph_desktop.media.proxy import ProxyPreparer
from aleph_desktop.resources import resource

MODEL = "runway/gen4_aleph"
SPEC = find_model_spec(resource("models"), MODEL)
LONG_SIDE = (
    96  # pixels, at which pictures are compared: edges don't count then, places and colours do
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it, in words; and what of that is wrong."""

    words: str
    faults: tuple[str, ...]


def outcome(row: OddInput, folder: Path) -> Outcome:
    """Make the file in the empty `folder`, prepare it, and look at what came."""
    source = row.make(folder)
    target = folder / "sent" / "proxy.mp4"
    try:
        made = prepared(source, target, row.span, row.framing)
    except KnownError as error:
        words = f"{error.failure.message} {error.failure.remedy}"
        return Outcome(words, tuple(_wrong_words(row.expected, error)))
    words = made.plan.words()
    if isinstance(row.expected, Sentence):
        return Outcome(words, ("it was taken, and should have been refused",))
    return Outcome(words, tuple(faults_of(row, source, made)))


def faults_of(row: OddInput, source: Path, made: PreparedClip) -> list[str]:
    """What is wrong with a proxy, in words."""
    assert isinstance(row.expected, Proxy)
    told = _probe(made.file.path, "-show_streams", "-show_format", "-show_packets")
    faults = _wrong_file(row.expected, made, told)
    return faults + _wrong_frames(row, row.expected, source, made, len(_shown_times(told)))


def prepared(
    source: Path, target: Path, span: TimeRange | None = None, framing: Framing = UNCHANGED
) -> PreparedClip:
    """As a job has it made. Raises KnownError."""
    edit = Edit(
        ClipSource(SourceKind.FILE, str(source)), "Make it night", MODEL, span=span, framing=framing
    )

    async def prepare() -> PreparedClip:
        preparer = ProxyPreparer()
        try:
            return await preparer.prepare(edit, SPEC, target, progress=lambda _done, _total: None)
        finally:
            preparer.close()

    return asyncio.run(prepare())


def _wrong_words(expected: Proxy | Sentence, error: KnownError) -> list[str]:
    if isinstance(expected, Proxy):
        return [f"it was refused: {error}"]
    found = (
        (expected.says, error.failure.message),
        (expected.remedy, error.failure.remedy),
    )
    return [f"“{text}” doesn't say “{what}”" for what, text in found if not search(what, text)]


def _wrong_file(expected: Proxy, made: PreparedClip, told: dict) -> list[str]:
    """The proxy by itself, as `ffprobe` tells it."""
    video, *more = [s for s in told["streams"] if s["codec_type"] == "video"]
    size = (video["width"], video["height"])
    rate = Fraction(video["r_frame_rate"])
    times = _shown_times(told)
    steps = [later - sooner for sooner, later in pairwise(times)]
    expected_rate = Fraction(made.plan.rate if expected.rate is None else expected.rate)
    kind = (video["codec_name"], video["pix_fmt"], "mp4" in told["format"]["format_name"])
    seconds = float(told["format"]["duration"])
    as_it_is, planned = made.plan.as_it_is, made.plan.frames
    checks = (
        (size == expected.size == made.plan.size, f"its size is {size}, planned {made.plan.size}"),
        (kind == ("h264", "yuv420p", True), f"it is {kind}"),
        (not more, "it has more than one picture"),
        (expected.as_it_is == as_it_is, f"sent as it is: {as_it_is}"),
        (rate == expected_rate, f"its rate is {rate}, and not {expected_rate}"),
        (all(abs(s - 1 / rate) < 2e-6 for s in steps), "its frames aren't at a constant rate"),
        (expected.frames in {None, len(times)}, f"{len(times)} frames, not {expected.frames}"),
        (len(times) <= planned, f"it has {len(times)} frames, planned were {planned}"),
        (seconds <= SPEC.clip_seconds + 1e-3 + as_it_is / rate, f"it lasts {seconds} s"),
        (made.info.size <= SPEC.clip_bytes, f"it has {made.info.size} bytes"),
        (video.get("sample_aspect_ratio", "1:1") == "1:1", "its pixels aren't square"),
        ("side_data_list" not in video, "it is turned, or has something else beside it"),
    )
    return [words for holds, words in checks if not holds]


def _shown_times(told: dict) -> list[Fraction]:
    """When its frames are shown; those before an edit list's begin aren't."""
    packets = (p for p in told["packets"] if p["codec_type"] == "video" and "D" not in p["flags"])
    return sorted(Fraction(packet["pts_time"]) for packet in packets)


def _wrong_frames(
    row: OddInput, expected: Proxy, source: Path, made: PreparedClip, sent: int
) -> list[str]:
    """Its first and last frame, beside the source's at the same times and those next to them."""
    start = row.span.start if row.span else 0.0
    rate = float(made.plan.rate)
    times = _frame_times(source, rate)
    faults = []
    most = min(len(times), made.plan.frames)
    if expected.last_within and not most - expected.last_within <= sent <= most:
        faults.append(f"it has {sent} frames of {len(times)}")
    due = [
        _due(times, start + tick / rate, uneven=expected.rate is None, rate=rate)
        for tick in (0, sent - 1)
    ]
    spread = range(-expected.last_within, expected.last_within + 1)
    due[1] = {n + d for n in due[1] for d in spread} & set(range(len(times)))
    around = {n + d for n in due[0] | due[1] for d in (-1, 0, 1)} & set(range(len(times)))
    size = _small(made.plan.size)
    try:
        ours = pictures(made.file.path, {0, sent - 1}, "null", size, silent=True)
    except RuntimeError as error:
        return [*faults, f"what is sent is damaged: {error}"]
    theirs = pictures(source, around, expected.view, size, decoder=expected.decoder)
    for name, tick, right in (("first", 0, due[0]), ("last", sent - 1, due[1])):
        near = {n: p for n, p in theirs.items() if {n - 1, n, n + 1} & right}
        faults += _wrong_frame(name, ours[tick], near, right, expected.alike)
    return faults


def _wrong_frame(
    name: str, ours: bytes, theirs: dict[int, bytes], right: set[int], alike: float
) -> list[str]:
    apart = {number: difference(ours, picture) for number, picture in theirs.items()}
    told = ", ".join(f"{number}: {apart[number]:.1f}" for number in sorted(apart))
    nearest = min(apart, key=lambda number: apart[number], default=-1)
    if nearest not in right:
        return [f"its {name} frame is another than {sorted(right)} ({told})"]
    if apart[nearest] > alike:
        return [f"its {name} frame looks unlike FFmpeg's ({told})"]
    return []


def pictures(
    path: Path,
    numbers: set[int],
    view: str,
    size: tuple[int, int],
    *,
    decoder: str = "",
    silent: bool = False,
) -> dict[int, bytes]:
    """Frames of a clip by their numbers, as FFmpeg decodes them: RGB, 8 bit."""
    chosen = "+".join(f"eq(n,{number})" for number in sorted(numbers))
    chain = f"{view},select='{chosen}',scale={size[0]}:{size[1]}:flags=area+accurate_rnd"
    chain += "+full_chroma_int,format=rgb24"
    how = ("-c:v", decoder) if decoder else ()
    where = (*how, "-i", f"file:{path}", "-map", "0:V:0", "-vf", chain, "-vsync", "0")
    data = ffmpeg(*where, "-f", "rawvideo", "pipe:1", silent=silent)
    each = size[0] * size[1] * 3
    parts = [data[start : start + each] for start in range(0, len(data), each)]
    return dict(zip(sorted(numbers), parts, strict=False))


def difference(one: bytes, other: bytes) -> float:
    """The mean of two pictures' samples, of 255."""
    return sum(map(abs, map(sub, one, other))) / len(one)


def _small(size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, LONG_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _due(times: list[float], seconds: float, *, uneven: bool, rate: float) -> set[int]:
    """The frames that may be on screen then: one, or where times are uneven also its neighbour."""
    slacks = (0.02, 0.3) if uneven else (0.1,)
    return {max(0, sum(time <= seconds + slack / rate for time in times) - 1) for slack in slacks}


def _frame_times(path: Path, rate: float) -> list[float]:
    """When FFmpeg shows the frames, in seconds from the first."""
    entries = ("-select_streams", "V:0", "-show_entries", "frame=best_effort_timestamp_time")
    told = [frame.get("best_effort_timestamp_time") for frame in _probe(path, *entries)["frames"]]
    if None in told:  # raw streams have no times
        return [number / rate for number in range(len(told))]
    return [float(time) - float(told[0]) for time in told]


def _probe(path: Path, *arguments: str) -> dict:
    command = ["ffprobe", "-v", "error", "-of", "json", *arguments, f"file:{path}"]
    return json.loads(subprocess.run(command, check=False, capture_output=True).stdout)
