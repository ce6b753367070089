"""The main job as a user does it: a real window, the real demo service, a real clip."""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.domain.job import JobState
from aleph_desktop.ui.dialogs.keys_sheet import KeysSheet
from aleph_desktop.ui.dialogs.settings_dialog import SettingsDialog
from aleph_desktop.ui.main_window import MainWindow

sys.path.append(str(Path(__file__).parent))

from live_window import drop, live, state, until

SCREENSHOTS = Path(__file__).parents[2] / "out" / "screenshots"


def keep(window: MainWindow, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    assert window.grab().save(str(SCREENSHOTS / f"{name}.png"))


def halves(window: MainWindow) -> tuple[QImage, QImage]:
    image = window.review.view.grab().toImage()
    half = image.width() // 2
    return (
        image.copy(0, 0, half, image.height()),
        image.copy(image.width() - half, 0, half, image.height()),
    )


def test_from_drop_to_both_clips_playing(qapp, bunny, tmp_path) -> None:
    async def scenario(window: MainWindow) -> None:
        composer = window.composer
        window.resize(1440, 900)
        await until(lambda: "Add a clip" in composer._hint.text())
        drop(window, bunny)
        await until(lambda: "what should change" in composer._hint.text())
        window.activateWindow()
        await until(window.isActiveWindow)  # else the keys below are nobody's
        QTest.keyClicks(composer.prompt._editor, "Moonlit night with rain")
        QTest.keyClick(
            composer.prompt._editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
        QTest.keyClick(
            composer.prompt._editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
        await until(lambda: state(window) is JobState.GENERATING)
        keep(window, "generating")
        await until(lambda: state(window) is JobState.DONE)
        await until(lambda: window.review.playback.is_playing)
        reference, edited = halves(window)
        assert reference != edited
        await until(lambda: halves(window)[0] != reference and halves(window)[1] != edited)
        keep(window, "done")
        assert window.job_model.rowCount() == 1  # Ctrl+Return twice was one job
        job = window.job_model.job_at(window.job_model.index(0))
        assert Path(job.result_path).is_file()
        assert Path(job.result_path).parent == tmp_path / "results"
        # Space belongs to the prompt while that has the focus, and to the player else
        QTest.keyClick(composer.prompt._editor, Qt.Key.Key_Space)
        assert window.review.playback.is_playing
        window.jobs.setFocus()
        window.actions_["play"].trigger()
        assert not window.review.playback.is_playing

    live(Arguments("window", data_dir=tmp_path, demo=True), scenario)


def test_a_restart_has_the_list_and_goes_on(qapp, bunny, tmp_path) -> None:
    arguments = Arguments("window", data_dir=tmp_path, demo=True, sample=True)

    async def begin(window: MainWindow) -> None:
        await until(window.composer._generate.isEnabled)
        window.composer.generate()
        await until(lambda: state(window) in (JobState.WAITING, JobState.GENERATING))

    async def go_on(window: MainWindow) -> None:
        await until(lambda: state(window) is not None)
        await until(lambda: state(window) is JobState.DONE)
        assert window.job_model.rowCount() == 1

    live(arguments, begin)
    live(Arguments("window", data_dir=tmp_path, demo=True), go_on)


def test_without_a_key_the_sample_is_two_clicks_away(qapp, tmp_path) -> None:
    async def scenario(window: MainWindow) -> None:
        await until(window.composer._key.isVisible)
        keep(window, "first-start")
        page = window.jobs._no_jobs
        button = next(b for b in page.findChildren(type(window.composer._generate)))
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        await until(window.composer._generate.isEnabled)
        assert not window.composer._key.isVisible()
        assert "Demo" in window._service.text()
        QTest.mouseClick(window.composer._generate, Qt.MouseButton.LeftButton)
        await until(lambda: state(window) is not None)

    live(Arguments("window", data_dir=tmp_path), scenario)


def test_what_is_no_clip_says_why_on_the_card(qapp, tmp_path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a clip")

    async def scenario(window: MainWindow) -> None:
        await until(lambda: "Add a clip" in window.composer._hint.text())
        drop(window, text)
        await until(lambda: "can't be used" in window.composer._hint.text())
        keep(window, "no-clip")
        assert not window.composer._generate.isEnabled()

    live(Arguments("window", data_dir=tmp_path, demo=True), scenario)


def test_a_key_that_is_entered_is_kept_nowhere_but_in_the_keyring(qapp, tmp_path) -> None:
    canary = "sk-canary-77aa88bb99"

    async def scenario(window: MainWindow) -> None:
        await until(window.composer._key.isVisible)
        QTest.keyClicks(window.composer._key._field, canary)
        QTest.keyClick(window.composer._key._field, Qt.Key.Key_Return)
        await until(lambda: not window.composer._key.isVisible())
        assert "this run only" in window.notice._words.text()  # the tests' keyring keeps nothing

    live(Arguments("window", data_dir=tmp_path, api_base="http://127.0.0.1:9"), scenario)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert canary.encode() not in kept


def test_the_menus_do_what_they_say(qapp, bunny, tmp_path) -> None:
    async def scenario(window: MainWindow) -> None:
        actions = window.actions_
        await until(lambda: "Add a clip" in window.composer._hint.text())
        for name, place in (("toggle_composer", window.composer), ("toggle_jobs", window.jobs)):
            actions[name].trigger()
            assert not place.isVisible()
            actions[name].trigger()
            assert place.isVisible()
        held = {
            *("back", "forward", "back_ten", "forward_ten", "previous_peak", "next_peak"),
            *("zoom_in", "zoom_out", "turn_wipe", "turn_wipe_back"),
        }
        repeated = (n for n, a in actions._by_name.items() if a.autoRepeat())
        assert {n for n in repeated if not actions[n].shortcut().isEmpty()} == held
        actions["open_clip"].trigger()
        dialog = window.findChild(QFileDialog)
        dialog.selectFile(str(bunny))
        dialog.accept()
        await until(lambda: "what should change" in window.composer._hint.text())
        actions["keys"].trigger()
        await until(lambda: window.findChild(KeysSheet) is not None)
        window.findChild(KeysSheet).close()
        actions["settings"].trigger()
        actions["settings"].trigger()
        await until(lambda: window.findChild(SettingsDialog) is not None)
        assert len(window.findChildren(SettingsDialog)) == 1
        window.findChild(SettingsDialog).reject()

    live(Arguments("window", data_dir=tmp_path, demo=True), scenario)


def test_what_was_removed_comes_back_step_by_step(qapp, bunny, tmp_path) -> None:
    async def scenario(window: MainWindow) -> None:
        model, composer = window.job_model, window.composer
        await until(lambda: "Add a clip" in composer._hint.text())
        window.clips_given.emit([str(bunny)])
        await until(lambda: "what should change" in composer._hint.text())
        for number in range(3):
            composer.prompt.set_text(f"rain {number}")
            await until(lambda: composer._hint.text() not in ("Queued.", ""))
            composer.generate()
            await until(lambda wanted=number + 1: model.rowCount() == wanted)
            await until(lambda: window.jobs.selected_ids() == [model.job_at(model.index(0)).id])
            window.actions_["cancel"].trigger()
            await until(lambda: state(window) is JobState.CANCELLED)
        for left in (2, 1, 0):
            window.jobs.select(model.job_at(model.index(0)).id)
            window.actions_["remove"].trigger()
            await until(lambda wanted=left: model.rowCount() == wanted)
        for back in (1, 2, 3):
            window.actions_["undo_remove"].trigger()
            await until(lambda wanted=back: model.rowCount() == wanted)

    live(Arguments("window", data_dir=tmp_path, demo=True), scenario)
