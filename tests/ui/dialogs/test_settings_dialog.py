"""The settings dialog shows what is set."""

from dataclasses import replace

import pytest

from aleph_desktop.ui.dialogs.settings_dialog import SettingsDialog
from aleph_desktop.ui.dialogs.settings_form import SettingsForm
from aleph_desktop.ui.theme import Theme

FORM = SettingsForm("https://api.example.com", "/films", "universal", 2, 30, 120, "dark")


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_numbers_can_be_read(qapp, qtbot, theme) -> None:
    """A style sheet once pushed them out of their boxes."""
    Theme(qapp, theme)
    pictures = []
    for number in (2, 8):
        dialog = SettingsDialog(replace(FORM, concurrency=number))
        qtbot.addWidget(dialog)
        dialog.show()
        box = dialog._concurrency
        pictures.append(box.grab(box.rect().adjusted(4, 4, -30, -4)).toImage())
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize("keep_awake", [True, False])
def test_what_was_shown_comes_back(qapp, qtbot, keep_awake) -> None:
    form = replace(FORM, keep_awake=keep_awake)
    dialog = SettingsDialog(form)
    qtbot.addWidget(dialog)
    given = []
    dialog.submitted.connect(given.append)
    dialog._on_saved()
    assert given == [form]
