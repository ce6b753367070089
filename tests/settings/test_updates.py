"""Where updates are looked for, by whose word; and what is remembered of it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.build import Build
from aleph_desktop.errors import KnownError
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.preferences import Preferences, load_preferences, save_preferences
from aleph_desktop.settings.update_memory import UpdateMemory, load_memory, note_look, note_skip
from aleph_desktop.settings.update_plan import UpdatePlan, update_plan, with_updates

FEED = "https://updates.example.com/latest"
OWN = Build("0.1.0", feed=FEED)
APT = Build("0.1.0", packager="apt")
BARE = Build("0.1.0")


def test_a_build_with_a_feed_looks_and_a_packagers_does_not():
    assert update_plan(Preferences(), OWN) == UpdatePlan(FEED, True, "")
    assert update_plan(Preferences(), APT) == UpdatePlan("", False, "apt")
    assert update_plan(Preferences(), replace(APT, feed=FEED)) == UpdatePlan(FEED, False, "apt")
    assert update_plan(Preferences(), BARE) == UpdatePlan("", False, "")


@pytest.mark.parametrize("build", [OWN, APT, BARE])
def test_the_user_has_the_last_word(build):
    other = "https://mirror.example.com/releases"
    on = with_updates(Preferences(), build, address=other, daily=True)
    assert update_plan(on, build)[:2] == (other, True)
    off = with_updates(on, build, address=" ", daily=True)
    assert update_plan(off, build)[:2] == ("", False)
    quiet = with_updates(on, build, address=other, daily=False)
    assert update_plan(quiet, build)[:2] == (other, False)


def test_what_is_left_as_it_was_follows_the_next_build():
    for build in (OWN, APT, BARE):
        plan = update_plan(Preferences(), build)
        same = with_updates(Preferences(), build, address=plan.address, daily=plan.daily)
        assert same == Preferences()
    changed = with_updates(Preferences(), OWN, address="https://example.com", daily=True)
    assert with_updates(changed, OWN, address=FEED, daily=True) == Preferences()


@pytest.mark.parametrize(
    "bad", ["http://example.com/feed", "ftp://example.com", "feed", "https://"]
)
def test_a_bad_address_is_refused(bad):
    with pytest.raises(KnownError, match="release feed"):
        with_updates(Preferences(), BARE, address=bad, daily=True)


def test_settings_come_back_and_bad_ones_are_said(tmp_path):
    paths = Paths.find(tmp_path)
    paths.create()
    for feed in (None, "", "http://127.0.0.1:8000/latest", FEED):
        for daily in (None, True, False):
            mine = Preferences(update_feed=feed, look_for_updates=daily)
            save_preferences(paths, mine)
            assert load_preferences(paths) == (mine, [])
    for bad in (0, [], {}, False, "http://example.com"):
        paths.preferences.write_text(json.dumps({"update_feed": bad, "look_for_updates": 1}))
        found, warnings = load_preferences(paths)
        assert found == Preferences()
        assert len(warnings) == 2


def test_a_day_is_a_day():
    memory = UpdateMemory(looked_at=1000.0)
    assert not memory.is_due(1000.0)
    assert not memory.is_due(1000.0 + 86399)
    assert memory.is_due(1000.0 + 86400)
    assert memory.is_due(999.0)  # the clock was set back
    assert UpdateMemory().is_due(1e9)


def test_looks_and_skips_are_remembered_together(tmp_path):
    file = tmp_path / "updates.json"
    assert load_memory(file) == UpdateMemory()
    note_skip(file, "0.2.0")
    note_look(file, 1234.5)
    assert load_memory(file) == UpdateMemory(1234.5, "0.2.0")
    assert list(tmp_path.iterdir()) == [file]


def test_a_memory_that_cannot_be_written_is_logged(tmp_path, caplog):
    note_look(tmp_path / "nowhere" / "updates.json", 1.0)
    assert "can't be written" in caplog.text


@given(st.binary() | st.sampled_from([b"[]", b'{"looked_at": 1e999, "skipped": ""}', b"1"]))
def test_any_file_is_survived(tmp_path_factory, content):
    file = tmp_path_factory.getbasetemp() / "any-updates.json"
    file.write_bytes(content)
    assert load_memory(file).is_due(1e9)


@given(st.lists(st.none() | st.booleans() | st.floats() | st.text() | st.integers(), max_size=2))
def test_any_values_are_survived(tmp_path_factory, values):
    file = tmp_path_factory.getbasetemp() / "odd-updates.json"
    file.write_text(json.dumps(dict(zip(("looked_at", "skipped"), values, strict=False))))
    memory = load_memory(file)
    assert isinstance(memory.is_due(1e9), bool)
    assert isinstance(memory.skipped, str)
