"""From the settings dialog to what is stored."""

from dataclasses import replace
from pathlib import Path

import pytest

from aleph_desktop.app.keys import Keys
from aleph_desktop.app.settings_change import is_other_service, show_settings, take_settings
from aleph_desktop.errors import KnownError
from aleph_desktop.settings.api_key import HeldKey, KeySource
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.preferences import Preferences, load_preferences

NO_KEY = HeldKey(None, KeySource.NONE)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    found = Paths.find(tmp_path / "data")
    found.create()
    return found


def test_what_is_saved_unchanged_changes_nothing(paths) -> None:
    form = show_settings(Preferences(), paths, NO_KEY)
    changed, note = take_settings(form, Preferences(), paths, Keys())
    assert (changed, note) == (Preferences(), "")
    assert load_preferences(paths) == (Preferences(), [])


def test_everything_is_taken_and_stored(paths, tmp_path) -> None:
    form = replace(
        show_settings(Preferences(), paths, NO_KEY),
        api_base="https://other.example.com/",
        results_dir=str(tmp_path / "films"),
        service_path="older",
        concurrency=5,
        give_up_minutes=45,
        requests_per_minute=30,
        theme="light",
        keep_awake=False,
    )
    changed, _ = take_settings(form, Preferences(), paths, Keys())
    assert load_preferences(paths) == (changed, [])
    assert changed.api_base == "https://other.example.com"
    assert changed.requests_per_second == 0.5
    assert not changed.keep_awake
    assert (tmp_path / "films").is_dir()
    assert is_other_service(Preferences(), changed)
    assert not is_other_service(changed, replace(changed, theme="dark", concurrency=9))


@pytest.mark.parametrize(
    "wrong",
    [{"api_base": "http://example.com"}, {"new_key": "two words"}, {"results_dir": "{file}"}],
)
def test_a_wrong_one_changes_nothing(paths, tmp_path, wrong) -> None:
    (tmp_path / "file").write_text("in the way")
    fields = {name: text.format(file=tmp_path / "file") for name, text in wrong.items()}
    form = replace(show_settings(Preferences(), paths, NO_KEY), theme="light", **fields)
    with pytest.raises(KnownError):
        take_settings(form, Preferences(), paths, Keys())
    assert load_preferences(paths) == (Preferences(), [])


def test_a_key_without_a_keyring_is_held_for_this_run(paths) -> None:
    keys = Keys()
    form = replace(show_settings(Preferences(), paths, NO_KEY), new_key="sk-canary-123")
    changed, note = take_settings(form, Preferences(), paths, keys)
    assert "this run only" in note
    assert keys.find(changed.api_base).key.reveal() == "sk-canary-123"
    assert keys.find("https://elsewhere.example.com").key is None
    assert "canary" not in repr(form)
    assert all(b"canary" not in p.read_bytes() for p in paths.data_dir.rglob("*") if p.is_file())
    assert keys.forget(changed.api_base).key is None
