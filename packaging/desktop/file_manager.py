"""pcmanfm: folders beside the app's window, and where a clip stands in one."""

from pathlib import Path

from screen import Place, Screen, until
from tree import HOME, Tree


class FileManager:
    """One window; each folder gets a tab of it."""

    def __init__(self, tree: Tree, screen: Screen) -> None:
        self._tree = tree
        self._screen = screen

    def open(self, path: Path) -> Place:
        """A folder, beside the app's window."""
        self._tree.start_as_user("pcmanfm", str(path))
        window = self._screen.window(f"^{path.name}$")
        return self._screen.place(window, 1270, 30, 620, 480)

    def icon(self, clip: Path) -> Place:
        """Where the one file of a folder stands: what changes when it comes."""
        there = self._tree.inside(clip)
        hidden = self._tree.inside(HOME) / f"{clip.stem}.aside"
        there.rename(hidden)
        room = self.open(clip.parent)
        empty = self._screen.shoot("folder-empty")
        hidden.rename(there)
        view = Place(room.x + 160, room.y + 80, room.width - 170, room.height - 130)

        def look() -> Place | None:
            found = self._screen.difference(empty, self._screen.shoot("folder"), view)
            return found if found.width < view.width // 2 and found.height > 40 else None

        return until(look, "the clip did not appear in the file manager", 15)
