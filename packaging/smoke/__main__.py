"""`python packaging/smoke [PROGRAM]`: starts what was built, and does the main job with it.

The plain interpreter runs this, and the program runs without any: nothing of a Python or Qt that
this machine has may help it. Ends with 1 when anything at all goes wrong.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import commands
import trust
import window
from bundle import changes, fingerprint
from trial import Trial, TrialError, bundle_of

STORIES: tuple[Callable[[Trial], str], ...] = (
    commands.version,
    commands.doctor,
    commands.keyring,
    commands.probe,
    commands.prepare,
    commands.edit,
    commands.resume,
    trust.trust,
    window.window,
    window.terminated,
)


def main(arguments: list[str]) -> int:
    program = Path(arguments[0] if arguments else built()).resolve()
    if not program.is_file():
        sys.exit(f"There is no {program}: build it with `python3 packaging/dev.py package`.")
    before = fingerprint(bundle_of(program))
    failures = 0
    with tempfile.TemporaryDirectory(prefix="aleph-smoke-") as folder:
        for story in STORIES:
            name = story.__name__
            failures += not tell(name, tidy(story), Trial(program, Path(folder, name)))
    failures += not tell("bundle", unchanged, (before, fingerprint(bundle_of(program))))
    print("All passed." if not failures else f"{failures} failed.")
    return 1 if failures else 0


def tell(name: str, story: Callable[[Any], str], about: object) -> bool:
    """One line about one story; whether it went well."""
    begin = time.monotonic()
    try:
        words, went_well = story(about), True
    except (TrialError, OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        words, went_well = f"{type(error).__name__}: {error}", False
    mark = "ok    " if went_well else "FAILED"
    print(f"{mark} {name:<11} {time.monotonic() - begin:5.1f} s  {words}", flush=True)
    return went_well


def tidy(story: Callable[[Trial], str]) -> Callable[[Trial], str]:
    """The story, and nothing left of it but what its user wanted."""

    def told(trial: Trial) -> str:
        words = story(trial)
        trial.check_left()
        return words

    return told


def unchanged(both: tuple[dict[str, str], dict[str, str]]) -> str:
    if changed := changes(*both):
        raise TrialError(f"it wrote into its own folder: {', '.join(changed[:10])}")
    return f"{len(both[0])} files and folders are as they were"


def built() -> Path:
    """Where `package` puts it."""
    dist = commands.ROOT / "dist"
    if sys.platform == "darwin":
        return dist / "aleph_desktop.app" / "Contents" / "MacOS" / "aleph-desktop"
    name = "aleph-desktop.exe" if sys.platform == "win32" else "aleph-desktop"
    return dist / "aleph-desktop" / name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
