"""A screen, a mouse and a keyboard: Xvfb, xdotool, and pictures by ImageMagick."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

T = TypeVar("T")

_SIZE = "1920x1080"
_LOOK_SECONDS = 0.1
_HAND_SECONDS = 0.2  # between two movements
_LAST_MOVES = 10  # over the place where something is let go


class Place(NamedTuple):
    """A rectangle on the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


class Screen:
    """An X server of its own, ended with the block."""

    def __init__(self, pictures: Path) -> None:
        self._pictures = pictures
        self._count = 0
        self.display = ""

    def __enter__(self) -> Self:
        reader, writer = os.pipe()
        command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{_SIZE}x24", "-noreset"]
        # A lock holds a process's number, which says nothing outside of its namespace.
        self._server = subprocess.Popen(
            [*command, "-nolisten", "tcp", "-nolock", "-ac"],
            pass_fds=(writer,),
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with os.fdopen(reader) as pipe:
            self.display = f":{pipe.readline().strip()}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait()

    # Windows

    def window(self, name: str, *, kind: str = "--name", seconds: float = 30) -> str:
        """The id of the window that is there, or comes. `kind`: --name, --class."""
        words = ("search", "--onlyvisible", kind, name)

        def look() -> str:
            return (self._tool(*words, check=False).split() or [""])[-1]

        return until(look, f"no window {name!r} appeared", seconds)

    def place(self, window: str, x: int, y: int, width: int, height: int) -> Place:
        """Move and size it. The window manager's frame is outside of that."""
        self._tool("windowactivate", "--sync", window)
        self._tool("windowsize", window, str(width), str(height))
        self._tool("windowmove", window, str(x), str(y))
        time.sleep(1)  # it lays itself out; nothing tells when
        return self.where(window)

    def where(self, window: str) -> Place:
        """Where its inside is."""
        lines = self._tool("getwindowgeometry", "--shell", window).splitlines()
        facts = dict(line.split("=", 1) for line in lines if "=" in line)
        return Place(*(int(facts[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")))

    def activate(self, window: str) -> None:
        self._tool("windowactivate", "--sync", window)

    def close(self, window: str) -> None:
        """As the button in its frame does."""
        self._tool("windowactivate", "--sync", window, "key", "--clearmodifiers", "alt+F4")

    # Mouse and keys

    def keys(self, *keys: str) -> None:
        for key in keys:
            self._tool("key", "--clearmodifiers", key)
            time.sleep(_HAND_SECONDS)

    def type(self, text: str) -> None:
        self._tool("type", "--delay", "15", text)

    def click(self, point: tuple[int, int], *, twice: bool = False, button: int = 1) -> None:
        self._move(point)
        repeat = ("--repeat", "2", "--delay", "120") if twice else ()
        self._tool("click", *repeat, str(button))

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """As a hand does it: off slowly, across, and some small movements over the place.

        A file manager looks at the files when they come in, and says yes to a movement after that.
        """
        self._move(start)
        time.sleep(_HAND_SECONDS)
        self._tool("mousedown", "1")
        time.sleep(_HAND_SECONDS)
        for part in (0.01, 0.02, 0.05, 0.3, 0.6, 0.9):
            x, y = (round(a + (b - a) * part) for a, b in zip(start, end, strict=True))
            self._move((x, y))
            time.sleep(_HAND_SECONDS)
        for aside in range(_LAST_MOVES, -1, -1):
            self._move((end[0] + 2 * aside, end[1] + aside))
            time.sleep(_HAND_SECONDS)
        self._tool("mouseup", "1")

    def _move(self, point: tuple[int, int]) -> None:
        self._tool("mousemove", *map(str, point))

    # Pictures

    def shoot(self, name: str) -> Path:
        """Keep a picture of the whole screen."""
        self._count += 1
        path = self._pictures / f"{self._count:02}-{name}.png"
        subprocess.run(["import", "-display", self.display, "-window", "root", path], check=True)
        return path

    def difference(self, before: Path, after: Path, within: Place) -> Place:
        """The rectangle in which two pictures differ inside another one."""
        crop = f"{within.width}x{within.height}+{within.x}+{within.y}"
        parts = ["(", str(before), "-crop", crop, "+repage", ")"]
        parts += ["(", str(after), "-crop", crop, "+repage", ")"]
        command = ["convert", *parts, "-compose", "difference", "-composite", "-colorspace", "gray"]
        command += ["-threshold", "8%", "-format", "%@", "info:"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        size, x, y = said.split("+")
        width, height = size.split("x")
        return Place(within.x + int(x), within.y + int(y), int(width), int(height))

    def _tool(self, *words: str, check: bool = True) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env=os.environ | {"DISPLAY": self.display},
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise RuntimeError(f"xdotool {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout


def until(look: Callable[[], T | None], otherwise: str, seconds: float = 60) -> T:
    """What `look` finds, once it is something. Raises AssertionError when the time is over."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, otherwise
        time.sleep(_LOOK_SECONDS)
    return found
