"""Words bring filters, and filters change the picture."""

from pathlib import Path

import av
import pytest

from aleph_desktop.demo.edit_clip import Take, edit_clip
from aleph_desktop.demo.filters import layers, looks_in
from aleph_desktop.demo.looks import LOOKS, SURPRISE
from aleph_desktop.media.stopped import Stopped

SIZE = (320, 240)
PROMPTS = [look.words[0] for look in LOOKS] + ["make it unlike anything"]
# Mean difference of a sample, of 256. Coding alone makes less than 1.5.
CHANGED = 4.0
VARIED = 0.4


def edit(source: Path, folder: Path, prompt: str, seed: int) -> Path:
    target = folder / f"{seed}.mp4"
    edit_clip(source, target, Take(prompt, seed, SIZE, 5.0), lambda: False)
    return target


def samples(path: Path) -> bytes:
    """The last frame's brightness and colour, but for the corner with the mark."""
    with av.open(str(path)) as clip:
        *_, frame = clip.decode(video=0)
        planes = [bytes(plane) for plane in frame.planes]
    return b"".join(plane[: len(plane) * 5 // 6] for plane in planes)


def difference(one: Path, other: Path) -> float:
    pairs = list(zip(samples(one), samples(other), strict=True))
    return sum(abs(a - b) for a, b in pairs) / len(pairs)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_each_look_changes_the_picture_by_its_seed(
    prompt: str, small_clip: Path, tmp_path: Path
) -> None:
    first, second = (edit(small_clip, tmp_path, prompt, seed) for seed in (1, 2))

    assert difference(small_clip, first) > CHANGED
    assert difference(first, second) > VARIED


@pytest.mark.parametrize("prompt", ["rain at night", "film grain", "anything else"])
def test_the_same_seed_gives_the_same_bytes(prompt: str, small_clip: Path, tmp_path: Path) -> None:
    once = edit(small_clip, tmp_path, prompt, 7).read_bytes()

    assert edit(small_clip, tmp_path, prompt, 7).read_bytes() == once


def test_the_mark_is_in_the_corner(small_clip: Path, tmp_path: Path) -> None:
    with av.open(str(edit(small_clip, tmp_path, "black and white", 1))) as clip:
        frame = next(clip.decode(video=0))
        plane = frame.planes[0]
        rows = [bytes(plane)[y * plane.line_size :][:320] for y in range(240)]
    corner = [value for row in rows[214:238] for value in row[260:318]]

    assert max(corner) > 180  # letters
    assert sorted(corner)[len(corner) // 2] < 110  # their plate


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("Turn this into a NIGHT scene.", {"night"}),
        ("heavy rain, at dusk", {"rain", "dusk"}),
        ("a black-and-white film", {"black and white"}),
        ("make it b&w", {"black and white"}),
        ("soft-focus", {"blur"}),
    ],
)
def test_words_are_found(prompt: str, words: set[str]) -> None:
    assert {look.words[0] for look in looks_in(prompt)} == words


@pytest.mark.parametrize("prompt", ["a train in knightly brain", "", "\ud800", "日本"])
def test_parts_of_words_are_not(prompt: str) -> None:
    assert looks_in(prompt) == (SURPRISE,)


def test_every_blank_is_filled() -> None:
    for prompt in PROMPTS:
        for layer in layers(prompt, 1, 320, 240):
            for _name, arguments in (*layer.picture, *layer.overlay):
                assert "{" not in arguments


def test_a_stopped_edit_leaves_no_file(small_clip: Path, tmp_path: Path) -> None:
    target = tmp_path / "result.mp4"

    with pytest.raises(Stopped):
        edit_clip(small_clip, target, Take("rain", 1, SIZE, 5.0), lambda: True)
    assert list(tmp_path.iterdir()) == []
