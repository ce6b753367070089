"""What the user has set, and the JSON file that keeps it: a person may edit it."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.readers import flag, folder, maybe, number, text, whole
from aleph_desktop.settings.web_address import checked_address


class ServicePath(StrEnum):
    """Which of the service's two addresses for the same calls."""

    UNIVERSAL = "universal"
    OLDER = "older"


class Theme(StrEnum):
    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Preferences:
    """One user's settings. The key is none of them: it is never in a file."""

    api_base: str = "https://api.aimlapi.com"
    service_path: ServicePath = ServicePath.UNIVERSAL
    results_dir: str | None = None  # absolute; None: the default folder
    concurrency: int = 2  # jobs at the service at once
    requests_per_second: float = 2.0  # of all calls of the service together, at most
    poll_floor: float = 1.0  # seconds between two looks at one job, at least
    give_up_minutes: float = 30.0
    keep_awake: bool = True  # while jobs run
    theme: Theme = Theme.SYSTEM
    model_id: str = "runway/gen4_aleph"
    update_feed: str | None = None  # a release feed's address; None: the build's own; "": off
    look_for_updates: bool | None = None  # once a day; None: as the build does


def check_api_base(text: str) -> str:
    """The service's base URL in its one spelling. Raises KnownError with what is wrong."""
    return checked_address(text, of="the service", cargo="The key")


def check_update_feed(text: str) -> str:
    """A release feed's address as `check_api_base`, or "" for none."""
    return text.strip() and checked_address(text, of="the release feed", cargo="Its answer")


READERS: dict[str, Callable[[Any], Any]] = {
    "api_base": lambda value: check_api_base(text(value)),
    "service_path": ServicePath,
    "results_dir": folder,
    "concurrency": whole(1, 20),
    "requests_per_second": number(0.05, 20),
    "poll_floor": number(1, 600),
    "give_up_minutes": number(1, 1440),
    "keep_awake": flag,
    "theme": Theme,
    "model_id": text,
    "update_feed": maybe(lambda value: "" if value == "" else check_update_feed(text(value))),
    "look_for_updates": maybe(flag),
}
"""For each preference: a value of JSON in, its own value out; ValueError or KnownError for none."""


def load_preferences(paths: Paths) -> tuple[Preferences, list[str]]:
    """The preferences, and sentences about what could not be read and is at its default.

    A file that is no JSON is kept aside as `preferences.json.bad`. Raises nothing.
    """
    path = paths.preferences
    try:
        table = json.loads(path.read_bytes())
        if not isinstance(table, dict):
            raise ValueError("no JSON object")  # noqa: TRY004, TRY301 - as bad as broken JSON
    except FileNotFoundError:
        return Preferences(), []
    except OSError as error:
        return Preferences(), [f"The settings can't be read: {error.strerror or error}."]
    except (ValueError, RecursionError):
        return Preferences(), [_put_aside(path)]
    values: dict[str, Any] = {}
    warnings = []
    for name in READERS.keys() & table.keys():
        try:
            values[name] = READERS[name](table[name])
        except (ValueError, KnownError):
            warnings.append(f"The setting {name} can't be used as it is: it is at its default.")
    return Preferences(**values), sorted(warnings)


def save_preferences(paths: Paths, preferences: Preferences) -> None:
    """Replace the file as a whole: a crash leaves the old one or the new. Raises KnownError."""
    path = paths.preferences
    content = json.dumps(asdict(preferences), indent=2) + "\n"
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        try:
            with draft.open("w", encoding="utf-8") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise KnownError(
            "The settings can't be saved",
            f"{path}: {error.strerror or error}.",
            "See that the disk has space and that you may write there.",
            kind=FailureKind.DISK,
        ) from error


def _put_aside(path: Path) -> str:
    bad = path.with_name(path.name + ".bad")
    try:
        path.replace(bad)
    except OSError as error:
        return f"The settings file is damaged, and can't be moved: {error.strerror or error}."
    return f"The settings file was damaged; it is kept as {bad}. All settings are at their default."
