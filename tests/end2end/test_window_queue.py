"""The queue by its menus, banner and dialogs: a real window, a real service, real files."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.domain.job import JobState
from aleph_desktop.media.digest import digest
from aleph_desktop.ui.dialogs.ask_dialog import AskDialog
from aleph_desktop.ui.dialogs.settings_dialog import SettingsDialog
from aleph_desktop.ui.main_window import MainWindow

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "faults")]

from fault_plan import BILLING, SUBMIT, Fault, Rule
from live_window import drop, jobs, live, state, until
from service_process import FaultyService
from tiny_clip import make_clip

pytestmark = pytest.mark.timeout(90)


@pytest.fixture(scope="module")
def service_process():
    made = FaultyService()
    yield made
    made.close()


@pytest.fixture
def service(service_process, monkeypatch):
    """The demo service behind a front that counts, and breaks what it is told to."""
    monkeypatch.setenv("AIMLAPI_API_KEY", "canary-key-7d1f0e55aa")
    service_process.reset()
    return service_process


@pytest.fixture
def clip(tmp_path) -> Path:
    return make_clip(tmp_path / "shot.mp4")


@pytest.fixture
def arguments(service, tmp_path) -> Arguments:
    return Arguments("window", data_dir=tmp_path / "data", api_base=service.url)


async def queue(window: MainWindow, clip: Path, prompt: str) -> None:
    """Queue a job as a user does."""
    count = window.job_model.rowCount()
    composer = window.composer
    if composer.source is None:
        await until(lambda: "Add a clip" in composer._hint.text())
        drop(window, clip)
    composer.prompt.set_text(prompt)
    await until(composer._generate.isEnabled)
    QTest.mouseClick(composer._generate, Qt.MouseButton.LeftButton)
    await until(lambda: window.job_model.rowCount() == count + 1)


async def answer(window: MainWindow, *, yes: bool) -> list[str]:
    """Press a button of the question that is open; what was asked."""
    await until(lambda: window.findChild(AskDialog) is not None)
    dialog = window.findChild(AskDialog)
    words = [label.text() for label in dialog.findChildren(type(window._service))]
    role = QDialogButtonBox.ButtonRole
    wanted = role.AcceptRole if yes else role.RejectRole
    button = next(b for b in dialog._buttons.buttons() if dialog._buttons.buttonRole(b) == wanted)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    await until(lambda: window.findChild(AskDialog) is None)
    return words


def test_a_paused_queue_sends_nothing_until_resume(qapp, arguments, service, clip) -> None:
    async def scenario(window: MainWindow) -> None:
        await until(lambda: "Add a clip" in window.composer._hint.text())
        window.actions_["pause_queue"].trigger()
        await until(window.hold_banner.isVisible)
        assert window.actions_["pause_queue"].isChecked()
        await queue(window, clip, "night")
        window.notice.show_words("Something else")
        assert window.hold_banner.isVisible()
        assert window.notice.isVisible()
        await queue(window, clip, "rain")
        assert [job.state for job in jobs(window)] == [JobState.QUEUED] * 2
        assert service.seen(SUBMIT) == []
        QTest.mouseClick(window.hold_banner._button, Qt.MouseButton.LeftButton)
        await until(lambda: [job.state for job in jobs(window)] == [JobState.DONE] * 2)
        assert not window.hold_banner.isVisible()
        assert not window.actions_["pause_queue"].isChecked()
        assert window.notice.isVisible()

    live(arguments, scenario)
    assert len(service.seen(SUBMIT)) == 2


def test_waiting_jobs_change_their_turn(qapp, arguments, service, clip) -> None:
    async def scenario(window: MainWindow) -> None:
        await until(lambda: "Add a clip" in window.composer._hint.text())
        window.actions_["pause_queue"].trigger()
        for prompt in ("one", "two", "three"):
            await queue(window, clip, prompt)

        def turns() -> list[str]:
            waiting = sorted(jobs(window), key=lambda job: job.position)
            return [job.edit.prompt for job in waiting]

        assert turns() == ["one", "two", "three"]
        for name, after in (
            ("run_next", ["three", "one", "two"]),
            ("run_later", ["one", "three", "two"]),
            ("run_sooner", ["three", "one", "two"]),
        ):
            window.jobs.select(next(j.id for j in jobs(window) if j.edit.prompt == "three"))
            window.actions_[name].trigger()
            await until(lambda after=after: turns() == after)
            # the list is newest first, and so is read from the last to the next
            assert [job.edit.prompt for job in jobs(window)] == after[::-1]
        window.activateWindow()
        await until(window.isActiveWindow)  # else the keys below are nobody's
        window.jobs.select(next(j.id for j in jobs(window) if j.edit.prompt == "one"))
        down, up, alt = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier
        for key, held, rows in (
            (down, alt, ["two", "three", "one"]),
            (up, alt, ["two", "one", "three"]),
            (down, alt | Qt.KeyboardModifier.ShiftModifier, ["two", "three", "one"]),
        ):
            QTest.keyClick(window.jobs._view, key, held)
            await until(lambda rows=rows: [job.edit.prompt for job in jobs(window)] == rows)
        assert turns() == ["one", "three", "two"]
        window.actions_["hold_back"].trigger()
        await until(lambda: sum(job.held for job in jobs(window)) == 1)
        window.actions_["release"].trigger()
        await until(lambda: not any(job.held for job in jobs(window)))

    live(arguments, scenario)


def test_a_result_goes_to_the_bin_only_when_told_to(
    qapp, arguments, service, clip, tmp_path, monkeypatch
) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))

    async def scenario(window: MainWindow) -> None:
        await queue(window, clip, "night")
        await until(lambda: state(window) is JobState.DONE)
        (job,) = jobs(window)
        result = Path(job.result_path)
        sidecar = result.with_name(result.name + ".json")
        assert sidecar.is_file()
        window.actions_["clear_done"].trigger()
        await until(lambda: not jobs(window))
        assert result.is_file()
        undo = window.actions_["undo_remove"]
        undo.trigger()
        await until(window.actions_["bin"].isEnabled)
        assert not undo.isEnabled()
        window.actions_["bin"].trigger()
        words = await answer(window, yes=False)
        assert f"Move {result.name} to the bin?" in words
        assert result.is_file()
        assert jobs(window) == [job]
        window.actions_["bin"].trigger()
        await answer(window, yes=True)
        await until(lambda: not jobs(window))
        assert not result.exists()
        assert not sidecar.exists()
        binned = {path.name for path in (tmp_path / "home/Trash/files").iterdir()}
        assert binned == {result.name, sidecar.name}

    live(arguments, scenario)


def test_a_bin_that_refuses_leaves_file_and_job(
    qapp, arguments, service, clip, tmp_path, monkeypatch
) -> None:
    (tmp_path / "home").write_text("no folder can be made in a file")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))

    async def scenario(window: MainWindow) -> None:
        await queue(window, clip, "night")
        await until(lambda: state(window) is JobState.DONE)
        window.actions_["bin"].trigger()
        await answer(window, yes=True)
        await until(window.notice.isVisible)
        assert "could not be moved to the bin" in window.notice._words.text()
        (job,) = jobs(window)
        assert Path(job.result_path).is_file()

    live(arguments, scenario)


def test_retry_all_asks_before_it_costs(qapp, arguments, service, clip) -> None:
    async def scenario(window: MainWindow) -> None:
        await until(lambda: "Add a clip" in window.composer._hint.text())
        window.actions_["retry_failed"].trigger()
        await until(window.notice.isVisible)
        assert "nothing to retry" in window.notice._words.text()
        for number in range(2):
            await queue(window, clip, f"[demo: fail] rain {number}")
            await until(lambda: state(window) is JobState.FAILED)
        await queue(window, clip, "[demo: moderation] rain")
        await until(lambda: state(window) is JobState.FAILED)
        window.actions_["retry_failed"].trigger()
        words = await answer(window, yes=False)
        assert "2 would be new runs, charged" in words
        assert "1 refused by the safety filter: left out" in words
        assert len(service.seen(SUBMIT)) == 3
        window.actions_["retry_failed"].trigger()
        await answer(window, yes=True)
        await until(lambda: [job.state for job in jobs(window)] == [JobState.FAILED] * 5)

    live(arguments, scenario)
    assert len(service.seen(SUBMIT)) == 5


def test_a_refused_key_is_one_banner_that_leads_to_the_settings(
    qapp, arguments, service, clip
) -> None:
    refusal = Fault(accept=False, status=401, body=b"{}")
    service.plan(Rule(call=SUBMIT, fault=refusal), Rule(call=BILLING, fault=refusal))

    async def scenario(window: MainWindow) -> None:
        for number in range(3):
            await queue(window, clip, f"rain {number}")
        await until(window.hold_banner.isVisible)
        assert "key" in window.hold_banner._title.text()
        await until(lambda: [job.state for job in jobs(window)] == [JobState.QUEUED] * 3)
        QTest.mouseClick(window.hold_banner._button, Qt.MouseButton.LeftButton)
        await until(lambda: window.findChild(SettingsDialog) is not None)
        window.findChild(SettingsDialog).reject()

    live(arguments, scenario)
    assert len(service.seen(SUBMIT)) <= 2  # as many as run at once; not each of the jobs


def test_a_drop_of_this_and_that_takes_what_can_be_taken(
    qapp, arguments, service, clip, tmp_path
) -> None:
    empty, moon, sun = tmp_path / "empty", tmp_path / "moon.png", tmp_path / "sun.png"
    empty.mkdir()
    assert QImage(64, 64, QImage.Format.Format_RGB32).save(str(moon))
    sun.write_bytes(b"")

    async def scenario(window: MainWindow) -> None:
        tray = window.composer.references
        await until(lambda: "Add a clip" in window.composer._hint.text())
        drop(window, moon)
        await until(lambda: tray.references)
        kept = tray.references
        drop(window, sun)
        await until(lambda: "0 bytes" in tray._message.text())
        assert tray.references == kept
        drop(window, empty, tmp_path / "gone.mp4")
        await until(lambda: "2 can't be used" in window.notice._words.text())
        assert window.composer.source is None
        drop(window, empty, clip, moon)
        await until(lambda: window.composer.source is not None)
        assert window.composer.source.location == str(clip)
        await until(lambda: "a folder without clips" in window.notice._words.text())
        assert tray.references == kept  # the same picture is one
        assert not jobs(window)

    live(arguments, scenario)


def test_many_clips_without_a_service_queue_nothing(qapp, clip, tmp_path) -> None:
    async def scenario(window: MainWindow) -> None:
        await until(window.composer._key.isVisible)
        drop(window, clip, make_clip(tmp_path / "other.mp4"))
        await until(window.notice.isVisible)
        assert "Only the first of 2 clips" in window.notice._words.text()
        assert window.composer.source.location == str(clip)

    live(Arguments("window", data_dir=tmp_path / "data"), scenario)


def test_what_was_picked_up_is_told_and_ids_alone_are_copied(
    qapp, arguments, service, clip
) -> None:
    service.plan(Rule(call="poll", fault=Fault(fields={"status": "generating", "video": None})))

    async def begin(window: MainWindow) -> None:
        for number in range(2):
            await queue(window, clip, f"rain {number}")
        await until(lambda: all(job.state is JobState.GENERATING for job in jobs(window)))
        assert not window.notice.isVisible()
        window.jobs._view.selectAll()
        window.actions_["copy_id"].trigger()

    async def go_on(window: MainWindow) -> None:
        await until(window.notice.isVisible)
        assert window.notice._words.text() == "Picked up 2 jobs where they were."
        job = jobs(window)[0]
        window.jobs.select(job.id)
        window.actions_["copy_id"].trigger()
        assert QGuiApplication.clipboard().text() == job.generation_id
        service.plan()
        await until(lambda: [job.state for job in jobs(window)] == [JobState.DONE] * 2)
        for job in jobs(window):
            window.jobs.select(job.id)
            window.actions_["copy_id"].trigger()
            copied = QGuiApplication.clipboard().text()
            assert copied == job.generation_id
            assert "/" not in copied

    live(arguments, begin)
    live(arguments, go_on)
    assert len(service.seen(SUBMIT)) == 2


def test_a_clip_that_changes_after_the_drop_is_not_sent(
    qapp, arguments, service, clip, tmp_path
) -> None:
    async def scenario(window: MainWindow) -> None:
        composer = window.composer
        await until(lambda: "Add a clip" in composer._hint.text())
        dropped = digest(clip)
        drop(window, clip)
        composer.prompt.set_text("night")
        await until(composer._generate.isEnabled)
        await marked(window)  # what the drop began is done before the file changes
        make_clip(clip, seed=99)
        QTest.mouseClick(composer._generate, Qt.MouseButton.LeftButton)
        await until(lambda: state(window) is JobState.FAILED)
        assert jobs(window)[0].edit.source.digest == dropped
        assert service.seen(SUBMIT) == []
        window.actions_["edit_again"].trigger()
        await until(composer._generate.isEnabled)
        QTest.mouseClick(composer._generate, Qt.MouseButton.LeftButton)
        await until(lambda: state(window) is JobState.DONE)
        assert jobs(window)[0].edit.source.digest == digest(clip) != dropped

    live(arguments, scenario)
    assert len(service.seen(SUBMIT)) == 1


async def marked(window: MainWindow) -> None:
    """The composer's clip has its digest."""
    from aleph_desktop.ui.draft_feed import DraftFeed

    feed = window.findChild(DraftFeed)
    await feed.marked(window.composer.source)


def test_a_result_that_went_away_is_noticed_when_the_window_comes_back(
    qapp, arguments, service, clip, monkeypatch
) -> None:
    monkeypatch.setattr("aleph_desktop.ui.bridge._LOOK_EVERY", 0.0)

    async def scenario(window: MainWindow) -> None:
        await queue(window, clip, "night")
        await until(lambda: state(window) is JobState.DONE)
        result = Path(jobs(window)[0].result_path)
        kept = result.read_bytes()
        result.unlink()
        window.came_to_front.emit()
        await until(lambda: jobs(window)[0].is_missing)
        window.actions_["fetch_again"].trigger()
        await until(lambda: state(window) is JobState.DONE and not jobs(window)[0].is_missing)
        assert result.read_bytes() == kept

    live(arguments, scenario)
    assert len(service.seen(SUBMIT)) == 1
