"""Frames, sheets and movies that go out of a review."""

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication, QImage

from aleph_desktop.app.clip_reader import ThreadedClipReader
from aleph_desktop.errors import KnownError
from aleph_desktop.media.reel import load_reel
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.export_feed import ExportFeed
from aleph_desktop.ui.review.contact_sheet import MOST, ContactSheet, sheet_frames
from aleph_desktop.ui.review.exhibit import MovieAsk
from aleph_desktop.ui.review.frame_export import write_image
from aleph_desktop.ui.review.lettering import lettering
from aleph_desktop.ui.review.look import Look, Mode
from aleph_desktop.ui.review.movie_picture import MoviePicture


@pytest.fixture
def shown(room, bring, make_job, numbered_clip):
    """A finished job with its frames: the reference counts from 0, the edited clip from 200."""
    job = make_job(
        sent_path=numbered_clip(frames=50), result_path=numbered_clip(frames=50, first=200)
    )
    room.show_job(replace(job, edit=replace(job.edit, prompt="Make it night. " * 40)))
    bring()
    room.go_to(7)
    return job


def number_of(picture: QImage, left: int, top: int, width: int, height: int) -> int:
    """The number in the ten bars of a numbered clip's picture."""
    bits = ""
    for bar in range(10):
        x, y = left + int(width * (bar + 0.5) / 10), top + height // 2
        bits += str(int(picture.pixelColor(x, y).green() > 128))
    return int(bits, 2)


def carry_out(room, work) -> list[tuple[str, ...]]:
    """Run the feed until it has told what has become of it."""
    told: list[tuple[str, ...]] = []

    async def run() -> None:
        clips = ThreadedClipReader()
        ended = asyncio.Event()
        for signal in (room.export.done, room.export.problem):
            signal.connect(lambda *words: (told.append(words), ended.set()))
        scope = TaskScope("test", lambda error: told.append(("bug", repr(error))))
        feed = ExportFeed(room.export, clips, scope)
        work()
        async with asyncio.timeout(60):
            await ended.wait()
        await scope.close()
        clips.close()
        feed.setParent(None)

    asyncio.run(run())
    return told


def test_a_frame_is_saved_in_its_full_size(room, shown, tmp_path):
    path = str(tmp_path / "frame.png")
    ask = room.export._frame_ask("edited")
    told = carry_out(room, lambda: room.export.frame_wanted.emit(ask, path))
    assert told == [("The edited frame was saved as “frame.png”.", path)]
    picture = QImage(path)
    assert (picture.width(), picture.height()) == (160, 90)
    assert number_of(picture, 0, 0, 160, 90) == 207


def test_a_frame_is_copied(room, shown):
    ask = room.export._frame_ask("reference")
    told = carry_out(room, lambda: room.export.frame_wanted.emit(ask, ""))
    assert told == [("The reference frame was copied, 160×90.", "")]
    assert number_of(QGuiApplication.clipboard().image(), 0, 0, 160, 90) == 7


def test_a_file_that_is_gone_is_told(room, shown, tmp_path):
    ask = room.export._frame_ask("edited")._replace(path=str(tmp_path / "gone.mp4"))
    told = carry_out(room, lambda: room.export.frame_wanted.emit(ask, str(tmp_path / "a.png")))
    assert len(told) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_comparison_is_both_pictures_without_anything_around(room, shown):
    picture = room.view.comparison_image()
    half = (picture.width() - 2) // 2
    assert number_of(picture, 0, 0, half, picture.height()) == 7
    assert number_of(picture, half + 2, 0, half, picture.height()) == 207


def test_a_sheet_has_every_pair_that_it_promises(room, shown, tmp_path):
    path = str(tmp_path / "sheet.png")
    told = carry_out(room, lambda: room.export.sheet_wanted.emit(room.export._exhibit(), path))
    assert told[0][1] == path
    sheet = ContactSheet(room.export._exhibit(), lettering())
    for step in range(sheet.steps):
        sheet.paint(step)
    assert max(sheet.image.width(), sheet.image.height()) <= MOST
    assert QImage(path).size() == sheet.image.size()
    frames = sheet_frames(50, ())
    assert len(frames) == 12
    for number, frame in enumerate(frames):
        for row, first in ((0, 0), (1, 200)):
            place = sheet._place(number, row)
            found = number_of(QImage(path), place.x(), place.y(), place.width(), place.height())
            assert found == first + frame


def test_a_sheets_frames_are_of_the_whole_take_and_of_its_peaks():
    assert sheet_frames(0, ()) == []
    assert sheet_frames(5, ()) == [0, 1, 2, 3, 4]
    with_peaks = sheet_frames(125, (73, 3))
    assert {0, 3, 73, 124} <= set(with_peaks)
    assert len(with_peaks) == 12


@pytest.mark.parametrize("mode", [Mode.SIDE, Mode.WIPE])
def test_a_movie_shows_the_pairs_of_its_part(room, shown, tmp_path, mode):
    path = tmp_path / "review.mp4"
    exhibit = room.export._exhibit()
    ask = MovieAsk(exhibit, Look(mode, wipe=(1.0, 0.5)), True, 10, 12)
    told = carry_out(room, lambda: room.export.movie_wanted.emit(ask, str(path)))
    assert told == [("The review movie was saved as “review.mp4”.", str(path))]
    reel = load_reel(path, 5, 10**7, 10**9, lambda: False)
    assert len(reel) == 12
    painter = MoviePicture(ask, exhibit.reference.reel, exhibit.edited.reel, lettering())
    assert (reel.width, reel.height) == painter.size
    left, right = painter.places
    for number in range(12):
        still = reel.still(number, reel.width, reel.height)
        picture = QImage(
            still.data, still.width, still.height, still.stride, QImage.Format.Format_RGB32
        )
        place = (left.x(), left.y(), left.width(), left.height())
        assert number_of(picture, *place) == 10 + number  # a wipe at its right end is the reference
        if mode is Mode.SIDE:
            place = (right.x(), right.y(), right.width(), right.height())
            assert number_of(picture, *place) == 210 + number


@pytest.mark.parametrize("name", ["picture.gif", "no/such/folder.png"])
def test_a_picture_that_cant_be_written_says_what_to_do(tmp_path, name):
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0)
    with pytest.raises(KnownError) as raised:
        write_image(image, str(tmp_path / name))
    assert raised.value.failure.remedy
    assert list(tmp_path.iterdir()) == []


def test_what_cant_be_had_is_off_in_the_menu_with_the_reason(room, make_job):
    from aleph_desktop.domain.job import JobState

    room.show_job(make_job(state=JobState.GENERATING))
    menu = room.transport.export_menu()
    menu.aboutToShow.emit()
    off = [action.text() for action in menu.actions() if action.text() and not action.isEnabled()]
    assert "Copy edited frame (there is no result yet)" in off
    assert "Review movie… (there is no result yet)" in off
