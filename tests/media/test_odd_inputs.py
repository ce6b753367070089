"""Every odd file becomes a clip that can be sent, or is refused with the right words."""

import shutil
from pathlib import Path

import pytest
from odd_files import ten_minutes
from odd_inputs import odd_inputs, readable
from odd_outcome import faults_of, outcome, prepared
from odd_row import OddInput

from aleph_desktop.domain.framing import Framing, Shape
from aleph_desktop.domain.time_range import TimeRange

ROWS = odd_inputs()

pytestmark = pytest.mark.skipif(
    shutil.which("ffmpeg") is None, reason="what is right is said by the ffmpeg command"
)


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_an_odd_file_is_sent_right_or_refused_with_the_right_words(row: OddInput, tmp_path) -> None:
    if not readable(row):
        pytest.skip("an administrator may read every file")
    found = outcome(row, tmp_path)
    assert not found.faults, found.words
    rest = {path.name for path in (tmp_path / "sent").glob("*")} - {"proxy.mp4"}
    assert not rest, "something is left beside it"


def test_the_table_is_long_and_names_each_row_once() -> None:
    assert len(ROWS) >= 40
    assert len({row.name for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("off", [-1, 1])
def test_one_frame_off_is_seen(tmp_path, off) -> None:
    """Of the judge: it doesn't let everything pass."""
    row = next(row for row in ROWS if row.name == "H.264 8 bit, a part")
    source = row.make(tmp_path)
    late = TimeRange(row.span.start + off / 25, row.span.end + off / 25)
    found = faults_of(row, source, prepared(source, tmp_path / "proxy.mp4", late))
    assert [fault[:26] for fault in found] == [
        "its first frame is another",
        "its last frame is another ",
    ]


@pytest.mark.parametrize("position", [0.4, 0.6])
def test_another_crop_is_seen(tmp_path, position) -> None:
    row = next(row for row in ROWS if row.name == "fill at 0.5, wider than the frame")
    source = row.make(tmp_path)
    made = prepared(source, tmp_path / "proxy.mp4", row.span, Framing(Shape.FILL, position))
    assert len(faults_of(row, source, made)) == 2


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="only Linux counts what is read")
def test_of_ten_minutes_only_the_range_is_read(tmp_path) -> None:
    source = ten_minutes(tmp_path)
    size = source.stat().st_size
    before = bytes_read()
    made = prepared(source, tmp_path / "proxy.mp4", TimeRange(300.0, 305.0))
    read = bytes_read() - before
    assert made.plan.frames == 125
    assert read < size / 10, f"{read} of {size} bytes"


def bytes_read() -> int:
    """By this process, from files or anything else, until now."""
    lines = Path("/proc/self/io").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("rchar:")))
