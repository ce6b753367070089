"""Row 19: names and prompts that would rather be somewhere else."""

import os
from pathlib import Path

import pytest

from aleph_desktop.domain.job import JobState

pytestmark = [pytest.mark.fault(19), pytest.mark.asyncio]

PROMPTS = {
    "upwards": "../../../../tmp/x",
    "absolute": "/etc/passwd",
    "backslashes": "..\\..\\x",
    "a drive": "C:\\x",
    "NUL byte": "ra\0in",
    "CON": "CON",
    "AUX.mp4": "AUX.mp4",
    "300 characters": "r" * 300,
    "300 wide ones": "雨" * 300,
    "right to left": "\u202emp4.exe",
    "lines": "rain\n\r\tsnow",
    "dots": "...",
    "a blank": "\u2003\u200b?",
    "a shell": "$(touch x); `y` | z & 'q' \"r\"",
    "a part": "x.mp4.part",
    "a percent": "%n%s%2e%2e%2f",
    "a combining pile": "e" + "\u0301" * 200,
    "an option": "--help",
}


def everything(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS)
async def test_a_prompt_never_chooses_a_place(faulty, make_rig, tmp_path, prompt) -> None:
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add(prompt, seed=7)).id)
    assert job.state is JobState.DONE
    result = Path(job.result_path)
    assert result.parent == rig.results
    assert result.is_file()
    assert result.suffix == ".mp4"
    assert len(result.name.encode()) <= 255
    assert result.name.isprintable()
    assert {path.suffix for path in everything(rig.results)} == {".mp4", ".json"}
    assert everything(tmp_path) - everything(tmp_path / "data") == set()


@pytest.mark.parametrize(
    "name",
    ["..mp4", "CON.mp4", "a\nb.mp4", "\u202egpm.mp4", "r" * 250 + ".mp4", "-rf.mp4", "%2e%2e.mp4",
     "' or 1=1 --.mp4", os.fsdecode(b"\xff\xfe.mp4"), " .mp4"],
)  # fmt: skip
async def test_neither_does_a_clip_s_name(faulty, make_rig, tiny, tmp_path, name) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    clip = folder / name
    clip.write_bytes(tiny.read_bytes())
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add(source=clip)).id)
    assert job.state is JobState.DONE, job.failure
    assert Path(job.result_path).parent == rig.results
    assert Path(job.result_path).name.isprintable()
    assert clip.read_bytes() == tiny.read_bytes()


@pytest.mark.parametrize("kind", ["file", "link", "link to nothing", "folder"])
async def test_what_is_in_the_way_stays(faulty, make_rig, tmp_path, kind) -> None:
    """A file, a link to one of the user's, a dangling link (writing through it would make one)."""
    precious = tmp_path / "precious.mp4"
    precious.write_bytes(b"precious")
    rig = make_rig()
    rig.results.mkdir(parents=True)
    way = rig.results / "tiny - rain - 7.mp4"
    if kind == "file":
        way.write_bytes(b"precious")
    elif kind == "folder":
        way.mkdir()
    else:
        way.symlink_to(precious if kind == "link" else tmp_path / "nothing.mp4")
    async with rig.running():
        job = await rig.settled((await rig.add("rain", seed=7)).id)
    assert job.state is JobState.DONE
    assert Path(job.result_path) != way
    assert precious.read_bytes() == b"precious"
    assert not (tmp_path / "nothing.mp4").exists()
    if kind == "file":
        assert way.read_bytes() == b"precious"
    assert os.path.lexists(way)


async def test_a_link_where_the_part_would_go(faulty, make_rig, tmp_path) -> None:
    """Nothing is written through it."""
    rig = make_rig()
    rig.results.mkdir(parents=True)
    target = tmp_path / "target"
    target.write_bytes(b"precious")
    for suffix in ("part", "part.tag", "json"):
        (rig.results / f"tiny - rain - 7.mp4.{suffix}").symlink_to(target)
    async with rig.running():
        job = await rig.settled((await rig.add("rain", seed=7)).id)
    assert target.read_bytes() == b"precious"
    assert job.state in (JobState.DONE, JobState.FAILED)
