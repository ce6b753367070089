"""What Debian and Ubuntu must have beside Python, and how it gets there.

The list is what `ldd` finds missing for the PySide6 6.11 wheels on a bare Debian 12: the xcb and
Wayland platform plugins, the FFmpeg media plugin, QtMultimedia. PyAV's wheels bring all their own.
A soname is looked for rather than a package, so that a library from anywhere else counts too.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NOT_READY = 2
"""The exit code when the user has to do something first."""

_WINDOW = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libXrandr.so.2": "libxrandr2",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libpulse.so.0": "libpulse0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    # The service is reached over HTTPS, against the system's trust store.
    "/etc/ssl/certs/ca-certificates.crt": "ca-certificates",
    "/usr/share/fonts/*": "fonts-dejavu-core",
}
_PACKAGE = _WINDOW | {
    "/usr/bin/objdump": "binutils",  # PyInstaller's
    "/usr/bin/dpkg-shlibdeps": "dpkg-dev",
    "/usr/bin/desktop-file-validate": "desktop-file-utils",
    "/usr/bin/appstreamcli": "appstream",
    "/usr/bin/zstd": "zstd",
}
_SMOKE = _WINDOW | {
    "/usr/bin/Xvfb": "xvfb",
    "/usr/bin/openssl": "openssl",
    "/usr/bin/xdotool": "xdotool",
    "/usr/bin/dbus-run-session": "dbus",
}
_TEST = _PACKAGE | {
    "/usr/bin/Xvfb": "xvfb",
    "/usr/bin/openssl": "openssl",
    "/usr/bin/strace": "strace",  # records what is written, for the power cuts
    "/usr/bin/dbus-run-session": "dbus",
    "/usr/bin/ffmpeg": "ffmpeg",  # makes odd clips, and says what is right of them
    "libenchant-2.so.2": "libenchant-2-2",
    "/usr/share/hunspell/en_US.dic": "hunspell-en-us",
}

# The sample without a window and the linters need Python alone.
NEEDS: dict[str, dict[str, str]] = {
    "window": _WINDOW,
    "test": _TEST,
    "bench": _TEST | {"/usr/bin/curl": "curl"},
    "package": _PACKAGE,
    "smoke": _SMOKE,
    "desktop": {
        "/usr/bin/Xvfb": "xvfb",
        "/usr/bin/mmdebstrap": "mmdebstrap",
        "/usr/bin/xdotool": "xdotool",
        "/usr/bin/import": "imagemagick",
    },
    "nothing": {},
}


def missing(needs: dict[str, str], root: Path = Path("/")) -> list[str]:
    """The packages whose library (a soname) or file (a path or pattern) isn't there."""
    own = [Path(entry) for entry in os.environ.get("LD_LIBRARY_PATH", "").split(":") if entry]
    system = (f"usr/lib/{os.uname().machine}-linux-gnu", "usr/lib", "usr/local/lib", "lib")
    folders = own + [root / folder for folder in system]

    def there(thing: str) -> bool:
        if thing.startswith("/"):
            return any(root.glob(thing[1:]))
        return any((folder / thing).exists() for folder in folders)

    return sorted({package for thing, package in needs.items() if not there(thing)})


def venv_package(library: Path = Path(os.__file__).parent) -> list[str]:
    """Debian's own Python comes without `ensurepip`, which a virtual environment starts from."""
    if (library / "ensurepip").is_dir():
        return []
    return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]


def by_hand(packages: list[str]) -> str:
    """The one line that adds them."""
    add = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    return f"sudo apt-get update && sudo {add}"


def provide(packages: list[str]) -> None:
    """Add them when we may, else say how and leave with exit code 2."""
    if not packages:
        return
    if os.geteuid() != 0:
        print(f"Some system packages are missing. Please run:\n\n  {by_hand(packages)}\n")
        raise SystemExit(NOT_READY)
    print("Adding with apt-get:", *packages, file=sys.stderr, flush=True)
    # The package lists of a fresh machine are empty or old; then the first try fails.
    if _apt("install", *packages, quiet=True) or (_apt("update") or _apt("install", *packages)):
        print(f"apt-get could not add them. To try by hand:\n\n  {by_hand(packages)}\n")
        raise SystemExit(NOT_READY)


def uses_apt() -> bool:
    return sys.platform == "linux" and shutil.which("apt-get") is not None


def _apt(verb: str, *packages: str, quiet: bool = False) -> int:
    """apt-get's exit code."""
    return subprocess.run(
        ["apt-get", verb, "-qq", "-y", "--no-install-recommends", *packages],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if quiet else None,
        check=False,
    ).returncode
