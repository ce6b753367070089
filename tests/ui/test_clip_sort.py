"""What can be queued with others, and what is said of the rest."""

import os

import pytest

from aleph_desktop.ui.clip_sort import never_a_clip, sort_clips
from aleph_desktop.ui.dropped import promise


@pytest.fixture
def folder(tmp_path):
    for name in ("a.mp4", "b.MOV", "notes.txt", "moon.PNG"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "shots").mkdir()
    (tmp_path / "shots.mp4").mkdir()
    return tmp_path


def test_clips_go_on_and_the_rest_is_told_with_reasons(folder) -> None:
    names = ["b.MOV", "notes.txt", "a.mp4", "shots", "shots.mp4", "moon.PNG", "gone.mp4"]
    found = sort_clips([str(folder / name) for name in names], loopback=False)
    assert [clip.name for clip in found.clips] == ["b.MOV", "a.mp4"]
    told = dict(found.refused)
    assert list(told) == ["notes.txt", "shots", "shots.mp4", "moon.PNG", "gone.mp4"]
    assert "folder" in told["shots"]
    assert "folder" in told["shots.mp4"]
    assert "image" in told["moon.PNG"]
    assert told["gone.mp4"] == "not there"


def test_the_same_clip_twice_counts_once(folder) -> None:
    path = str(folder / "a.mp4")
    found = sort_clips([path, path], loopback=False)
    assert len(found.clips) == 1


def test_urls_are_checked_and_never_told_with_their_signature() -> None:
    good = "https://example.com/a.mp4?Signature=abc"
    found = sort_clips([good, "http://example.com/b.mp4?Signature=abc"], loopback=False)
    assert [clip.location for clip in found.clips] == [good]
    assert "abc" not in str(found.refused)
    assert "https" in found.refused[0][1]


def test_a_link_to_nowhere_and_a_pipe_are_no_clips(tmp_path) -> None:
    (tmp_path / "link.mp4").symlink_to(tmp_path / "gone.mp4")
    os.mkfifo(tmp_path / "pipe.mp4")
    paths = [str(tmp_path / name) for name in ("link.mp4", "pipe.mp4")]
    assert sort_clips(paths, loopback=False).clips == ()


def test_one_alone_may_be_called_anything_but_a_folder_or_an_image(folder) -> None:
    assert never_a_clip(folder / "notes.txt") == ""
    assert never_a_clip(folder / "shots")
    assert never_a_clip(folder / "moon.PNG")


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["/a.mp4"], "Use as reference clip"),
        (["https://example.com/a"], "Use as reference clip"),
        (["/a.mp4", "/b.mov", "/notes.txt"], "Queue 2 clips with one prompt"),
        (["/a.mp4"] * 1000, "Queue 1,000 clips with one prompt"),
        (["/a.png", "/b.JPG"], "Image references can't be added yet"),
    ],
)
def test_what_a_drop_will_do(texts, words) -> None:
    assert promise(texts) == words
