"""Image references are kept, newest use first."""

import asyncio
import errno
from pathlib import Path

import pytest

from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.store.reference_library import ReferenceLibrary

pytestmark = pytest.mark.asyncio


def prepare(source: Path | bytes) -> tuple[bytes, str]:
    """As an image would be: the content, in capitals."""
    data = source.read_bytes() if isinstance(source, Path) else source
    if not data:
        raise KnownError("This file can't be used", "It is no image.")
    return data.upper(), ".jpg"


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "data" / "references"


@pytest.fixture
def library(folder) -> ReferenceLibrary:
    return ReferenceLibrary(folder, prepare, kept=3)


async def test_one_that_is_new_has_no_images_and_no_folder(library, folder):
    assert await library.images() == []
    assert not folder.exists()


async def test_what_is_added_is_our_own_copy(library, folder, tmp_path):
    image = tmp_path / "moon.png"
    image.write_bytes(b"moon")
    kept = await library.add(str(image))
    image.unlink()
    assert Path(kept).parent == folder
    assert Path(kept).read_bytes() == b"MOON"
    assert Path(kept).suffix == ".jpg"
    assert await library.images() == [kept]
    assert [path.name for path in folder.iterdir()] == [Path(kept).name]  # nothing half-made


async def test_the_same_picture_twice_is_one(library, tmp_path):
    image = tmp_path / "moon.png"
    image.write_bytes(b"moon")
    both = await asyncio.gather(library.add(str(image)), library.add_data(b"moon"))
    assert both[0] == both[1]
    assert await library.images() == [both[0]]


async def test_the_newest_use_is_first(library):
    one, two = [await library.add_data(data) for data in (b"one", b"two")]
    assert await library.images() == [two, one]
    assert await library.add_data(b"one") == one
    assert await library.images() == [one, two]
    assert await library.add(two) == two  # from the library itself: nothing is made again
    assert await library.images() == [two, one]


async def test_the_oldest_go_when_there_are_too_many(library):
    made = [await library.add_data(b"%d" % number) for number in range(5)]
    assert await library.images() == made[:1:-1]


async def test_only_what_is_in_it_is_removed(library, tmp_path):
    kept = await library.add_data(b"moon")
    outside = tmp_path / "mine.jpg"
    outside.touch()
    await library.remove(str(outside))
    await library.remove(kept)
    await library.remove(kept)
    assert outside.exists()
    assert await library.images() == []


async def test_other_files_in_its_folder_are_left_alone(library, folder):
    await library.add_data(b"moon")
    (folder / "notes.txt").touch()
    for number in range(4):
        await library.add_data(b"%d" % number)
    assert len(await library.images()) == 3
    assert (folder / "notes.txt").exists()


async def test_what_is_no_image_leaves_nothing(library, folder):
    with pytest.raises(KnownError, match="no image"):
        await library.add_data(b"")
    assert not folder.exists()


async def test_a_folder_that_can_not_be_used_is_told(library, folder):
    folder.parent.mkdir()
    folder.write_text("in the way")
    with pytest.raises(KnownError, match="library can't be used") as raised:
        await library.add_data(b"moon")
    assert raised.value.failure.kind is FailureKind.DISK


async def test_a_full_disk_is_told_apart_and_leaves_nothing(library, folder, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("aleph_desktop.store.durable.os.fsync", full)
    with pytest.raises(KnownError, match="no room") as raised:
        await library.add_data(b"moon")
    assert raised.value.failure.kind is FailureKind.SPACE
    assert list(folder.iterdir()) == []
