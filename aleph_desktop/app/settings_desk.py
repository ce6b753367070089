"""The settings dialog: opened once, filled, taken."""

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Qt

from aleph_desktop.app.keys import Keys
from aleph_desktop.app.settings_change import show_settings, take_settings
from aleph_desktop.errors import KnownError
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.preferences import Preferences
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.dialogs.settings_dialog import SettingsDialog
from aleph_desktop.ui.dialogs.settings_form import SettingsForm
from aleph_desktop.ui.main_window import MainWindow

Take = Callable[[Preferences, bool], Awaitable[None]]


class SettingsDesk(QObject):
    """Between the dialog and the desktop."""

    def __init__(
        self,
        window: MainWindow,
        scope: TaskScope,
        *,
        paths: Paths,
        keys: Keys,
        current: Callable[[], tuple[Preferences, str]],
        take: Take,
    ) -> None:
        """`current()`: the preferences, and the service's base URL as it is used now.
        `take(preferences, key_changed)` puts them into force.
        """
        super().__init__(window)
        self._window = window
        self._scope = scope
        self._paths = paths
        self._keys = keys
        self._current = current
        self._take = take
        self._dialog: SettingsDialog | None = None
        window.settings_wanted.connect(self._on_wanted)

    def _on_wanted(self) -> None:
        self._scope.spawn(self._open(), name="settings")

    async def _open(self) -> None:
        preferences, api_base = self._current()
        held = await asyncio.to_thread(self._keys.find, api_base)
        if self._dialog is not None:
            return
        form = show_settings(preferences, self._paths, held)
        dialog = self._dialog = SettingsDialog(form, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.submitted.connect(self._on_submitted)
        dialog.key_removed.connect(self._on_key_removed)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_closed(self, _result: int) -> None:
        self._dialog = None

    def _on_submitted(self, form: SettingsForm) -> None:
        self._scope.spawn(self._submit(form), name="take settings")

    async def _submit(self, form: SettingsForm) -> None:
        before, _ = self._current()
        try:
            changed, note = await asyncio.to_thread(
                take_settings, form, before, self._paths, self._keys
            )
        except KnownError as error:
            if self._dialog is not None:
                self._dialog.show_problem(str(error.failure))
            return
        self._close(note)
        await self._take(changed, bool(form.new_key))

    def _on_key_removed(self) -> None:
        self._scope.spawn(self._remove_key(), name="remove key")

    async def _remove_key(self) -> None:
        preferences, api_base = self._current()
        held = await asyncio.to_thread(self._keys.forget, api_base)
        self._close(held.note)
        await self._take(preferences, True)

    def _close(self, note: str) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.close()
        if note:
            self._window.notice.show_words(note)
