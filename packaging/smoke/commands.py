"""The stories that need no window."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from trial import Trial, TrialError, has, tail, until
from words import JOB, PREPARING, VERSION, events

ROOT = Path(__file__).resolve().parent.parent.parent
PROMPT = "make it a night with rain and snow"  # most of the demo's filters
PART = ("--range", "0-2")  # a part is enough; the window's story does the whole
# On a machine without sound, session bus or keyring these may be less than there could be.
MAY_WARN = {"display", "sound", "keyring", "spelling", "notifications", "staying awake"}


def version(trial: Trial) -> str:
    said = trial.run("--version", out=VERSION)
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    if said.split()[1] != wanted:
        raise TrialError(f"it says {said.split()[1]}, and pyproject.toml {wanted}")
    return said.splitlines()[0]


def doctor(trial: Trial) -> str:
    """Without a display, and without a session bus."""
    trial.environ.pop("DISPLAY", None)
    findings = _findings(trial.run("doctor", "--json", out=None))
    if findings["keyring"]["verdict"] == "ok" and sys.platform == "linux":
        raise TrialError("it found a keyring where there is no session bus")
    left = [str(path) for path in trial.home.rglob("*") if path.is_file()]
    left = [path for path in left if "/.config/enchant/" not in path]  # the library's own
    if left and sys.platform == "linux":  # elsewhere the system keeps things in a home by itself
        raise TrialError(f"it left behind {tail(*left)}")
    return f"{len(findings)} checks"


def keyring(trial: Trial) -> str:
    """On a session bus of its own: first with what is there, then with a keyring on offer."""
    if not has("dbus-run-session"):
        return "skipped: there is no dbus-run-session"
    found = _keyring_on_a_bus(trial)
    data = trial.home / ".local" / "share"
    services = data / "dbus-1" / "services"
    services.mkdir(parents=True)
    offer = "[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/false\n"
    (services / "org.freedesktop.secrets.service").write_text(offer)
    offered = _keyring_on_a_bus(trial, {"XDG_DATA_HOME": str(data)})
    if "keyring.backends.SecretService" not in offered:
        raise TrialError(f"where the bus has a keyring it says: {offered}")
    return found


def _keyring_on_a_bus(trial: Trial, environ: dict[str, str] | None = None) -> str:
    said = trial.run(
        *("doctor", "--json"),
        out=None,
        err=(r"dbus-daemon\[\d+\]: .*Failed to set fd limit.*",),  # the bus's own, as no root
        before=("dbus-run-session", "--"),
        environ=environ,
    )
    return _findings(said)["keyring"]["words"]


def probe(trial: Trial) -> str:
    said = json.loads(trial.run("probe", trial.sample, "--json", out=None))
    if (said["clip"]["width"], said["clip"]["codec"]) != (1280, "h264"):
        raise TrialError(f"it takes the sample for {said['clip']}")
    return "1280 wide, h264"


def prepare(trial: Trial) -> str:
    target = trial.folder / "proxy.mp4"
    said = trial.run("prepare", trial.sample, "-o", target, "--json", out=None, err=PREPARING)
    if json.loads(said)["proxy"] != str(target):
        raise TrialError(f"it says {said}")
    return _sound(trial, target, 125)


def edit(trial: Trial) -> str:
    target = trial.folder / "result.mp4"
    place = ("--demo", "--json", "--data-dir", trial.data)
    said = trial.run("edit", trial.sample, PROMPT, *PART, *place, "-o", target, out=None, err=JOB)
    if _good(said)[-1].get("result") != str(target):
        raise TrialError("the last line doesn't name the result")
    return _sound(trial, target, 50)


def resume(trial: Trial) -> str:
    """`edit` is killed while the service works; its result comes all the same."""
    target = trial.folder / "result.mp4"
    place = ("--demo", "--json", "--data-dir", trial.data)
    command = trial.command("edit", trial.sample, PROMPT, *PART, *place, "-o", target)
    with subprocess.Popen(
        command,
        cwd=trial.folder,
        env=trial.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        lines = process.stdout or ()
        at_service = any('"state": "generating"' in line for line in lines)
        process.kill()
    if not at_service:
        raise TrialError("edit ended before the service worked on its job")
    if sys.platform == "linux":
        until(lambda: not trial.processes(), "the killed run's demo service goes on", 10)
    said = trial.run("resume", *place, out=None, err=JOB)
    if not any(event["event"] == "done" for event in _good(said)):
        raise TrialError(f"no result: {said}")
    return _sound(trial, target, 50)


def _findings(said: str) -> dict[str, dict[str, str]]:
    """The doctor's checks by name. Raises TrialError for what may not be."""
    checks = {check["name"]: check for check in json.loads(said)["checks"]}
    for name, check in checks.items():
        allowed = {"ok", "warning"} if name in MAY_WARN else {"ok"}
        if check["verdict"] not in allowed:
            raise TrialError(f"{name}: {check['verdict']}: {check['words']}")
    return checks


def _good(said: str) -> list[dict[str, object]]:
    try:
        return events(said)
    except ValueError as error:
        raise TrialError(str(error)) from None


def _sound(trial: Trial, clip: Path, frames: int) -> str:
    """Raises TrialError unless the file is a whole clip: made a proxy again, each frame is read."""
    again = clip.with_suffix(".again.mp4")
    said = trial.run("prepare", clip, "-o", again, "--json", out=None, err=PREPARING)
    found = json.loads(said)["send"]
    again.unlink()
    if (found["frames"], found["width"]) != (frames, 1280):
        raise TrialError(f"{clip.name} has {found['frames']} frames, {found['width']} wide")
    return f"{clip.name}: {frames} frames"
