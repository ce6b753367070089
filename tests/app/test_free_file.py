"""Names for files that are to be written."""

import sys
from pathlib import Path

import pytest

from aleph_desktop.app.free_file import check_free
from aleph_desktop.errors import FailureKind, KnownError


def test_a_free_name_leaves_nothing_behind(tmp_path: Path) -> None:
    check_free(tmp_path / "new.mp4")
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "old.mp4").write_bytes(b"old")
    with pytest.raises(KnownError, match="exists"):
        check_free(tmp_path / "old.mp4")
    with pytest.raises(KnownError, match="does not exist"):
        check_free(tmp_path / "none" / "new.mp4")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's, and takes no file of anyone")
def test_a_folder_that_takes_no_file_is_known_at_once() -> None:
    with pytest.raises(KnownError, match="Nothing can be written there") as caught:
        check_free(Path("/proc/new.mp4"))
    assert caught.value.failure.kind is FailureKind.DISK
