"""Every command of the window: its words, its keys, its place in the menus."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from aleph_desktop.ui.queue.job_ask import KEYS_OF_MOVES

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
    ("&Job", "edit_again", "&Edit again", "Ctrl+Shift+E"),
    ("&Job", "retry", "Re&try", ""),
    ("&Job", "check_again", "&Check again", ""),
    ("&Job", "look_again", "&Look again", ""),
    ("&Job", "fetch_again", "&Fetch again", ""),
    ("&Job", "cancel", "Ca&ncel", ""),
    ("&Job", "-", "", ""),
    ("&Job", "hold_back", "&Pause job", ""),
    ("&Job", "release", "Re&sume job", ""),
    ("&Job", "run_next", "Run ne&xt", KEYS_OF_MOVES["run_next"]),
    ("&Job", "run_sooner", "Run s&ooner", KEYS_OF_MOVES["run_sooner"]),
    ("&Job", "run_later", "Run l&ater", KEYS_OF_MOVES["run_later"]),
    ("&Job", "-", "", ""),
    ("&Job", "reveal", "Re&veal result in its folder", "Ctrl+R"),
    ("&Job", "copy_id", "Copy generation &id", ""),
    ("&Job", "-", "", ""),
    ("&Job", "forget", "For&get", ""),
    ("&Job", "remove", "Re&move from the list", "Del"),
    ("&Job", "bin", "Move the result to the &bin…", "Shift+Del"),
    ("&Job", "undo_remove", "&Undo remove", "Ctrl+Z"),
    ("&Queue", "pause_queue", "&Pause the queue", "Ctrl+Shift+P"),
    ("&Queue", "retry_failed", "&Retry all failed…", ""),
    ("&Queue", "clear_done", "&Clear done", ""),
    ("&Queue", "-", "", ""),
    ("&Queue", "find", "&Find jobs", "Ctrl+F"),
    ("&Playback", "play", "&Play or pause", "Space"),
    ("&Playback", "back", "One frame &back", "Left"),
    ("&Playback", "forward", "One frame &forward", "Right"),
    ("&Playback", "back_ten", "Ten frames back", "Shift+Left"),
    ("&Playback", "forward_ten", "Ten frames forward", "Shift+Right"),
    ("&Playback", "shuttle_back", "Shuttle back", "J"),
    ("&Playback", "shuttle_stop", "Shuttle stop", "K"),
    ("&Playback", "shuttle_on", "Shuttle on", "L"),
    ("&Playback", "-", "", ""),
    ("&Playback", "mark_in", "&In here", "I"),
    ("&Playback", "mark_out", "&Out here", "O"),
    ("&Playback", "clear_marks", "&Clear in and out", "Shift+X"),
    ("&Playback", "-", "", ""),
    ("&Playback", "to_start", "To the &start", "Home"),
    ("&Playback", "to_end", "To the &end", "End"),
    ("&Playback", "previous_peak", "Previous change", ","),
    ("&Playback", "next_peak", "Next change", "."),
    ("&Compare", "side", "&Side by side", "1"),
    ("&Compare", "wipe", "&Wipe", "2"),
    ("&Compare", "flip", "&Flip, and flip back", "3"),
    ("&Compare", "overlay", "&Overlay", "4"),
    ("&Compare", "difference", "&Difference", "5"),
    ("&Compare", "grid", "&Grid of takes", "6"),
    ("&Compare", "hold_flip", "Reference, while held", "`"),
    ("&Compare", "turn_wipe", "&Turn the wipe", "]"),
    ("&Compare", "turn_wipe_back", "Turn the wipe back", "["),
    ("&Compare", "-", "", ""),
    ("&Compare", "zoom_in", "Zoom &in", "+"),
    ("&Compare", "zoom_out", "Zoom o&ut", "-"),
    ("&Compare", "fit", "F&it", "F"),
    ("&Compare", "draw_region", "Watch a &part of the picture", "D"),
    ("&Compare", "-", "", ""),
    ("&Compare", "star", "St&ar the take", "S"),
    ("&Compare", "reject", "Re&ject the take", "X"),
    ("&Compare", "note", "&Note on this frame", "M"),
    ("&Compare", "export", "&Export a frame…", "Ctrl+E"),
    ("&View", "toggle_composer", "&Composer", "Ctrl+Shift+C"),
    ("&View", "toggle_jobs", "&Jobs", "Ctrl+Shift+J"),
    ("&Help", "keys", "&Keys", "F1"),
    ("&Help", "updates", "Check for &updates…", ""),
    ("&Help", "problem", "Problem &report…", ""),
    ("&Help", "about", "&About aleph_desktop", ""),
)


_REPEATED = frozenset(
    {"back", "forward", "back_ten", "forward_ten", "previous_peak", "next_peak"}
    | {"zoom_in", "zoom_out", "turn_wipe", "turn_wipe_back"}
)


class Actions(QObject):
    """Builds the menus of a window; `actions["play"].triggered` is what to connect."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._by_name: dict[str, QAction] = {}
        self._menus = menus = {
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
        # the keypad has a Return of its own
        self["generate"].setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        self["zoom_in"].setShortcuts([QKeySequence("+"), QKeySequence("=")])  # without Shift
        for name in ("toggle_composer", "toggle_jobs", "demo", "pause_queue"):
            self[name].setCheckable(True)
            self[name].setChecked(name.startswith("toggle"))
        self["clear_done"].setStatusTip("Takes finished jobs off the list; their files stay")
        self["cancel"].setStatusTip("The service has no cancel: the app only stops waiting")
        self["undo_remove"].setEnabled(False)  # nothing is removed yet
        self["quit"].setMenuRole(QAction.MenuRole.QuitRole)
        self["settings"].setMenuRole(QAction.MenuRole.PreferencesRole)
        self["about"].setMenuRole(QAction.MenuRole.AboutRole)

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def menu(self, title: str) -> QMenu:
        """A menu, as the table calls it."""
        return self._menus[title]

    def keys(self) -> list[tuple[str, str]]:
        """What each key does, as the system writes keys."""
        native = QKeySequence.SequenceFormat.NativeText
        return [
            (action.text().replace("&", "").rstrip("…"), action.shortcut().toString(native))
            for action in self._by_name.values()
            if not action.shortcut().isEmpty()
        ]
