"""What PyInstaller's hooks collect, less what the app never uses."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import PurePath

Entry = tuple[str, str, str]
"""PyInstaller's own: place in the bundle, file it comes from, kind."""

# Linux: libraries of the system that go along, because desktops lack them or number them otherwise.
# All others are the system's own, with its updates; above all libstdc++, libgcc_s, libdrm and what
# belongs to X11 and Wayland, which the system's graphics drivers load into the same process.
TAKEN_ALONG = (
    "libpython*",
    "libssl.so.3",  # Python's ssl
    "libcrypto.so.3",
    "libffi.so.*",  # Python's ctypes
    "libbz2.so.1.0",  # Debian's number for it
    "libsqlite3.so.0",  # one known version for the job list
    "libxcb-cursor.so.0",  # Qt needs these six, and most desktops don't have all of them
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-render-util.so.0",
    "libxcb-util.so.1",
)
_SYSTEM_FOLDERS = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/local/lib/")


def drop(entries: Iterable[Entry], dropped: Mapping[str, str]) -> list[Entry]:
    """Without those whose place a pattern matches; `**` stands for any folders.

    A link to what is dropped goes with it. Raises SystemExit for a pattern that matches nothing.
    """
    kept, unused = [], set(dropped)
    gone: set[str] = set()
    for entry in (entries := list(entries)):
        place = PurePath(entry[0]).as_posix()
        found = {pattern for pattern in dropped if fnmatch(place, pattern.replace("**/", "*"))}
        unused -= found
        if found:
            gone.add(place)
        else:
            kept.append(entry)
    if unused:
        raise SystemExit(
            "These names in the list of what is dropped match nothing that was collected:\n  "
            + "\n  ".join(sorted(unused))
            + "\nTake them out of packaging/installers/aleph-desktop.spec."
        )
    return [entry for entry in kept if not (entry[2] == "SYMLINK" and entry[1] in gone)]


def existing(modules: Mapping[str, str]) -> list[str]:
    """Their names. Raises SystemExit for one that this interpreter doesn't have."""
    gone = sorted(name for name in modules if find_spec(name) is None)
    if gone:
        raise SystemExit(
            f"Left out of the program, and not there anyway: {', '.join(gone)}. "
            "Take them out of packaging/installers/aleph-desktop.spec."
        )
    return list(modules)


def without_hooks(scripts: Iterable[Entry], hooks: Mapping[str, str]) -> list[Entry]:
    """Without these run-time hooks. Raises SystemExit for one that isn't there."""
    scripts = list(scripts)
    if gone := sorted(hooks.keys() - {script[0] for script in scripts}):
        raise SystemExit(
            f"PyInstaller has no such hooks: {', '.join(gone)}. "
            "Take them out of packaging/installers/aleph-desktop.spec."
        )
    return [script for script in scripts if script[0] not in hooks]


def without_system_libraries(entries: Iterable[Entry]) -> list[Entry]:
    """Without the libraries that come from the system's own folders, but for TAKEN_ALONG.

    Raises SystemExit for a name in that list which was not collected.
    """
    kept, unused = [], set(TAKEN_ALONG)
    for entry in entries:
        name = PurePath(entry[0]).name
        if entry[2] == "BINARY" and entry[1].startswith(_SYSTEM_FOLDERS) and "/" not in entry[0]:
            found = {pattern for pattern in TAKEN_ALONG if fnmatch(name, pattern)}
            if not found:
                continue
            unused -= found
        elif fnmatch(name, "libpython*"):  # a Python outside the system's folders
            unused.discard("libpython*")
        kept.append(entry)
    if unused:
        raise SystemExit(f"Not collected, though it must go along: {', '.join(sorted(unused))}")
    return kept
