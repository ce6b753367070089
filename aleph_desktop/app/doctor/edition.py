"""Versions of the app and what it stands on, one by one, for scripts."""

import platform
import ssl


def version_table() -> dict[str, str]:
    """The app's own come from the build; "" is unknown."""
    import sqlite3

    import av
    from PySide6 import __version__ as pyside
    from PySide6.QtCore import qVersion

    from aleph_desktop.build import this_build

    build = this_build()
    return {
        "aleph_desktop": build.version,
        "commit": build.commit,
        "date": build.date,
        "packager": build.packager,
        "system": platform.platform(),
        "Python": platform.python_version(),
        "Qt": qVersion(),
        "PySide6": pyside,
        "PyAV": av.__version__,
        "FFmpeg": av.ffmpeg_version_info,
        "SQLite": sqlite3.sqlite_version,
        "OpenSSL": ssl.OPENSSL_VERSION.removeprefix("OpenSSL "),
    }
