"""An editor at a desktop: opens, drags, generates, takes the result along."""

import hashlib
import re
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from file_manager import FileManager
from report import Report
from screen import Screen, until
from tree import HOME, Tree

_ENTRY = Path("/usr/share/applications/io.github.aleph_desktop.AlephDesktop.desktop")
_SAMPLE = "usr/lib/aleph-desktop/_internal/aleph_desktop/resources/sample/bigbuckbunny.mp4"
_OPENED = HOME / "Open" / "öffne mich 1.mp4"
_DRAGGED = HOME / "Drag" / "100% zieh mich.mp4"
_DELIVERY = HOME / "Delivery"
_LOG = "app.log"

# What Qt says of a system without sound, a video card and a desktop's portals.
_EXPECTED = (
    "PulseAudioService: pa_context_connect() failed",
    "No audio device detected",
    "qt.multimedia.symbolsresolver: Couldn't ",
    "qt.qpa.theme.gnome: dbus reply error: ",
    "qt.qpa.services: Failed to register with host portal ",
)


class Job(NamedTuple):
    """What the app's list says of one, first made first."""

    id: str
    state: str
    source: str
    result: str


class Editor:
    """Everything by mouse and keys; what came of it is read from the disk."""

    def __init__(self, report: Report, tree: Tree, screen: Screen) -> None:
        self._report = report
        self._tree = tree
        self._screen = screen
        self._files = FileManager(tree, screen)

    def log_in(self) -> None:
        """A session bus and a window manager."""
        display = self._screen.display
        self._tree.set_session(DISPLAY=display)
        bus = self._tree.as_user("dbus-daemon", "--session", "--fork", "--print-address").strip()
        self._tree.set_session(DISPLAY=display, DBUS_SESSION_BUS_ADDRESS=bus)
        # fluxbox complains with it that there is no wallpaper
        self._tree.inside(Path("/usr/bin/xmessage")).unlink()
        self._tree.start_as_user("fluxbox")
        for path in (_OPENED, _DRAGGED):
            inside = self._tree.inside(path)
            inside.parent.mkdir()
            shutil.copyfile(self._tree.root / _SAMPLE, inside)
        self._tree.inside(_DELIVERY).mkdir()
        self._tree.run("chown", "-R", "editor:editor", str(HOME))

    def start(self) -> None:
        step, screen = self._report.step, self._screen
        with step("the app starts by its desktop entry"):
            self._tree.start_as_user("gio", "launch", str(_ENTRY), log=_LOG)
            window = screen.window("aleph", kind="--class")
            self._room = screen.place(window, 0, 30, 1240, 960)
            self._window = window
            screen.shoot("started")
        with step("its window is the entry's, and carries its icon"):
            said = self._tree.as_user("xprop", "-id", self._window, "WM_CLASS", "_NET_WM_ICON")
            (named,) = re.findall("^StartupWMClass=(.*)$", self._entry(), re.MULTILINE)
            assert f'"{named}"' in said.splitlines()[0], said
            sizes = {int(size) for size in re.findall(r"Icon \((\d+) x \d+\)", said)}
            assert max(sizes, default=0) >= 32, sizes
        with step("it is connected to the demo service"):
            screen.keys("alt+f", "d")
            screen.shoot("demo")
        with step("clips have it under Open with"):
            (kinds,) = re.findall("^MimeType=(.*);$", self._entry(), re.MULTILINE)
            for kind in kinds.split(";"):
                assert _ENTRY.name in self._tree.as_user("gio", "mime", kind), kind

    def edit(self, package: Path) -> None:
        """`package`: what is installed, for a second time."""
        step, screen = self._report.step, self._screen
        before = len(self.jobs())
        with step("a clip is opened with it from the file manager"):
            self._open_with(_OPENED)
            self._write("Make it night")
            job = self._generate(before + 1)
            assert job.source == str(_OPENED), job
            screen.shoot("opened")
        with step("the package is installed again while the app has a job, and it goes on"):
            self._tree.install_file(package, again=True)
            assert self._runs(), "the app has ended"
        with step("a clip is dragged onto its window"):
            self._drag_in(_DRAGGED)
            self._write("Make it rain")
            job = self._generate(before + 2)
            assert job.source == str(_DRAGGED), job
            screen.shoot("dragged-in")
        with step("both jobs run to the end, and the results can be read"):
            results = self._results(before + 2)
            for result in results:
                self._tree.as_user("aleph-desktop", "probe", result)
            screen.shoot("done")
        with step("a result is dragged into the file manager"):
            self._drag_out(Path(self.jobs()[-1].result))

    def leave(self) -> None:
        with self._report.step("its window closes, and it ends"):
            self._screen.close(self._window)
            until(lambda: not self._runs(), "the app still runs", 10)
        with self._report.step("nothing stray was printed"):
            said = (self._tree.home / _LOG).read_text("utf-8", "replace").splitlines()
            stray = [line for line in said if not line.startswith(_EXPECTED)]
            assert not stray, stray

    def jobs(self) -> list[Job]:
        """As they are on the disk."""
        database = self._tree.home / ".local/share/aleph_desktop/demo/jobs.db"
        if not database.exists():
            return []
        asked = "SELECT id, state, source_location, coalesce(result_path, '') FROM jobs"
        connection = sqlite3.connect(database)
        try:
            rows = connection.execute(f"{asked} ORDER BY created_at").fetchall()
        finally:
            connection.close()
        return [Job(*row) for row in rows]

    # What the hands do

    def _open_with(self, clip: Path) -> None:
        """As the app that opens its kind: a double click."""
        self._tree.as_user("gio", "mime", "video/mp4", _ENTRY.name)
        icon = self._files.icon(clip)
        self._screen.click(icon.middle, twice=True)
        self._screen.activate(self._window)

    def _drag_in(self, clip: Path) -> None:
        icon = self._files.icon(clip)
        self._screen.drag(icon.middle, self._room.middle)

    def _drag_out(self, result: Path) -> None:
        folder = self._files.open(_DELIVERY)
        row = (self._room.x + self._room.width // 2, self._first_row())
        self._screen.drag(row, folder.middle)
        copy = self._tree.inside(_DELIVERY) / result.name
        until(copy.exists, "the result did not arrive", 15)
        wanted = _digest(self._tree.inside(result))
        until(lambda: _digest(copy) == wanted, "the copy is another file", 15)
        self._screen.shoot("dragged-out")

    def _first_row(self) -> int:
        """The newest job's, y: the list is in the lower third, below its header."""
        return self._room.y + round(self._room.height * 0.745)

    def _entry(self) -> str:
        return self._tree.inside(_ENTRY).read_text("utf-8")

    def _write(self, prompt: str) -> None:
        """Into the prompt, in place of what stands there."""
        self._screen.activate(self._window)
        self._screen.click((self._room.x + 160, self._room.y + round(self._room.height * 0.52)))
        self._screen.keys("ctrl+a")
        self._screen.type(prompt)

    def _generate(self, count: int) -> Job:
        """The job that is made of it: the clip has been read by then."""
        screen = self._screen

        def look() -> bool:
            if len(self.jobs()) < count:
                screen.keys("ctrl+Return")  # does nothing until the clip is ready
            return len(self.jobs()) >= count

        until(look, "no job was made", 30)
        return self.jobs()[-1]

    def _results(self, count: int) -> list[str]:
        def look() -> list[str]:
            jobs = self.jobs()
            failed = [job for job in jobs if job.state in ("failed", "unconfirmed", "cancelled")]
            assert not failed, failed
            done = [job.result for job in jobs if job.state == "done"]
            return done if len(done) == count else []

        return until(look, "the jobs did not end", 90)

    def _runs(self) -> bool:
        """Whether a process of the app is there. The namespace has no others than ours."""
        programs = []
        for link in Path("/proc").glob("[0-9]*/exe"):
            with suppress(OSError):  # it has ended meanwhile
                # dpkg puts new files in the places of running ones, which are "(deleted)" then
                programs.append(link.readlink().name.removesuffix(" (deleted)"))
        return "aleph-desktop" in programs


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
