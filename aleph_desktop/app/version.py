"""What this is, in versions. The app's own stands once, in pyproject.toml."""

import platform

from aleph_desktop.build import this_build


def versions() -> str:
    """For `--version` and About: the app, its commit, and what it stands on."""
    import av
    from PySide6 import __version__ as pyside
    from PySide6.QtCore import qVersion

    build = this_build()
    commit = ", ".join(
        part for part in (build.commit and f"commit {build.commit}", build.date) if part
    )
    return (
        f"aleph_desktop {build.version}{commit and f' ({commit})'}\n"
        f"Python {platform.python_version()}, Qt {qVersion()}, PySide6 {pyside}, "
        f"PyAV {av.__version__} with FFmpeg {av.ffmpeg_version_info}"
    )
