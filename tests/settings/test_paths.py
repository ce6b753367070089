"""Folders: ours alone, and all in one place when one is named."""

import stat
import sys
from pathlib import Path

import pytest

from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.settings.paths import Paths


def test_a_named_folder_holds_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    paths = Paths.find(Path("here"))
    for path in (
        *(paths.database, paths.preferences, paths.sent_dir, paths.fetched_dir, paths.log_dir),
        *(paths.cache_dir, paths.default_results_dir, paths.for_demo().sent_dir),
    ):
        assert path.is_relative_to(tmp_path / "here")


@pytest.mark.skipif(sys.platform != "linux", reason="the places of XDG")
def test_the_systems_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_VIDEOS_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    paths = Paths.find(None)
    assert paths.database == tmp_path / "XDG_DATA_HOME/aleph_desktop/jobs.db"
    assert paths.sent_dir == tmp_path / "XDG_CACHE_HOME/aleph_desktop/sent"
    assert paths.log_dir.is_relative_to(tmp_path / "XDG_STATE_HOME/aleph_desktop")
    assert paths.default_results_dir == tmp_path / "XDG_VIDEOS_DIR/aleph_desktop"


def test_the_demo_shares_no_database_and_no_clips(tmp_path: Path):
    paths = Paths.find(tmp_path)
    demo = paths.for_demo()
    assert demo.database != paths.database
    assert demo.sent_dir != paths.sent_dir
    assert demo.default_results_dir == paths.default_results_dir


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_created_for_this_user_only_and_twice(tmp_path: Path):
    paths = Paths.find(tmp_path / "data")
    paths.create()
    paths.create()
    for folder in (paths.data_dir, paths.log_dir, paths.sent_dir):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not paths.default_results_dir.exists()


def test_a_file_in_the_way_is_a_known_error(tmp_path: Path):
    (tmp_path / "data").write_text("a file")
    with pytest.raises(KnownError, match="data") as caught:
        Paths.find(tmp_path / "data").create()
    assert caught.value.failure.kind is FailureKind.DISK
