"""Use the .deb as an editor would, in a clean Debian: `python packaging/desktop [DEB]`, as root.

Install, start by the desktop entry, open a clip from the file manager, drag one in, run jobs on
the demo service, drag a result out, upgrade, remove. Pictures of each step go to out/desktop.
Everything runs in mount and process namespaces of its own: nothing is left, however this ends.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from editing import Editor
from installation import install_alone, purge, upgrade
from report import Report
from screen import Screen
from tree import Tree

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "out" / "desktop"
_INSIDE = "--inside"

_DESKTOP = (
    "fluxbox",
    "pcmanfm",
    "dbus",
    "desktop-file-utils",  # lists which app opens what, as every desktop has it
    "libglib2.0-bin",
    "x11-utils",
    "x11-xserver-utils",
)


def main(arguments: list[str]) -> int:
    if arguments[:1] == [_INSIDE]:
        return _test(Path(arguments[1]), Path(arguments[2]))
    signal.signal(signal.SIGTERM, _leave)
    package = Path(arguments[0]) if arguments else _newest(ROOT / "dist")
    with tempfile.TemporaryDirectory(prefix="aleph-desktop-test-") as folder:
        spaces = ["unshare", "--mount-proc", "--pid", "--fork", "--kill-child"]
        command = [*spaces, sys.executable, __file__, _INSIDE, str(package.resolve()), folder]
        return subprocess.run(command, env=_environment(), check=False).returncode


def _leave(number: int, _: object) -> None:
    """Ended from outside: the namespace ends with this, and the folder is taken away."""
    sys.exit(128 + number)


def _test(package: Path, folder: Path) -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    report = Report()
    tree = Tree(folder / "tree")
    with report.step("a clean Debian, without Python"):
        tree.make()
    install_alone(report, tree, package)
    with report.step("a desktop: fluxbox and pcmanfm"):
        tree.install(*_DESKTOP)
    with Screen(PICTURES) as screen:
        editor = Editor(report, tree, screen)
        upgrade(report, tree, package, editor, folder)
        editor.start()
        editor.edit(package)
        editor.leave()
    purge(report, tree)
    return report.end()


def _newest(folder: Path) -> Path:
    """The last one built."""
    found = sorted(folder.glob("aleph-desktop_*.deb"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise SystemExit("There is no .deb in dist: `python3 packaging/dev.py package` makes it.")
    return found[-1]


def _environment() -> dict[str, str]:
    """The system's own tools; nothing of the builder's Python, Qt or display."""
    kept = ("HOME", "TERM", "http_proxy", "https_proxy", "no_proxy")
    own = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
    return {name: os.environ[name] for name in kept if name in os.environ} | own


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
