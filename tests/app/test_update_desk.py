"""A window is told of a release by a feed on this machine."""

import asyncio
import gc
import json
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from aleph_desktop.app import loop
from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.desktop import Desktop
from aleph_desktop.app.start import show_window
from aleph_desktop.app.update_desk import UpdateDesk
from aleph_desktop.build import Build
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.preferences import Preferences, save_preferences
from aleph_desktop.settings.update_memory import UpdateMemory, load_memory, note_look, note_skip
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.dialogs.settings_dialog import SettingsDialog
from aleph_desktop.ui.dialogs.update_dialog import UpdateDialog
from aleph_desktop.ui.main_window import MainWindow

PAGE = "https://example.com/releases/9.0.0"
ROW = {"tag_name": "v9.0.0", "html_url": PAGE, "name": "Nine", "body": "- a thing"}


class Feed(ThreadingHTTPServer):
    """Answers every GET with `status` and `row`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.status = 200
        self.row: object = ROW
        self.asked = 0
        self.url = f"http://127.0.0.1:{self.server_port}/latest"


class Answer(BaseHTTPRequestHandler):
    server: Feed

    def do_GET(self) -> None:
        self.server.asked += 1
        body = json.dumps(self.server.row).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Browser(QObject):
    """The desktop's, for https."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open_page(self, page: QUrl) -> None:
        self.opened.append(page.toString())


@pytest.fixture
def feed() -> Iterator[Feed]:
    with Feed() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def browser(qapp) -> Iterator[Browser]:
    made = Browser()
    QDesktopServices.setUrlHandler("https", made, "open_page")
    yield made
    QDesktopServices.unsetUrlHandler("https")


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.01)


def heading(window: MainWindow) -> str:
    found = window.findChildren(UpdateDialog)
    return found[0]._heading.text() if found else ""


def dialog(window: MainWindow) -> UpdateDialog:
    (found,) = window.findChildren(UpdateDialog)
    return found


Scenario = Callable[[MainWindow], Coroutine[Any, Any, None]]


def with_desk(folder: Path, preferences: Preferences, scenario: Scenario, *, build: Build) -> None:
    """A filled window with this desk alone, that thinks of updates a hundred times a second."""
    paths = Paths.find(folder)
    paths.create()

    async def run(desktop: Desktop) -> None:
        mistakes: list[BaseException] = []
        scope = TaskScope("window", lambda error, _name: mistakes.append(error))
        window = desktop.window
        UpdateDesk(
            window,
            scope,
            memory=paths.updates,
            build=build,
            current=lambda: preferences,
            pause=0.01,
        )
        try:
            await scenario(window)
            assert not mistakes
        finally:
            await scope.close()
            window.hide()
            window.deleteLater()

    app, desktop = show_window(Arguments("window", data_dir=folder, demo=True), paths)
    loop.run(app, run(desktop))
    del desktop
    gc.collect()  # here, not in some later worker thread, which Qt objects don't survive


def test_the_bar_says_it_once_and_leads_to_the_notes(qapp, feed, browser, tmp_path) -> None:
    async def scenario(window: MainWindow) -> None:
        window.notice.show_words("Something more urgent.")
        await until(lambda: feed.asked)
        await asyncio.sleep(0.1)
        assert window.notice._words.text() == "Something more urgent."
        assert not window.notice._more.isVisible()
        window.notice.hide()
        await until(window.notice.isVisible)
        assert window.notice._words.text() == "Version 9.0.0 is out."
        assert not window.findChildren(UpdateDialog)
        window.notice._more.click()
        assert heading(window) == "Version 9.0.0 is out"
        assert window.notice.isHidden()
        assert not browser.opened
        dialog(window)._page.click()
        assert browser.opened == [PAGE]
        dialog(window)._skip.click()
        await until(lambda: load_memory(tmp_path / "updates.json").skipped == "9.0.0")
        assert feed.asked == 1  # it is due once a day
        assert load_memory(tmp_path / "updates.json").looked_at == pytest.approx(time.time(), 1)

    with_desk(tmp_path, Preferences(), scenario, build=Build("0.1.0", feed=feed.url))


@pytest.mark.parametrize("what", ["skipped", "older", "broken"])
def test_what_is_no_news_says_nothing(qapp, feed, tmp_path, what) -> None:
    file = tmp_path / "updates.json"
    if what == "skipped":
        note_skip(file, "9.0.0")
    elif what == "older":
        feed.row = ROW | {"tag_name": "0.0.9"}
    else:
        feed.status = 500

    async def scenario(window: MainWindow) -> None:
        await until(lambda: feed.asked)
        await asyncio.sleep(0.3)
        assert window.notice.isHidden()
        assert not window.findChildren(UpdateDialog)
        assert feed.asked == 1

    with_desk(tmp_path, Preferences(), scenario, build=Build("0.1.0", feed=feed.url))


@pytest.mark.parametrize("why", ["off", "packager", "today"])
def test_who_may_not_look_does_not(qapp, feed, tmp_path, why) -> None:
    preferences = Preferences(look_for_updates=False if why == "off" else None)
    build = Build("0.1.0", feed=feed.url, packager="apt" if why == "packager" else "")
    memory = UpdateMemory()
    if why == "today":
        note_look(tmp_path / "updates.json", time.time())
        memory = load_memory(tmp_path / "updates.json")

    async def scenario(window: MainWindow) -> None:
        await asyncio.sleep(0.3)
        assert not feed.asked
        assert window.notice.isHidden()

    with_desk(tmp_path, preferences, scenario, build=build)
    assert load_memory(tmp_path / "updates.json") == memory


def test_asked_by_hand(qapp, feed, tmp_path) -> None:
    async def scenario(window: MainWindow) -> None:
        action = window.actions_["updates"]
        feed.status = 500
        for _ in range(2):
            action.trigger()  # there is one dialog at most
        assert heading(window) == "Looking for updates…"
        await until(lambda: heading(window) == "No updates could be looked for")
        feed.status = 200
        dialog(window)._again.click()
        await until(lambda: heading(window) == "Version 9.0.0 is out")
        assert feed.asked == 2
        dialog(window)._skip.click()
        await until(lambda: not window.findChildren(UpdateDialog))
        await until(lambda: load_memory(tmp_path / "updates.json").skipped)
        action.trigger()
        await until(lambda: heading(window) == "Version 9.0.0 is out")  # who asks is told
        assert not dialog(window)._skip.isVisible()
        dialog(window).close()
        feed.row = ROW | {"tag_name": "0.1.0"}
        await until(lambda: not window.findChildren(UpdateDialog))
        action.trigger()
        await until(lambda: heading(window) == "You have the newest version, 0.1.0")
        dialog(window).close()

    preferences = Preferences(update_feed=feed.url)
    with_desk(tmp_path, preferences, scenario, build=Build("0.1.0", packager="apt"))


def test_without_an_address_it_says_who_brings_updates(qapp, tmp_path) -> None:
    async def scenario(window: MainWindow) -> None:
        window.actions_["updates"].trigger()
        assert heading(window) == "Updates come by apt"
        dialog(window).close()

    with_desk(tmp_path, Preferences(), scenario, build=Build("0.1.0", packager="apt"))


def test_in_the_whole_app(qapp, feed, tmp_path) -> None:
    """By an address in the settings, and the way to them."""
    paths = Paths.find(tmp_path)
    paths.create()
    save_preferences(paths, Preferences(update_feed=""))

    async def scenario(desktop: Desktop) -> None:
        window = desktop.window
        running = asyncio.ensure_future(desktop.run())
        try:
            await until(lambda: "Demo" in window._service.text())
            window.actions_["updates"].trigger()
            assert heading(window) == "No release feed is set"
            dialog(window)._settings.click()
            await until(lambda: window.findChildren(SettingsDialog))
            (settings,) = window.findChildren(SettingsDialog)
            settings._feed.setText("http://example.com/")
            settings._on_saved()
            await until(settings._problem.isVisible)
            assert "release feed" in settings._problem.text()
            settings._feed.setText(feed.url)
            settings._on_saved()
            await until(lambda: not window.findChildren(SettingsDialog))
            window.actions_["updates"].trigger()
            await until(lambda: heading(window) == "Version 9.0.0 is out")
            dialog(window).close()
        finally:
            window.close()
            await running
            window.deleteLater()

    app, desktop = show_window(Arguments("window", data_dir=tmp_path, demo=True), paths)
    loop.run(app, scenario(desktop))
    del desktop
    gc.collect()
