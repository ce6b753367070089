"""The windowed run: first the window, then what it stands on; the reverse on closing."""

import asyncio
import gc
import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.front import bring_to_front
from aleph_desktop.app.keys import Keys
from aleph_desktop.app.problem_desk import ProblemDesk
from aleph_desktop.app.report import Reporter
from aleph_desktop.app.sample import sample_clip, sample_prompt
from aleph_desktop.app.settings_change import is_other_service, no_key_words
from aleph_desktop.app.termination import TerminationSignals
from aleph_desktop.app.window_layout import WindowLayout
from aleph_desktop.build import this_build
from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.errors import KnownError
from aleph_desktop.resources import resource
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.preferences import Preferences, check_api_base
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.theme import Theme

if TYPE_CHECKING:  # these bring httpx, av and sqlite3, and come after the first paint
    from aleph_desktop.app.caretaker import Caretaker
    from aleph_desktop.app.handover import Handover
    from aleph_desktop.app.media_rooms import MediaRooms
    from aleph_desktop.app.reception import Reception
    from aleph_desktop.app.session import Session
    from aleph_desktop.ui.bridge import Bridge


_SWITCH_PATIENCE = 60.0  # seconds for a submit under way when the service is changed


class Desktop(QObject):
    """Owns the window, the settings and the session that is on."""

    closing = Signal()

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        arguments: Arguments,
        *,
        paths: Paths,
        preferences: Preferences,
        layout: WindowLayout,
        crash: Path | None,
    ) -> None:
        """The window is filled. `crash`: what a fault in the last run left."""
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._arguments = arguments
        self._paths = paths
        self._preferences = preferences
        self._reporter = Reporter()
        self._scope: TaskScope
        self._session: Session | None = None
        self._keys = Keys()
        self._bridge: Bridge
        self._rooms: MediaRooms | None = None
        self._switching: asyncio.Lock
        self._layout = layout
        self._crash = crash
        self._reception: Reception | None = None
        self._caretaker: Caretaker | None = None

    @property
    def window(self) -> MainWindow:
        return self._window

    async def run(self) -> int:
        """From the filled window to the hidden one."""
        stop = asyncio.Event()
        self._switching = asyncio.Lock()
        self._scope = TaskScope("window", self._reporter.report)
        self._reporter.install()
        self._reporter.install_on(asyncio.get_running_loop())
        desk = ProblemDesk(self._window, self._scope, self._paths.log_dir, self._crash)
        self._reporter.tell(desk)
        self._window.close_requested.connect(stop.set)
        with TerminationSignals(stop.set):
            self._scope.spawn(self._begin(), name="begin")
            await stop.wait()
            self.closing.emit()
            await self._end()
        return 0

    # Beginning and ending

    async def _begin(self) -> None:
        await asyncio.to_thread(_import_the_rest)
        gc.freeze()  # all that stays: a full collection would look at it, and stall the loop
        from aleph_desktop.app.caretaker import Caretaker
        from aleph_desktop.app.file_open import FileOpenApplication
        from aleph_desktop.app.media_rooms import MediaRooms
        from aleph_desktop.app.memory import return_frames
        from aleph_desktop.app.reception import Reception
        from aleph_desktop.app.settings_desk import SettingsDesk
        from aleph_desktop.app.update_desk import UpdateDesk
        from aleph_desktop.ui.bridge import Bridge

        window = self._window
        window.composer.set_spec(find_model_spec(resource("models"), self._preferences.model_id))
        return_frames()
        rooms = self._rooms = MediaRooms(self._paths)
        self._bridge = Bridge(window, rooms.ports, self._scope)
        SettingsDesk(
            window,
            self._scope,
            paths=self._paths,
            keys=self._keys,
            current=self._current,
            take=self._take_preferences,
        )
        UpdateDesk(
            window,
            self._scope,
            memory=self._paths.updates,
            build=await asyncio.to_thread(this_build),
            current=self._preferences_now,
        )
        window.sample_wanted.connect(self._on_sample_wanted)
        window.about_wanted.connect(self._on_about_wanted)
        window.composer.key_entered.connect(self._on_key_entered)
        window.composer.demo_wanted.connect(self._on_demo_wanted)
        window.actions_["demo"].toggled.connect(self._on_demo_toggled)
        window.setAcceptDrops(True)  # now there is somebody to take them
        window.review.attach_media()
        reception = self._reception = Reception(self)
        reception.handed_over.connect(self._on_handed_over)
        reception.open(self._paths.data_dir)
        self._caretaker = Caretaker(window, keep_awake=self._preferences.keep_awake)
        self._scope.spawn(self._find_speller(), name="find speller")
        await self._switch(demo=self._arguments.demo)
        if self._arguments.sample:
            self._fill_in_sample()
        if self._arguments.clips:
            window.clips_given.emit(list(self._arguments.clips))
        application = QApplication.instance()
        if isinstance(application, FileOpenApplication):
            application.given.connect(window.clips_given)
            application.begin()
        self._scope.spawn(rooms.tidy(), name="tidy")

    async def _find_speller(self) -> None:
        from aleph_desktop.app.speller import find_speller

        self._window.composer.prompt.set_speller(await asyncio.to_thread(find_speller))

    async def _end(self) -> None:
        self._layout.save(self._window, dark=self._theme.tokens.is_dark)
        self._window.hide()
        if self._reception is not None:
            self._reception.close()  # another start is the first from now on, once we have ended
        self._reporter.tell(None)
        if self._caretaker is not None:
            self._caretaker.say_farewell()
        self._window.review.release()
        await self._scope.close()
        await self._close_session()
        if self._caretaker is not None:
            await asyncio.to_thread(self._caretaker.close)
        if self._rooms is not None:
            await self._rooms.aclose()

    # The session

    async def _switch(self, *, demo: bool) -> None:
        """Close the session that is on and open one for the settings as they are now."""
        from aleph_desktop.app.place import find_place
        from aleph_desktop.app.session import Session

        async with self._switching:
            window = self._window
            window.composer.set_unconnected("Connecting…")
            await self._close_session(_SWITCH_PATIENCE)
            arguments = self._arguments._replace(demo=demo)
            try:
                place = await asyncio.to_thread(
                    find_place, arguments, self._paths, self._preferences, self._keys
                )
                lane = None if self._rooms is None else self._rooms.lane
                session = self._session = Session(place, self._reporter.report, lane=lane)
                if self._caretaker is not None:
                    self._caretaker.attend(session.book)
                await session.open(adopt=True)
            except KnownError as error:
                window.notice.show_failure(error.failure)
                window.composer.set_unconnected("Not connected: the message at the top says why.")
                return
            self._show_session(session)
            self._scope.spawn(self._learn_price(session), name="price")
            if session.salvage is not None:
                window.notice.show_words(f"⚠ {session.salvage.words}")

    async def _learn_price(self, session: "Session") -> None:
        """What a run costs; a service that doesn't say stays without, and jobs run all the same."""
        from aleph_desktop.client.errors import ModelGone

        try:
            price = await session.price(self._preferences.model_id)
        except ModelGone as error:
            self._window.notice.show_failure(error.failure)
            return
        except KnownError:
            return
        if session is self._session:
            self._window.composer.set_price(price)

    def _show_session(self, session: "Session") -> None:
        place, window = session.place, self._window
        if self._rooms is not None:
            self._rooms.set_loopback(session.is_loopback)
        self._bridge.attach(session.book, session.supervisor, loopback=session.is_loopback)
        if self._caretaker is not None and session.supervisor is not None:
            self._caretaker.heed(session.supervisor)
        if place.key is None and place.key_note:
            window.notice.show_words(no_key_words(place.key_note))
        action = window.actions_["demo"]
        action.blockSignals(True)
        action.setChecked(place.demo)
        action.blockSignals(False)
        window.composer.set_connection(
            connected=session.supervisor is not None,
            needs_key=session.supervisor is None,
            loopback=session.is_loopback,
            cost_note="play money: the demo is free" if place.demo else "charged by the service",
        )
        host = place.api_base.removeprefix("https://")
        window.set_service(
            "Demo service" if place.demo else host,
            "On this machine, free, plain filters" if place.demo else place.api_base,
        )

    async def _close_session(self, patience: float = 1.0) -> None:
        session, self._session = self._session, None
        if session is not None:
            self._bridge.detach()
            if self._caretaker is not None:
                self._caretaker.dismiss()
            await session.close(patience)

    # What the user asks

    def _on_handed_over(self, handover: "Handover") -> None:
        """A second start: what it brought is taken as a drop is."""
        bring_to_front(self._window, handover.token)
        if handover.sample:
            self._fill_in_sample()
        if handover.clips:
            self._window.clips_given.emit(list(handover.clips))

    def _on_demo_wanted(self) -> None:
        self._scope.spawn(self._switch(demo=True), name="demo")

    def _on_demo_toggled(self, on: bool) -> None:
        self._scope.spawn(self._switch(demo=on), name="switch service")

    def _on_sample_wanted(self) -> None:
        self._scope.spawn(self._try_sample(), name="sample")

    async def _try_sample(self) -> None:
        """Without a key the sample goes to the demo service: nothing to set up, nothing to pay."""
        if self._session is not None and self._session.supervisor is None:
            await self._switch(demo=True)
        self._fill_in_sample()

    def _fill_in_sample(self) -> None:
        self._window.composer.prompt.set_text(sample_prompt())
        self._bridge.use_clip(sample_clip())

    def _on_key_entered(self, text: str) -> None:
        self._scope.spawn(self._take_key(text), name="take key")

    async def _take_key(self, text: str) -> None:
        try:
            host = check_api_base(self._arguments.api_base or self._preferences.api_base)
            held = await asyncio.to_thread(self._keys.keep, host, ApiKey(text))
        except KnownError as error:
            self._window.composer.show_key_problem(
                f"{error.failure.message} {error.failure.remedy}"
            )
            return
        if held.note:
            self._window.notice.show_words(held.note)
        await self._switch(demo=False)

    async def _take_preferences(self, changed: Preferences, key_changed: bool) -> None:
        before, self._preferences = self._preferences, changed
        self._theme.set_choice(changed.theme)
        if self._caretaker is not None:
            self._caretaker.allow(keep_awake=changed.keep_awake)
        session = self._session
        if session is None or key_changed or is_other_service(before, changed):
            await self._switch(demo=session is not None and session.place.demo)
        else:
            session.apply(changed)

    def _current(self) -> tuple[Preferences, str]:
        session, preferences = self._session, self._preferences
        return preferences, preferences.api_base if session is None else session.place.api_base

    def _preferences_now(self) -> Preferences:
        return self._preferences

    def _on_about_wanted(self) -> None:
        from aleph_desktop.app.version import versions

        box = QMessageBox(self._window)
        box.setWindowTitle("About aleph_desktop")
        box.setText("aleph_desktop")
        box.setInformativeText(versions())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


def _import_the_rest() -> None:
    """What the first paint did not need. In a worker: it takes a quarter of a second."""
    app = ("caretaker", "file_open", "media_rooms", "place", "reception", "session")
    desks = ("settings_desk", "speller", "update_desk")
    for name in (*(f"app.{module}" for module in (*app, *desks)), "ui.bridge"):
        importlib.import_module(f"aleph_desktop.{name}")
