"""The frozen program's surroundings, given back: what is started from here loads nothing of ours.

PyInstaller's start-up points LD_LIBRARY_PATH, QT_PLUGIN_PATH and others into the bundle. What needs
them here finds it without; a browser or file manager that inherits them would load our Qt instead
of its own. https://pyinstaller.org/en/stable/runtime-information.html
"""

import os
from collections.abc import MutableMapping
from pathlib import PurePath

_BEFORE = "_ORIG"  # PyInstaller: LD_LIBRARY_PATH_ORIG is what that was before
_OWN = "_PYI_"  # by these the program, started again, would think that it is set up


def give_back(environ: MutableMapping[str, str], bundle: str) -> None:
    """Take every path into `bundle` out of `environ`, and put back what was there before."""
    for name, value in list(environ.items()):
        if name.startswith(_OWN):
            del environ[name]
            continue
        parts = value.split(os.pathsep)
        kept = [part for part in parts if not PurePath(part).is_relative_to(bundle)]
        if kept == parts:
            continue
        before = environ.pop(name + _BEFORE, "")
        if before or kept:
            environ[name] = before or os.pathsep.join(kept)
        else:
            del environ[name]
