"""Settings: any file is survived, and what is saved comes back."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.preferences import (
    READERS,
    Preferences,
    ServicePath,
    Theme,
    check_api_base,
    load_preferences,
    save_preferences,
)

any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = Paths.find(tmp_path)
    paths.create()
    return paths


def test_every_preference_has_a_reader_that_takes_its_default():
    assert list(READERS) == [field.name for field in fields(Preferences)]
    for name, read in READERS.items():
        assert read(getattr(Preferences(), name)) == getattr(Preferences(), name)


def test_no_file_is_no_warning(paths: Paths):
    assert load_preferences(paths) == (Preferences(), [])


def test_what_is_saved_comes_back_and_nothing_else_is_left(paths: Paths):
    mine = Preferences(
        api_base="https://example.org/api",
        service_path=ServicePath.OLDER,
        results_dir=str(paths.data_dir / "Ergebnisse für Zoë"),
        concurrency=20,
        requests_per_second=0.5,
        poll_floor=7.5,
        give_up_minutes=45.0,
        keep_awake=False,
        theme=Theme.LIGHT,
        model_id="some/other",
    )
    before = set(paths.data_dir.iterdir())
    save_preferences(paths, Preferences())
    save_preferences(paths, mine)
    assert load_preferences(paths) == (mine, [])
    assert set(paths.data_dir.iterdir()) - before == {paths.preferences}
    assert json.loads(paths.preferences.read_text())["theme"] == "light"


def test_a_save_that_fails_leaves_the_old_file(paths: Paths, monkeypatch: pytest.MonkeyPatch):
    save_preferences(paths, Preferences(concurrency=3))

    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", no_space)
        with pytest.raises(KnownError, match="No space") as caught:
            save_preferences(paths, Preferences(concurrency=4))
    assert caught.value.failure.kind is FailureKind.DISK
    assert load_preferences(paths)[0].concurrency == 3
    assert not list(paths.data_dir.glob("*.tmp"))


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("api_base", "http://api.example.org"),
        ("api_base", 5),
        ("service_path", "newest"),
        ("results_dir", "not/a/full/path"),
        ("concurrency", 0),
        ("concurrency", 21),
        ("concurrency", 2.5),
        ("concurrency", True),
        ("requests_per_second", 0),
        ("requests_per_second", float("nan")),
        ("poll_floor", "1"),
        ("give_up_minutes", 10**400),
        ("keep_awake", 1),
        ("keep_awake", "no"),
        ("theme", ["dark"]),
        ("model_id", ""),
    ],
)
def test_a_bad_value_gets_its_default_and_a_warning(paths: Paths, name: str, bad: Any):
    paths.preferences.write_text(
        json.dumps({name: bad, "theme": "dark", "tomorrow's": 1} | {name: bad})
    )
    preferences, warnings = load_preferences(paths)
    expected = Preferences() if name == "theme" else replace(Preferences(), theme=Theme.DARK)
    assert preferences == expected
    assert len(warnings) == 1
    assert name in warnings[0]
    assert paths.preferences.exists()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[1]", b"null", b"[" * 100_000, b"1" * 5000]
)
def test_no_json_is_kept_aside(paths: Paths, content: bytes):
    paths.preferences.write_bytes(content)
    preferences, warnings = load_preferences(paths)
    assert preferences == Preferences()
    bad = paths.preferences.with_name("preferences.json.bad")
    assert str(bad) in warnings[0]
    assert bad.read_bytes() == content
    assert not paths.preferences.exists()


@settings(deadline=None)  # it writes to the disk
@given(st.dictionaries(st.sampled_from(sorted(READERS)), any_json))
def test_any_values_are_survived(tmp_path_factory: pytest.TempPathFactory, table: dict[str, Any]):
    paths = Paths.find(tmp_path_factory.mktemp("preferences"))
    paths.create()
    paths.preferences.write_text(json.dumps(table))
    preferences, warnings = load_preferences(paths)
    save_preferences(paths, preferences)
    assert load_preferences(paths) == (preferences, [])
    assert len(warnings) <= len(table)


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("https://api.aimlapi.com", "https://api.aimlapi.com"),
        ("  HTTPS://API.aimlapi.com:443/ ", "https://api.aimlapi.com"),
        ("https://proxy.example.org:8443/ai/v//", "https://proxy.example.org:8443/ai/v"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://localhost:80", "http://localhost"),
        ("http://[::1]:9", "http://[::1]:9"),
        ("https://10.0.0.5", "https://10.0.0.5"),
        ("https://studio", "https://studio"),
    ],
)
def test_good_addresses_in_one_spelling(text: str, base: str):
    assert check_api_base(text) == base
    assert check_api_base(base) == base


@pytest.mark.parametrize(
    "text",
    [
        "",
        "api.aimlapi.com",
        "http://api.aimlapi.com",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "ftp://api.aimlapi.com",
        "https://",
        "https://:443",
        "https://user:word@api.aimlapi.com",
        "https://@api.aimlapi.com",
        "https://api.aimlapi.com\\@evil.example",
        "https://api.aimlapi.com?x=1",
        "https://api.aimlapi.com/#top",
        "https://api .com",
        "https://api.aimlapi.com:99999",
        "https://[::1",
        "https://%65vil.com",
        "https://-",
        "javascript:alert(1)",
    ],
)
def test_bad_addresses_get_words(text: str):
    with pytest.raises(KnownError) as caught:
        check_api_base(text)
    assert caught.value.failure.message
    assert caught.value.failure.remedy


@given(st.text() | st.text().map("https://{}".format))
def test_any_address_is_known_to_be_bad_or_keeps_its_spelling(text: str):
    try:
        base = check_api_base(text)
    except KnownError:
        return
    assert check_api_base(base) == base
