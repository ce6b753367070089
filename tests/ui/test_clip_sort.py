"""What can be used of what is given, and what is said of the rest."""

import os

import pytest
from PySide6.QtCore import QMimeData, QSysInfo, QUrl
from PySide6.QtGui import QImage

from aleph_desktop.ui import clip_sort
from aleph_desktop.ui.clip_sort import sort_given
from aleph_desktop.ui.dropped import given_image, given_texts, promise


@pytest.fixture
def folder(tmp_path):
    for name in ("a.mp4", "b.MOV", "notes.txt", "moon.PNG"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "empty").mkdir()
    shots = tmp_path / "shots.mp4"
    (shots / "deeper").mkdir(parents=True)
    for name in ("z.mov", "Y.mp4", "list.txt", "still.png", ".hidden.mp4", "deeper/x.mxf"):
        (shots / name).write_bytes(b"")
    (shots / "round").symlink_to(tmp_path)
    return tmp_path


def sort(*names):
    return sort_given([str(name) for name in names], loopback=False)


def test_clips_and_images_go_on_and_the_rest_is_told_with_reasons(folder) -> None:
    names = ["b.MOV", "notes.txt", "a.mp4", "empty", "moon.PNG", "gone.mp4"]
    found = sort(*(folder / name for name in names))
    assert [clip.name for clip in found.clips] == ["b.MOV", "a.mp4"]
    assert found.images == (str(folder / "moon.PNG"),)
    told = dict(found.refused)
    assert list(told) == ["notes.txt", "empty", "gone.mp4"]
    assert told["empty"] == "a folder without clips"
    assert told["gone.mp4"] == "not there"


def test_a_folder_is_walked_for_clips_and_never_in_a_circle(folder) -> None:
    found = sort(folder / "shots.mp4")
    assert [clip.name for clip in found.clips] == ["Y.mp4", "z.mov", "x.mxf"]
    assert found.images == ()
    assert found.refused == ()


def test_a_folder_without_an_end_is_told(folder, monkeypatch) -> None:
    monkeypatch.setattr(clip_sort, "MOST_FILES", 2)
    assert "first 2 files" in dict(sort(folder / "shots.mp4").refused)["shots.mp4"]


def test_file_urls_are_files_as_file_managers_start_the_app_with_them(folder) -> None:
    odd = folder / "50% #1 é.mp4"
    odd.write_bytes(b"")
    url = odd.as_uri()
    assert "%23" in url
    found = sort(url, (folder / "moon.PNG").as_uri(), "file:///no/such%20clip.mp4")
    assert [clip.location for clip in found.clips] == [str(odd)]
    assert found.images == (str(folder / "moon.PNG"),)
    assert dict(found.refused) == {"such clip.mp4": "not there"}
    assert sort("file://localhost" + url.removeprefix("file://")).clips == found.clips


def test_the_same_clip_twice_counts_once(folder) -> None:
    assert (
        len(sort(folder / "a.mp4", folder / "a.mp4", (folder / "a.mp4").as_uri(), folder).clips)
        == 5
    )


def test_urls_are_checked_and_never_told_with_their_signature() -> None:
    good = "https://example.com/a.mp4?Signature=abc"
    found = sort(good, "http://example.com/b.mp4?Signature=abc", "https://example.com/c.JPG?x=1")
    assert [clip.location for clip in found.clips] == [good]
    assert found.images == ("https://example.com/c.JPG?x=1",)
    assert "abc" not in str(found.refused)
    assert "https" in found.refused[0][1]


def test_a_link_to_nowhere_and_a_pipe_are_no_clips(tmp_path) -> None:
    (tmp_path / "link.mp4").symlink_to(tmp_path / "gone.mp4")
    os.mkfifo(tmp_path / "pipe.mp4")
    found = sort(tmp_path / "link.mp4", tmp_path / "pipe.mp4")
    assert found.clips == ()
    assert dict(found.refused) == {"link.mp4": "not there", "pipe.mp4": "not an ordinary file"}


def test_one_alone_may_be_called_anything(folder) -> None:
    assert [clip.name for clip in sort(folder / "notes.txt").clips] == ["notes.txt"]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["/a.mp4"], "Use as reference clip"),
        (["https://example.com/a"], "Use as reference clip"),
        (["/a.mp4", "/b.mov", "/notes.txt"], "Queue 2 clips with one prompt"),
        (["/a.mp4"] * 1000, "Queue 1,000 clips with one prompt"),
        (["/a.png", "/b.JPG"], "Add as image reference"),
        (["https://example.com/b.jpg?w=1"], "Add as image reference"),
        (["/day 1.2/shots"], "Use the clips in this folder"),
        (["/a.mp4", "/b.png"], "Use as reference clip and image reference"),
        (["/a.mp4", "/b.mov", "/c.png"], "Queue 2 clips with one prompt"),
        (["/day1", "/day2"], "Queue the clips in these folders with one prompt"),
        (["/day1/", "/c.png"], "Queue the clips in this folder with one prompt"),
        (
            ["/day1", "/day2", "/a.mp4"],
            "Queue the clips in these folders and the others with one prompt",
        ),
    ],
)
def test_what_a_drop_will_do(texts, words) -> None:
    assert promise(texts) == words


def test_a_picture_in_the_clipboard_is_an_image_and_a_files_icon_is_not() -> None:
    data = QMimeData()
    assert given_image(data) is None
    data.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    image = given_image(data)
    assert image is not None
    assert (image.width(), given_texts(data)) == (4, [])
    data.setUrls([QUrl.fromLocalFile("/a.mp4")])
    assert given_image(data) is None
    assert given_texts(data) == ["/a.mp4"]


@pytest.mark.parametrize("host", ["", "localhost", QSysInfo.machineHostName()])
def test_a_dropped_file_is_of_this_machine_however_it_is_named(host) -> None:
    data = QMimeData()
    address = f"file://{host}/a%20b%2525%20%C3%BC%231.mp4\r\n"
    data.setData("text/uri-list", address.encode())
    assert given_texts(data) == ["/a b%25 ü#1.mp4"]
