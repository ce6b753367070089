"""Whether a file is still what it was."""

import os
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.media.digest import digest
from aleph_desktop.media.proxy import ProxyPreparer
from aleph_desktop.media.refusal import unwritable

MB = 1 << 20


@pytest.mark.asyncio
@pytest.mark.fault(23)
async def test_a_copy_has_the_same_mark_and_a_change_another(sample, tmp_path):
    preparer = ProxyPreparer()
    path = tmp_path / "clip.mp4"
    shutil.copyfile(sample, path)
    mark = await preparer.digest(path)
    os.utime(path, ns=(1, 1))
    assert await preparer.digest(path) == mark == digest(sample)
    data = bytearray(sample.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)
    assert await preparer.digest(path) != mark
    path.unlink()
    with pytest.raises(KnownError, match="not there"):
        await preparer.digest(path)
    preparer.close()


@given(st.binary(min_size=1, max_size=50), st.integers(0), st.integers(1, 255))
def test_any_byte_of_a_small_file_counts(tmp_path_factory, data, place, change):
    path = tmp_path_factory.getbasetemp() / "small"
    path.write_bytes(data)
    mark = digest(path)
    changed = bytearray(data)
    changed[place % len(data)] ^= change
    path.write_bytes(changed)
    assert digest(path) != mark


@pytest.mark.fault(23)
def test_a_large_file_counts_by_samples_and_date(tmp_path):
    path = tmp_path / "large.mov"
    with path.open("wb") as file:
        file.truncate(50 * MB)
    os.utime(path, ns=(1, 1))
    marks = {digest(path)}
    for place in (0, 25 * MB, 50 * MB - 1):
        with path.open("r+b") as file:
            file.seek(place)
            file.write(b"x")
        os.utime(path, ns=(1, 1))
        marks.add(digest(path))
    os.utime(path, ns=(2, 2))
    marks.add(digest(path))
    os.truncate(path, 50 * MB - 1)
    os.utime(path, ns=(2, 2))
    marks.add(digest(path))
    assert len(marks) == 6


def test_what_has_no_mark(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("pipe", "not an ordinary file"), (".", "folder"), ("gone", "not there")):
        with pytest.raises(KnownError, match=words):
            digest(tmp_path / name)


@pytest.mark.fault(3)
def test_a_full_disk_is_told_apart(tmp_path):
    full = unwritable(tmp_path / "a.mp4", OSError(28, "No space left on device")).failure
    assert full.kind is FailureKind.SPACE
    assert "goes on" in full.remedy
    other = unwritable(tmp_path / "a.mp4", OSError(5, "Input/output error")).failure
    assert other.kind is FailureKind.DISK
    assert "Input/output error" in other.message
