"""The frozen program's surroundings, given back: what is started from here loads nothing of ours.

PyInstaller's start-up points LD_LIBRARY_PATH, QT_PLUGIN_PATH and others into the bundle. The system
has read them for this process by then; a browser or file manager that inherited them would load our
Qt instead of its own. https://pyinstaller.org/en/stable/runtime-information.html
"""

import os
from collections.abc import MutableMapping
from pathlib import PurePath

_KEPT_FOR_CHILDREN = "_ORIG"  # PyInstaller: what LD_LIBRARY_PATH was before


def give_back(environ: MutableMapping[str, str], bundle: str) -> None:
    """Take every path into `bundle` out of `environ`, and put back what was there before.

    Without PyInstaller's own names our program, started again, sets itself up afresh.
    """
    for name, value in list(environ.items()):
        parts = value.split(os.pathsep)
        kept = [part for part in parts if not _is_inside(part, bundle)]
        if kept == parts:
            continue
        before = environ.pop(name + _KEPT_FOR_CHILDREN, "")
        if before or kept:
            environ[name] = before or os.pathsep.join(kept)
        else:
            del environ[name]


def _is_inside(part: str, bundle: str) -> bool:
    """A bundle in /usr/lib/aleph-desktop/_internal, or the program beside that folder."""
    return PurePath(part).is_relative_to(PurePath(bundle).parent)
