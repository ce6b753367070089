"""All checks, one after the other; none of them can keep the others from being made."""

import threading
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue

from aleph_desktop.app.doctor.disk import check_folders, check_job_list
from aleph_desktop.app.doctor.finding import REINSTALL, Finding, failed
from aleph_desktop.app.doctor.system import (
    check_awake,
    check_keyring,
    check_notices,
    check_spelling,
    check_trust,
)
from aleph_desktop.errors import KnownError
from aleph_desktop.settings.paths import Paths

_PATIENCE = 30.0  # seconds; a keyring may wait for its user, a network disk for its server
_REPORT = "Report it, with what `aleph-desktop doctor` says (Help > Problem report…)."

Check = Callable[[], Iterable[Finding]]


def examine(paths: Paths) -> list[Finding]:
    """Blocks, for some seconds. Qt's part is done in this thread, which must be the main one."""
    elsewhere: dict[str, Check] = {
        "clips": _check_clips,
        "folders": lambda: check_folders(paths),
        "job list": lambda: check_job_list(paths),
        "trust": check_trust,
        "keyring": check_keyring,
        "spelling": check_spelling,
        "notifications": check_notices,
        "staying awake": check_awake,
    }
    found = _sheltered("screen", _check_screen)
    for name, check in elsewhere.items():
        found += _in_time(name, check)
    return found


def _check_screen() -> Iterable[Finding]:
    from aleph_desktop.app.doctor.screen import (
        check_screen,  # a library of the system may be missing
    )

    return check_screen()


def _check_clips() -> Iterable[Finding]:
    from aleph_desktop.app.doctor.clips import check_codecs, check_round_trip

    return [*check_codecs(), *check_round_trip()]


def _in_time(name: str, check: Check) -> list[Finding]:
    """In a thread that is left behind where it doesn't come back."""
    answers: SimpleQueue[list[Finding]] = SimpleQueue()
    threading.Thread(
        target=lambda: answers.put(_sheltered(name, check)), name=name, daemon=True
    ).start()
    try:
        return answers.get(timeout=_PATIENCE)
    except Empty:
        return [failed(name, f"There was no answer within {_PATIENCE:.0f} s.", _REPORT)]


def _sheltered(name: str, check: Check) -> list[Finding]:
    try:
        return list(check())
    except KnownError as error:
        failure = error.failure
        return [failed(name, f"{failure.title}: {failure.message}", failure.remedy or _REPORT)]
    except ImportError as error:
        remedy = f"Install what is named. If it is aleph_desktop's own: {REINSTALL}"
        return [failed(name, f"It can't be loaded: {error}.", remedy)]
    except Exception as error:  # noqa: BLE001 - a part that is broken is what is looked for
        return [failed(name, f"It ended with {type(error).__name__}: {error}", _REPORT)]
