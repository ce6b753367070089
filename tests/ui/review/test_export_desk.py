"""The export menu, its dialogs, and what comes of them."""

import asyncio
import errno
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox

from aleph_desktop.app.clip_reader import ThreadedClipReader
from aleph_desktop.errors import Failure, FailureKind, KnownError
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.export_feed import ExportFeed
from aleph_desktop.ui.review.caption import Caption, caption_of
from aleph_desktop.ui.review.exhibit import Exhibit, MovieAsk
from aleph_desktop.ui.review.frame_export import not_written, write_image
from aleph_desktop.ui.review.lettering import lettering, wrapped
from aleph_desktop.ui.review.look import Look, Mode


@pytest.fixture
def shown(room, bring, make_job, numbered_clip, tmp_path):
    """A finished take with its frames, on frame 7."""
    result = tmp_path / "results" / "edited.mp4"
    result.parent.mkdir()
    result.write_bytes(Path(numbered_clip(frames=50, first=200)).read_bytes())
    job = make_job(sent_path=numbered_clip(frames=50), result_path=str(result), shot="1", take=2)
    room.show_job(job)
    room.export.show_job(job)
    bring()
    room.go_to(7)
    return job


@pytest.fixture
def choose(room) -> Callable[[str], None]:
    """Chooses a line of the menu, as a click does."""

    def do(words: str) -> None:
        menu = room.transport.export_menu()
        menu.aboutToShow.emit()
        (action,) = (a for a in menu.actions() if a.text().startswith(words))
        assert action.isEnabled()
        action.trigger()

    return do


def save_dialog(room) -> QFileDialog:
    dialog = room.export._save_box.dialog
    assert dialog is not None
    return dialog


def type_name(dialog: QFileDialog, name: str) -> None:
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(name)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Save reference frame", "bigbuckbunny_f0107.png"),
        ("Save edited frame", "bigbuckbunny_take2_f0107.png"),
        ("Save comparison", "bigbuckbunny_take2_f0107_comparison.png"),
        ("Contact sheet", "bigbuckbunny_take2_sheet.png"),
    ],
)
def test_a_file_is_proposed_beside_the_result(room, shown, choose, words, name):
    room.export.set_first(100)
    choose(words)
    dialog = save_dialog(room)
    assert dialog.isVisible()
    assert [Path(path) for path in dialog.selectedFiles()] == [
        Path(shown.result_path).parent / name
    ]
    dialog.reject()
    assert room.export._save_box.dialog is None


def test_the_next_file_is_proposed_where_the_last_one_went(room, shown, choose, tmp_path):
    asked = []
    room.export.picture_wanted.connect(lambda *args: asked.append(args))
    choose("Save comparison")
    type_name(save_dialog(room), str(tmp_path / "mine"))
    save_dialog(room).accept()
    (picture, path) = asked[0]
    assert Path(path) == tmp_path / "mine.png"
    assert picture.width() > 100
    choose("Save reference frame")
    assert Path(save_dialog(room).selectedFiles()[0]).parent == tmp_path
    save_dialog(room).reject()


def test_a_kind_that_is_chosen_is_the_suffix_that_is_added(room, shown, choose, tmp_path):
    asked = []
    room.export.frame_wanted.connect(lambda *args: asked.append(args))
    choose("Save edited frame")
    dialog = save_dialog(room)
    dialog.filterSelected.emit("JPEG (*.jpg *.jpeg)")
    type_name(dialog, str(tmp_path / "mine"))
    dialog.accept()
    assert Path(asked[0][1]) == tmp_path / "mine.jpg"


def test_a_file_that_is_there_is_only_replaced_when_the_dialog_was_told_so(
    room, shown, choose, tmp_path
):
    (tmp_path / "there.png").write_bytes(b"mine")
    asked, questions = [], []
    room.export.frame_wanted.connect(lambda *args: asked.append(args))
    choose("Save edited frame")
    dialog = save_dialog(room)
    type_name(dialog, str(tmp_path / "there.png"))

    def say_no() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        questions.append(question.text())
        question.button(QMessageBox.StandardButton.No).click()

    QTimer.singleShot(0, say_no)
    dialog.accept()
    assert "there.png" in questions[0]
    assert asked == []
    dialog.reject()


def test_a_comparison_is_copied(room, shown, choose, qtbot):
    with qtbot.waitSignal(room.export.done) as told:
        choose("Copy comparison")
    assert told.args == ["The comparison was copied.", ""]
    assert QGuiApplication.clipboard().image().size() == room.view.comparison_image().size()


def test_without_anything_on_show_everything_is_off(room):
    menu = room.transport.export_menu()
    menu.aboutToShow.emit()
    lines = [action for action in menu.actions() if action.text()]
    assert len(lines) == 8
    assert not any(action.isEnabled() for action in lines)
    assert all("(" in action.text() for action in lines)


# The movie's dialog


@pytest.fixture
def movie(room, shown, choose):
    choose("Review movie")
    return room.export._movie


def test_the_movie_is_of_the_whole_clip_and_as_it_is_looked_at(room, shown, choose):
    room.view.set_look(Look(Mode.WIPE, angle=30.0, flipped=True))
    choose("Review movie")
    dialog = room.export._movie
    asked = []
    dialog.file_wanted.connect(asked.append)
    dialog._write.click()
    (ask,) = asked
    assert (ask.look.mode, ask.look.angle, ask.look.flipped) == (Mode.WIPE, 30.0, False)
    assert (ask.start, ask.count, ask.burn_in) == (0, 50, True)
    name = Path(save_dialog(room).selectedFiles()[0]).name
    assert name == "bigbuckbunny_take2_review.mp4"
    save_dialog(room).reject()
    dialog.reject()


def test_the_loop_can_be_written_alone(room, shown, choose):
    room.export.set_marks((10, 20))
    choose("Review movie")
    dialog = room.export._movie
    asked = []
    dialog.file_wanted.connect(asked.append)
    dialog._burn.setChecked(False)
    dialog._write.click()
    assert (asked[0].start, asked[0].count, asked[0].burn_in) == (10, 11, False)
    save_dialog(room).reject()
    dialog.reject()


def test_a_closed_dialog_holds_no_frames(movie):
    assert movie._exhibit is not None
    movie.reject()
    assert movie._exhibit is None


def test_a_movie_that_cant_be_written_says_so_and_can_be_tried_again(room, movie):
    movie.begin()
    assert not movie._write.isEnabled()
    room.export.tell_movie_problem(
        Failure(FailureKind.SPACE, "No room", "The disk is full.", "Free some space.")
    )
    assert movie._problem.text() == "No room: The disk is full. Free some space."
    assert movie._problem.isVisible()
    assert movie._write.isEnabled()
    movie.reject()


def test_a_cancelled_movie_leaves_nothing_behind(room, movie, tmp_path):
    ask = MovieAsk(replace_pairs(room.export._exhibit(), 40), Look(), True, 0, 2000)
    folder = tmp_path / "movies"
    folder.mkdir()
    told = []

    async def run() -> None:
        clips = ThreadedClipReader()
        scope = TaskScope("test", lambda error, _name: told.append(error))
        feed = ExportFeed(room.export, clips, scope)
        begun = asyncio.Event()
        movie._bar.valueChanged.connect(lambda value: begun.set() if value > 0 else None)
        room.export.done.connect(lambda *_: told.append("done"))
        movie.begin()
        room.export.movie_wanted.emit(ask, str(folder / "review.mp4"))
        async with asyncio.timeout(60):
            await begun.wait()
        assert movie._bar.maximum() == 2000
        movie.reject()
        async with asyncio.timeout(60):
            while len(scope):
                await asyncio.sleep(0.01)
        await scope.close()
        await asyncio.to_thread(clips.close)
        feed.setParent(None)

    asyncio.run(run())
    assert told == []
    assert list(folder.iterdir()) == []
    assert not movie.isVisible()


def replace_pairs(exhibit: Exhibit, times: int) -> Exhibit:
    """The same pairs over and over, so that it takes long."""
    return replace(exhibit, pairs=exhibit.pairs * times)


# Files and words


@pytest.mark.skipif(sys.platform == "win32", reason="a folder's mode is not its rights there")
def test_a_folder_that_cant_be_written_to_is_told_as_that(tmp_path):
    error = PermissionError(errno.EACCES, "Permission denied")
    failure = not_written(tmp_path / "a.png", error).failure
    assert str(tmp_path) in failure.message
    assert failure.remedy == "Save to another folder."


def test_a_full_disk_is_told_as_that(tmp_path):
    failure = not_written(tmp_path / "a.png", OSError(errno.ENOSPC, "No space left")).failure
    assert failure.kind is FailureKind.SPACE
    assert "Free some space" in failure.remedy


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
def test_a_picture_on_a_full_disk_leaves_nothing(tmp_path):
    (tmp_path / ".a.png.part").symlink_to("/dev/full")
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(0)
    with pytest.raises(KnownError, match="is full"):
        write_image(image, str(tmp_path / "a.png"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "kind"), [("a.png", b"\x89PNG"), ("a.JPG", b"\xff\xd8\xff")])
def test_the_suffix_says_what_a_picture_is_written_as(tmp_path, name, kind):
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(0)
    write_image(image, str(tmp_path / name))
    assert (tmp_path / name).read_bytes().startswith(kind)
    assert stat.S_ISREG((tmp_path / name).stat().st_mode)


def test_names_are_such_that_every_system_takes():
    caption = Caption("a: very/odd?.mov", take="take 3")
    assert caption.file_name("f0001", take=True, suffix="png").endswith("_take3_f0001.png")
    assert not set(':/?"') & set(caption.file_name(take=True, suffix="png"))
    assert (
        Caption("shot.mov").file_name("f0001", take=True, suffix="png") == "shot_edited_f0001.png"
    )


def test_a_caption_is_of_the_job(make_job):
    caption = caption_of(make_job(shot="1", take=4))
    assert caption.title == "bigbuckbunny.mp4 · take 4"
    assert caption.prompt == "Make it night"
    assert caption.facts[:2] == ("seed 91827", "m")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 0),
        ("short", 1),
        ("many words " * 100, 3),
        ("W" * 1000, 3),
        ("日本語" * 300, 3),
        ("🦊 and 🐻 " * 200, 3),
    ],
)
def test_a_long_prompt_is_wrapped_and_cut(qapp, text, lines):
    from PySide6.QtGui import QFontMetricsF

    font = lettering().sized(16).plain
    made = wrapped(text, font, 300, 3)
    assert len(made) == lines
    assert all(QFontMetricsF(font).horizontalAdvance(line) <= 301 for line in made)
    if lines == 3:
        assert made[-1].endswith("…")
        assert text.startswith(made[0])
