"""The project's virtual environment: made from the locks, remade when it no longer fits them.

A stamp in the folder says what it was made from. It is written last and removed before any change,
so that an interrupted install is never taken for a whole one.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

_ALWAYS_REMADE = ("place", "python", "runtime")


class Environment:
    """`.venv` in the project's root, or the folder that ALEPH_VENV names."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._locks = root / "packaging"
        self.folder = root / self._name()
        self._programs = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self._stamp = self.folder / "aleph_desktop.stamp"

    def _name(self) -> str:
        return os.environ.get("ALEPH_VENV", ".venv")

    @property
    def python(self) -> str:
        return self.program("python")

    def program(self, name: str) -> str:
        return str(self._programs / (f"{name}.exe" if os.name == "nt" else name))

    def wanted(self, *, dev: bool) -> dict[str, str]:
        """What the stamp must say, for the app alone or for work on it."""
        wanted = {
            "place": str(self.folder),  # a moved environment's scripts point to where it was
            "python": _python(),
            "runtime": _digest(self._locks / "requirements.txt"),
            "project": _digest(self._root / "pyproject.toml"),
        }
        if dev:
            names = ("requirements-dev.txt", "clips.txt")
            wanted["dev"] = _digest(*(self._locks / name for name in names))
        return wanted

    def found(self) -> dict[str, str]:
        """What the stamp says; nothing when there is none or its Python is gone."""
        if not Path(self.python).exists():
            return {}
        try:
            lines = self._stamp.read_text("utf-8").splitlines()
        except (FileNotFoundError, UnicodeDecodeError):
            return {}
        pairs = (line.partition(" ") for line in lines)
        return {key: value for key, _, value in pairs}

    def fits(self, *, dev: bool) -> bool:
        return self.wanted(dev=dev).items() <= self.found().items()

    def prepare(self, *, dev: bool) -> None:
        """Make, complete or remake it, whichever is needed."""
        wanted, found = self.wanted(dev=dev), self.found()
        if wanted.items() <= found.items():
            return
        self._stamp.unlink(missing_ok=True)
        # A changed lock starts afresh: a package that left it must not linger.
        if any(found.get(key) != wanted[key] for key in _ALWAYS_REMADE) or (
            dev and found.get("dev", wanted["dev"]) != wanted["dev"]
        ):
            self._make()
            found = {}
        if "dev" in wanted and "dev" not in found:
            self._install("requirements-dev.txt")
            self._install("clips.txt")
        elif "runtime" not in found:
            self._install("requirements.txt")
        if found.get("project") != wanted["project"]:
            self._pip("--no-build-isolation", "--no-deps", "--editable", str(self._root))
        self._write(found | wanted)

    def _write(self, stamp: dict[str, str]) -> None:
        self._stamp.write_text("".join(f"{key} {value}\n" for key, value in stamp.items()), "utf-8")

    def _make(self) -> None:
        ours = (
            self.folder.name in (".venv", ".venv-package") or (self.folder / "pyvenv.cfg").exists()
        )
        if self.folder.exists() and not ours:
            raise SystemExit(f"{self.folder} is not a virtual environment: it is left alone.")
        print(f"Making {self.folder} (once; some hundred MB)", file=sys.stderr, flush=True)
        # Not sys.executable, which may be the very environment that is remade.
        base = str(getattr(sys, "_base_executable", sys.executable))
        _run([base, "-m", "venv", "--clear", str(self.folder)])

    def _install(self, lock: str) -> None:
        """A lock is complete: pip adds nothing to it, builds nothing, and checks every hash."""
        only = ("--require-hashes", "--no-deps", "--only-binary", ":all:")
        self._pip(*only, "--requirement", str(self._locks / lock))

    def _pip(self, *arguments: str) -> None:
        _run([self.python, "-m", "pip", "install", "--disable-pip-version-check", *arguments])


class PackageEnvironment(Environment):
    """Beside it, a clean one: PyInstaller takes along whatever it finds.

    The project isn't in it: it is frozen from the checkout.
    """

    def _name(self) -> str:
        return f"{super()._name()}-package"

    def make_ready(self) -> None:
        """Made once for each lock and Python; nothing is fetched after that."""
        wanted = {
            "place": str(self.folder),
            "python": _python(),
            "package": _digest(self._locks / "requirements-package.txt"),
        }
        if wanted == self.found():
            return
        self._stamp.unlink(missing_ok=True)
        self._make()
        self._install("requirements-package.txt")
        self._write(wanted)


def _python() -> str:
    return f"{sys.implementation.name}-{sys.version_info.major}.{sys.version_info.minor}"


def _digest(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _run(command: list[str]) -> None:
    """Its output goes to stderr: stdout is for what the user asked for."""
    code = subprocess.run(
        command, env=os.environ | {"PIP_USER": "0"}, stdout=sys.stderr, check=False
    ).returncode
    if code:
        raise SystemExit("The set-up failed, see above. The same command starts it afresh.")
