"""The project's commands, on a machine with Python alone: see HELP."""

import os
import signal
import subprocess
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python starts this file too, and must be told
    sys.exit("aleph_desktop needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

from collections.abc import Callable
from pathlib import Path

import machine
from display import has_display, own_display
from environment import Environment, PackageEnvironment

ROOT = Path(__file__).resolve().parent.parent

HELP = """\
python3 packaging/dev.py COMMAND [ARGUMENTS]

  run    open the app on the demo service with a sample clip and prompt filled in; without a
         display, do the same job headless and say where the result is. ARGUMENTS go to the app.
  test   run the tests on a display of their own. ARGUMENTS go to pytest.
  lint   check format, style, types and import contracts.
  bench  measure. ARGUMENTS: [--json] [NAME ...]
  package  build this system's installers into dist/: the frozen program, its manifest and bill of
         materials. ARGUMENTS: [--feed URL] [--packager NAME] [--out DIR]
  smoke  start what was built and do the main job with it. ARGUMENTS: [PROGRAM]
  desktop  as root on Debian: install the .deb in a clean system, use it there with a file manager,
         upgrade and remove it. ARGUMENTS: [DEB]
  lock   make packaging/requirements*.txt again from pyproject.toml (needs uv).
         ARGUMENTS go to uv, for example --upgrade.

The first run makes .venv from the locked versions, and on Debian and Ubuntu adds the system
packages that are missing (as root; else it prints the line to run). Later runs start at once.
"""


def run(arguments: list[str]) -> int:
    environment = Environment(ROOT)
    if has_display(os.environ):
        _ready(environment, "window", dev=False)
        return _become(
            [environment.python, "-m", "aleph_desktop", "--demo", "--sample", *arguments]
        )
    _ready(environment, "nothing", dev=False)
    result, picture = fresh_names(ROOT / "out")
    result.parent.mkdir(exist_ok=True)
    print("There is no display: editing the sample without a window.", file=sys.stderr, flush=True)
    code = _wait(headless(environment.python, result, picture, arguments))
    for label, path in (("Result", result), ("Side by side", picture)):
        if path.exists():
            print(f"{label}: {path}", flush=True)
    return code


def test(arguments: list[str]) -> int:
    environment = Environment(ROOT)
    _ready(environment, "test", dev=True)
    with own_display() as environ:
        return _wait([environment.python, "-m", "pytest", *arguments], environ)


def lint(arguments: list[str]) -> int:
    """All run even when one fails: the user mends them in one go."""
    if arguments:
        raise SystemExit("lint takes no arguments.")
    environment = Environment(ROOT)
    _ready(environment, "nothing", dev=True)
    python = environment.python
    checks = (
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "mypy"],
        *([python, "-m", "mypy", f"packaging/{folder}"] for folder in ("desktop", "smoke")),
        [environment.program("lint-imports"), "--no-logo"],
    )
    codes = [_wait(check) for check in checks]
    return 1 if any(codes) else 0


def bench(arguments: list[str]) -> int:
    environment = Environment(ROOT)
    _ready(environment, "bench", dev=True)
    with own_display() as environ:
        return _wait([environment.python, str(ROOT / "packaging" / "bench"), *arguments], environ)


def package(arguments: list[str]) -> int:
    """In an environment of its own: PyInstaller takes along whatever it finds."""
    environment = PackageEnvironment(ROOT)
    if machine.uses_apt():
        machine.provide(machine.venv_package() + machine.missing(machine.NEEDS["package"]))
    environment.make_ready()
    environ = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "packaging"), str(ROOT)))}
    return _wait([environment.python, "-m", "installers", *arguments], environ)


def smoke(arguments: list[str]) -> int:
    """With nothing but the program's own: no environment of ours."""
    if machine.uses_apt():
        machine.provide(machine.missing(machine.NEEDS["smoke"]))
    with own_display() as environ:
        return _wait([sys.executable, str(ROOT / "packaging" / "smoke"), *arguments], environ)


def desktop(arguments: list[str]) -> int:
    if not machine.uses_apt() or os.geteuid() != 0:
        raise SystemExit("desktop needs root on Debian or Ubuntu: it installs a package in a tree.")
    machine.provide(machine.missing(machine.NEEDS["desktop"]))
    return _wait([sys.executable, str(ROOT / "packaging" / "desktop"), *arguments])


def lock(arguments: list[str]) -> int:
    """From the public index alone, whatever this machine's settings say."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("UV_")}
    runtime = "packaging/requirements.txt"
    groups = [(runtime, ["--group", "build"])]
    for name in ("package", "dev"):
        chosen = ["--group", "build", "--group", name, "--constraints", runtime]
        groups.append((f"packaging/requirements-{name}.txt", chosen))
    for output, chosen in groups:
        command = ["uv", "pip", "compile", "pyproject.toml", *chosen, "--output-file", output]
        command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-config"]
        command += ["--no-annotate", "--custom-compile-command", "python3 packaging/dev.py lock"]
        try:
            code = _wait([*command, "--quiet", *arguments], environ)
        except FileNotFoundError:
            raise SystemExit("lock needs uv: `pipx install uv`, then try again.") from None
        if code:
            return code
    return 0


def headless(python: str, result: Path, picture: Path, arguments: list[str]) -> list[str]:
    """The command line that edits the sample without a window."""
    sample = ROOT / "resources" / "sample"
    prompt = (sample / "prompt.txt").read_text("utf-8").strip()
    edit = [python, "-m", "aleph_desktop", "edit", str(sample / "bigbuckbunny.mp4"), prompt]
    return [*edit, "--demo", "-o", str(result), "--picture", str(picture), *arguments]


def fresh_names(folder: Path) -> tuple[Path, Path]:
    """A result and a picture that aren't there yet: `edit` writes over nothing."""
    number = 1
    while True:
        names = folder / f"sample-{number}.mp4", folder / f"sample-{number}.png"
        if not any(name.exists() for name in names):
            return names
        number += 1


def _ready(environment: Environment, needs: str, *, dev: bool) -> None:
    """System packages first: an environment can't be made without python3-venv."""
    fits = environment.fits(dev=dev)
    if machine.uses_apt():
        venv = [] if fits else machine.venv_package()
        machine.provide(venv + machine.missing(machine.NEEDS[needs]))
    if not fits:
        environment.prepare(dev=dev)


def _become(command: list[str]) -> int:
    """Hand this process over, so that signals reach the app itself."""
    if os.name == "nt":
        return _wait(command)
    os.chdir(ROOT)
    os.execv(command[0], command)  # noqa: S606 - the command is ours, and no shell is wanted
    raise AssertionError("execv returned")


def _wait(command: list[str], environ: dict[str, str] | None = None) -> int:
    """The program's exit code. Ctrl+C reaches it too: it ends by itself, or by a second one."""
    child = subprocess.Popen(command, cwd=ROOT, env=environ)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    interrupted = False
    while True:
        try:
            code = child.wait()
        except KeyboardInterrupt:
            if interrupted:
                child.terminate()
            interrupted = True
        else:
            return code if code >= 0 else 128 - code


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "lint": lint,
    "bench": bench,
    "package": package,
    "smoke": smoke,
    "desktop": desktop,
    "lock": lock,
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(HELP)
        return 0 if arguments else machine.NOT_READY
    if arguments[0] not in COMMANDS:
        print(f"There is no command {arguments[0]!r}.\n\n{HELP}", file=sys.stderr)
        return machine.NOT_READY
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except KeyboardInterrupt:  # during the set-up, which starts afresh the next time
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
