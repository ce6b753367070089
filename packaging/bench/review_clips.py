"""The jobs of `review`: the sample's picture with each frame's number, as sent and as returned."""

import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
from av.video.frame import VideoFrame

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests" / "end2end"), str(ROOT / "tests" / "ui" / "review")]

from coded_clip import even, write_coded  # noqa: E402 - the tests read the same codes
from job_folder import JobFolder  # noqa: E402 - as above

from aleph_desktop.domain.job import JobState  # noqa: E402 - after its tests' modules

SAMPLE = ROOT / "resources" / "sample" / "bigbuckbunny.mp4"
SIZE = (1280, 720)  # the sample's
SECONDS = 5
JOBS = 50
PAIRS = 3  # of files; each of the 50 jobs has one by a name of its own
RATES = (24, 60)  # jobs in the list: 50 at the first rate, and one at the second
EDITED = 2048  # added to the edited clips' numbers
_PAN = 2  # pixels a frame, so that no two are the same
_DARKER = bytes(16 + (level - 16) * 7 // 10 if level > 16 else level for level in range(256))


def first_number(pair: int) -> int:
    """The number of a reference's first frame."""
    return pair * SECONDS * RATES[0]


def make_jobs(folder: Path) -> tuple[Path, dict[int, tuple[Path, Path]]]:
    """A data folder with finished jobs: the newest at 60 frames a second, 50 older ones at 24.

    And the files of one of them, by their rate: what was sent and what came back.
    """
    frames = _sample()
    jobs = JobFolder(folder / "data", SAMPLE)
    files = [_pair(folder, pair, RATES[0], frames) for pair in range(PAIRS)]
    for number in range(JOBS):
        sent, result = (
            _named(path, f"{number}-{path.name}") for path in files[(JOBS - 1 - number) % PAIRS]
        )
        _leave(jobs, sent, result)
    fast = _pair(folder, PAIRS, RATES[1], frames)
    _leave(jobs, *fast)
    return jobs.path, {RATES[0]: files[0], RATES[1]: fast}


def _pair(folder: Path, pair: int, rate: int, frames: list[VideoFrame]) -> tuple[Path, Path]:
    starts = even(Fraction(rate), rate * SECONDS)
    sent, result = (
        write_coded(
            folder / f"{side}{pair}.mp4",
            side,
            starts,
            first=base + first_number(pair),
            size=SIZE,
            ground=_ground(frames, darker=side == "edited"),
            preset="superfast",
        )
        for side, base in (("reference", 0), ("edited", EDITED))
    )
    return sent, result


def _leave(jobs: JobFolder, sent: Path, result: Path) -> None:
    done = JobState.DONE
    jobs.leave("night", state=done, sent_path=str(sent), result_path=str(result), finished_at=1.0)


def _named(path: Path, name: str) -> Path:
    other = path.with_name(name)
    other.hardlink_to(path)
    return other


def _sample() -> list[VideoFrame]:
    with av.open(str(SAMPLE)) as container:
        return list(islice(container.decode(video=0), RATES[0] * SECONDS))


def _ground(frames: list[VideoFrame], *, darker: bool) -> Callable[[int], VideoFrame]:
    def ground(number: int) -> VideoFrame:
        source = frames[number % len(frames)]
        made = VideoFrame(source.width, source.height, "yuv420p")
        for plane, of_source, pan in zip(made.planes, source.planes, (2, 1, 1), strict=True):
            data = bytes(of_source)
            at = number * pan * _PAN // 2
            data = data[at:] + data[:at]
            plane.update(data.translate(_DARKER) if darker and plane.width > 640 else data)
        return made

    return ground
