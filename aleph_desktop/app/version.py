"""What this is, in versions. The app's own stands once, in pyproject.toml."""

import platform
from importlib.metadata import version


def app_version() -> str:
    return version("aleph_desktop")


def versions() -> str:
    """For `--version` and About: the app and what it stands on."""
    import av
    from PySide6 import __version__ as pyside
    from PySide6.QtCore import qVersion

    ffmpeg = av.ffmpeg_version_info
    return (
        f"aleph_desktop {app_version()}\n"
        f"Python {platform.python_version()}, Qt {qVersion()}, PySide6 {pyside}, "
        f"PyAV {av.__version__} with FFmpeg {ffmpeg}"
    )
