"""One program under trial: in an empty home, with an environment that helps it with nothing."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from words import NOTHING, stray, troubles

SECONDS = (
    40.0  # until a run must have ended: a job on the demo service takes 8, a busy machine more
)


class TrialError(Exception):
    """What the program did wrong, in a sentence."""


class Trial:
    """Runs the program. Each story has a trial, and so a home, of its own."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.program = program
        self.folder = folder
        self.home = folder / "home"
        self.data = folder / "data"
        for name in ("home", "tmp", "run"):
            (folder / name).mkdir(parents=True, mode=0o700)
        self.environ = _environment(folder)

    @property
    def sample(self) -> Path:
        """The clip that the bundle brings along."""
        return next(bundle_of(self.program).rglob("bigbuckbunny.mp4"))

    def command(self, *words: str | Path) -> list[str]:
        """On Windows the program itself has no standard output: the one beside it has."""
        console = self.program.with_name(f"{self.program.stem}-console{self.program.suffix}")
        return [str(console if console.exists() else self.program), *map(str, words)]

    def run(
        self,
        *words: str | Path,
        out: Iterable[str] | None = NOTHING,
        err: Iterable[str] = NOTHING,
        code: int = 0,
        before: Sequence[str] = (),
        environ: Mapping[str, str] | None = None,
    ) -> str:
        """What it says on stdout. Raises TrialError for another exit code, and for stray output.

        `out` None: the caller looks at it. `before`: words in front of the program's name.
        `environ`: more of it.
        """
        run = subprocess.run(
            [*before, *self.command(*words)],
            cwd=self.folder,
            env=self.environ | dict(environ or {}),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
        self.judge(run.returncode, run.stdout, run.stderr, out=out, err=err, code=code)
        return run.stdout

    def judge(
        self,
        ended: int,
        said: str,
        complained: str,
        *,
        out: Iterable[str] | None = NOTHING,
        err: Iterable[str] = NOTHING,
        code: int = 0,
    ) -> None:
        """Raises TrialError for another exit code, for stray output, and for what the logs say."""
        if ended != code:
            raise TrialError(f"exit code {ended} instead of {code}: {tail(complained or said)}")
        for name, text, allowed in (("stdout", said, out), ("stderr", complained, err)):
            if allowed is not None and (lines := stray(text, allowed)):
                raise TrialError(f"stray output on {name}: {tail(*lines)}")
        self.check_logs()

    def check_logs(self) -> None:
        """Raises TrialError where a log or a crash's notes say that something went wrong."""
        for place in (self.data, self.home):
            for log in place.rglob("*.log"):
                if lines := troubles(log.read_text("utf-8")):
                    raise TrialError(f"{log.name} says: {tail(*lines)}")

    def check_left(self) -> None:
        """Raises TrialError for temporary files or processes that are left."""
        left = sorted(path.name for path in (self.folder / "tmp").iterdir())
        if left and sys.platform == "linux":  # elsewhere the system itself leaves things there
            raise TrialError(f"it left temporary files behind: {', '.join(left)}")
        until(lambda: not self.processes(), "it left processes behind", 10)

    def processes(self) -> list[int]:
        """Those of the program that run; on Linux. Others' trials may be under way: not theirs."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                is_ours = (process / "exe").resolve() == self.program
                environ = (process / "environ").read_bytes() if is_ours else b""
            except OSError:
                continue  # it has gone
            if f"HOME={self.home}".encode() in environ.split(b"\0"):
                found.append(int(process.name))
        return found


def bundle_of(program: Path) -> Path:
    """The folder that was built; on macOS the app's Contents."""
    return program.parent.parent if sys.platform == "darwin" else program.parent


def until(holds: Callable[[], object], otherwise: str, seconds: float = SECONDS) -> None:
    """Wait for a condition. Raises TrialError, with `otherwise`, when it doesn't come."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TrialError(f"{otherwise} ({seconds:.0f} s)")
        time.sleep(0.05)


def tail(*lines: str) -> str:
    """The end of what was said, in one line."""
    return " | ".join(line for text in lines for line in text.splitlines())[-600:]


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the user's Python, and none of the user's folders."""
    home = str(folder / "home")
    if sys.platform == "win32":
        kept = ("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "NUMBER_OF_PROCESSORS")
        environ = {name: os.environ[name] for name in kept if name in os.environ}
        system = os.environ.get("SYSTEMROOT", r"C:\Windows")
        places = dict.fromkeys(("USERPROFILE", "APPDATA", "LOCALAPPDATA"), home)
        temporary = dict.fromkeys(("TEMP", "TMP"), str(folder / "tmp"))
        return environ | places | temporary | {"PATH": rf"{system}\System32;{system}"}
    display = {"DISPLAY": os.environ["DISPLAY"]} if "DISPLAY" in os.environ else {}
    return display | {
        "HOME": home,
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TMPDIR": str(folder / "tmp"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
    }


def has(program: str) -> bool:
    return shutil.which(program, path="/usr/bin:/bin") is not None
