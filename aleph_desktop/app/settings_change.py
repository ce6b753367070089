"""Between the settings dialog and what is stored."""

from dataclasses import replace
from pathlib import Path

from aleph_desktop.app.keys import Keys
from aleph_desktop.build import this_build
from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.settings.api_key import HeldKey, KeySource
from aleph_desktop.settings.paths import Paths, make_results_folder
from aleph_desktop.settings.preferences import (
    Preferences,
    ServicePath,
    Theme,
    check_api_base,
    save_preferences,
)
from aleph_desktop.settings.update_plan import update_plan, with_updates
from aleph_desktop.ui.dialogs.settings_form import SettingsForm

_WHERE = {
    KeySource.ENVIRONMENT: "The key in use comes from the variable AIMLAPI_API_KEY.",
    KeySource.KEYRING: "The key is in the system's keyring.",
    KeySource.SESSION: "The key is kept for this run only: there is no usable keyring.",
    KeySource.NONE: "There is no key yet. It will be kept in the system's keyring, in no file.",
}


def show_settings(preferences: Preferences, paths: Paths, held: HeldKey) -> SettingsForm:
    """The settings as the dialog shows them; the key itself is not among them."""
    updates = update_plan(preferences, this_build())
    return SettingsForm(
        api_base=preferences.api_base,
        results_dir=preferences.results_dir or str(paths.default_results_dir),
        service_path=preferences.service_path,
        concurrency=preferences.concurrency,
        give_up_minutes=round(preferences.give_up_minutes),
        requests_per_minute=round(preferences.requests_per_second * 60),
        theme=preferences.theme,
        keep_awake=preferences.keep_awake,
        has_key=held.key is not None,
        can_remove_key=held.source in (KeySource.KEYRING, KeySource.SESSION),
        key_note=_note(held),
        update_feed=updates.address,
        look_for_updates=updates.daily,
        packager=updates.packager,
    )


def is_other_service(before: Preferences, after: Preferences) -> bool:
    """Whether the connection must be made anew; the rest can change while jobs run."""
    return (before.api_base, before.service_path, before.requests_per_second) != (
        after.api_base,
        after.service_path,
        after.requests_per_second,
    )


def no_key_words(why: str) -> str:
    """Why there is no key, and what can be done all the same."""
    return f"{why} A key that is entered here is kept for this run only."


def _note(held: HeldKey) -> str:
    if held.key is None and held.note:
        return no_key_words(held.note)
    return held.note or _WHERE[held.source]


def take_settings(
    form: SettingsForm, before: Preferences, paths: Paths, keys: Keys
) -> tuple[Preferences, str]:
    """Check, then store; returns the new preferences and a note about the key, maybe empty.

    Blocks: it asks the keyring and writes files. Raises KnownError, and changes nothing then.
    """
    base = check_api_base(form.api_base)
    updates = with_updates(
        before, this_build(), address=form.update_feed, daily=form.look_for_updates
    )
    key = ApiKey(form.new_key) if form.new_key else None
    folder = Path(form.results_dir).expanduser()
    is_default = not form.results_dir or folder == paths.default_results_dir
    if not is_default:
        make_results_folder(folder)
    changed = replace(
        updates,
        api_base=base,
        results_dir=None if is_default else str(folder),
        service_path=ServicePath(form.service_path),
        concurrency=form.concurrency,
        give_up_minutes=float(form.give_up_minutes),
        requests_per_second=form.requests_per_minute / 60,
        theme=Theme(form.theme),
        keep_awake=form.keep_awake,
    )
    save_preferences(paths, changed)
    note = "" if key is None else keys.keep(base, key).note
    return changed, note
