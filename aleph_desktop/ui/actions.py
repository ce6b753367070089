"""Every command of the window: its words, its keys, its place in the menus."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

# menu, name, words, keys ("" for none)
_TABLE: tuple[tuple[str, str, str, str], ...] = (
    ("&File", "open_clip", "&Open clip…", "Ctrl+O"),
    ("&File", "paste", "&Paste clip or URL", "Ctrl+V"),
    ("&File", "sample", "Try the &sample clip", ""),
    ("&File", "-", "", ""),
    ("&File", "demo", "Use the &demo service", ""),
    ("&File", "settings", "&Settings…", "Ctrl+,"),
    ("&File", "-", "", ""),
    ("&File", "quit", "&Quit", "Ctrl+Q"),
    ("&Job", "generate", "&Generate", "Ctrl+Return"),
    ("&Job", "-", "", ""),
    ("&Job", "edit_again", "&Edit again", "Ctrl+E"),
    ("&Job", "retry", "Re&try", ""),
    ("&Job", "check_again", "&Check again", ""),
    ("&Job", "cancel", "Cance&l", ""),
    ("&Job", "reveal", "Re&veal result in its folder", "Ctrl+R"),
    ("&Job", "copy_id", "Copy generation &id", ""),
    ("&Job", "remove", "Re&move from the list", "Del"),
    ("&Job", "undo_remove", "&Undo remove", "Ctrl+Z"),
    ("&Job", "-", "", ""),
    ("&Job", "find", "&Find jobs", "Ctrl+F"),
    ("&Playback", "play", "&Play or pause", "Space"),
    ("&Playback", "back", "One frame &back", "Left"),
    ("&Playback", "forward", "One frame &forward", "Right"),
    ("&Playback", "back_ten", "Ten frames back", "Shift+Left"),
    ("&Playback", "forward_ten", "Ten frames forward", "Shift+Right"),
    ("&Playback", "to_start", "To the &start", "Home"),
    ("&Playback", "to_end", "To the &end", "End"),
    ("&View", "toggle_composer", "&Composer", "Ctrl+Shift+C"),
    ("&View", "toggle_jobs", "&Jobs", "Ctrl+Shift+J"),
    ("&Help", "keys", "&Keys", "F1"),
    ("&Help", "problem", "Problem &report…", ""),
    ("&Help", "about", "&About aleph_desktop", ""),
)


_REPEATED = frozenset({"back", "forward", "back_ten", "forward_ten"})


class Actions(QObject):
    """Builds the menus of a window; `actions["play"].triggered` is what to connect."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._by_name: dict[str, QAction] = {}
        menus = {
            title: window.menuBar().addMenu(title) for title in dict.fromkeys(r[0] for r in _TABLE)
        }
        for menu, name, words, keys in _TABLE:
            if name == "-":
                menus[menu].addSeparator()
                continue
            action = QAction(words, window)
            if keys:
                action.setShortcut(QKeySequence(keys))
                # held down, Ctrl+Return would queue and pay for one job after the other
                action.setAutoRepeat(name in _REPEATED)
            menus[menu].addAction(action)
            self._by_name[name] = action
        for name in ("toggle_composer", "toggle_jobs", "demo"):
            self[name].setCheckable(True)
            self[name].setChecked(name != "demo")
        self["cancel"].setStatusTip("The service has no cancel: the app only stops waiting")
        self["quit"].setMenuRole(QAction.MenuRole.QuitRole)
        self["settings"].setMenuRole(QAction.MenuRole.PreferencesRole)
        self["about"].setMenuRole(QAction.MenuRole.AboutRole)

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def keys(self) -> list[tuple[str, str]]:
        """What each key does, as the system writes keys."""
        native = QKeySequence.SequenceFormat.NativeText
        return [
            (action.text().replace("&", "").rstrip("…"), action.shortcut().toString(native))
            for action in self._by_name.values()
            if not action.shortcut().isEmpty()
        ]
