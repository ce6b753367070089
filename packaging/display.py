"""Where windows go: the user's display, or an Xvfb of our own for tests and measurements."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


def has_display(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window can open. macOS and Windows always have a place for one."""
    if platform in {"darwin", "win32"}:
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


@contextmanager
def own_display() -> Iterator[dict[str, str]]:
    """The environment for programs that must not touch the user's screen.

    On Linux an Xvfb, ended with the block; elsewhere the system's own windows.
    """
    if sys.platform != "linux":
        yield dict(os.environ)
        return
    server, number = _start_xvfb()
    try:
        inherited = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"}
        yield inherited | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


def _start_xvfb() -> tuple[subprocess.Popen[bytes], str]:
    """The server picks a free number and writes it into the pipe when it is ready."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1920x1080x24"]
    try:
        server = subprocess.Popen(
            [*command, "-nolisten", "tcp", "-noreset"],
            pass_fds=(writer,),
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl+C is for the program, the server ends after it
        )
    except FileNotFoundError:
        raise SystemExit("Xvfb is missing: please install it, then try again.") from None
    finally:
        os.close(writer)
    with os.fdopen(reader) as pipe:
        number = pipe.readline().strip()
    if not number:
        server.wait()
        raise SystemExit("Xvfb did not start. `Xvfb -displayfd 1` says why.")
    return server, number
