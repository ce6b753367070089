"""Results in the system's bin: a real one, in a home of its own."""

import sys

import pytest

from aleph_desktop.errors import KnownError
from aleph_desktop.ui.bin import move_to_bin

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the bin of XDG desktops")


@pytest.fixture
def binned(tmp_path, monkeypatch):
    """Answers the names in the bin. Its home is not there yet, as with a new user."""
    home = tmp_path / "home" / ".local" / "share"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    return lambda: {path.name for path in (home / "Trash/files").iterdir()}


def make_result(folder, name):
    result, sidecar = folder / name, folder / f"{name}.json"
    result.write_bytes(b"video")
    sidecar.write_text("{}")
    return result, sidecar


@pytest.mark.asyncio
async def test_a_new_user_has_a_bin_too(tmp_path, binned):
    result, sidecar = make_result(tmp_path, "night.mp4")
    await move_to_bin(result)
    assert not result.exists()
    assert not sidecar.exists()
    assert binned() == {"night.mp4", "night.mp4.json"}


@pytest.mark.asyncio
async def test_a_sidecar_that_stays_is_told_as_that(tmp_path, binned):
    # NAME.trashinfo is written in the bin: with this name, too long a one for the sidecar only
    result, sidecar = make_result(tmp_path, "n" * 239 + ".mp4")
    with pytest.raises(KnownError) as caught:
        await move_to_bin(result)
    failure = caught.value.failure
    assert failure.title == "Only the video was moved to the bin"
    assert f"{sidecar}, which says how it was made, is where it was" in failure.message
    assert sidecar.is_file()
    assert not result.exists()
    assert binned() == {result.name}


@pytest.mark.asyncio
async def test_a_video_that_stays_is_told_as_that(tmp_path, binned):
    result, sidecar = make_result(tmp_path, "n" * 246 + ".mp4")
    with pytest.raises(KnownError) as caught:
        await move_to_bin(result)
    assert f"{result} is where it was" in caught.value.failure.message
    assert result.is_file()
    assert sidecar.is_file()
