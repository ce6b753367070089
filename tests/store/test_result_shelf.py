"""Results under their final names, on a real disk."""

import errno
import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.file_name import result_name
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.review import UNREVIEWED, Mark, Note, Review
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.store import durable
from aleph_desktop.store.result_shelf import ResultFolder
from aleph_desktop.store.sidecar import Sidecar, sidecar_path

pytestmark = pytest.mark.asyncio
SHELF = ResultFolder()
VIDEO = b"a video, as far as this room can tell" * 1000


def job(target: Path, job_id: str = "a1") -> Job:
    edit = Edit(ClipSource(SourceKind.FILE, "/clips/rabbit.mp4"), "night", "aleph")
    return Job(job_id, edit, 1.0, state=JobState.DOWNLOADING, result_path=str(target))


def part_of(target: Path, content: bytes = VIDEO) -> Path:
    part = target.with_name(target.name + ".part")
    part.write_bytes(content)
    part.with_name(part.name + ".tag").write_text("the server's mark")
    return part


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_result_gets_its_name_and_its_sidecar(tmp_path: Path) -> None:
    target = tmp_path / "x.mp4"
    assert not await SHELF.is_published(job(target))
    await SHELF.publish(job(target), part_of(target))
    assert names(tmp_path) == ["x.mp4", "x.mp4.json"]
    assert target.read_bytes() == VIDEO
    sidecar = Sidecar.parse(sidecar_path(target).read_bytes())
    assert sidecar.sha256 == hashlib.sha256(VIDEO).hexdigest()
    assert (sidecar.job_id, sidecar.size) == ("a1", len(VIDEO))
    assert await SHELF.is_published(job(target))
    assert not await SHELF.is_published(job(target, "another"))
    assert not await SHELF.is_published(replace(job(target), result_path=None))


@pytest.mark.parametrize("links", [True, False])
async def test_nothing_in_the_way_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(durable.os, "link", _no_links)
    outside = tmp_path / "outside"
    folder = tmp_path / "results"
    folder.mkdir()
    outside.write_bytes(b"the user's")
    for number, put in enumerate(
        (
            lambda path: path.write_bytes(b"the user's"),
            lambda path: path.symlink_to(outside),
            lambda path: path.symlink_to(folder / "nowhere"),
            lambda path: path.mkdir(),
        )
    ):
        target = folder / f"{number}.mp4"
        put(target)
        before = os.lstat(target)
        part = part_of(target)
        with pytest.raises(KnownError, match="is there already") as caught:
            await SHELF.publish(job(target), part)
        assert caught.value.failure.kind is FailureKind.DISK
        after = os.lstat(target)
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        assert part.read_bytes() == VIDEO
        other = await SHELF.free_name(target, [], resuming=True)
        assert other == folder / f"{number} 2.mp4"
        await SHELF.publish(job(other), part)
        assert other.read_bytes() == VIDEO
    assert outside.read_bytes() == b"the user's"


async def test_without_hard_links_it_is_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable.os, "link", _no_links)
    target = tmp_path / "x.mp4"
    await SHELF.publish(job(target), part_of(target))
    assert names(tmp_path) == ["x.mp4", "x.mp4.json"]


async def test_a_name_that_is_taken_in_the_last_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.mp4"
    link = os.link

    def late(*args: Path, **rest: bool) -> None:
        target.write_bytes(b"the user's")
        link(*args, **rest)

    monkeypatch.setattr(durable.os, "link", late)
    with pytest.raises(KnownError, match="is there already"):
        await SHELF.publish(job(target), part_of(target))
    assert target.read_bytes() == b"the user's"
    assert names(tmp_path) == ["x.mp4", "x.mp4.part", "x.mp4.part.tag"]


@pytest.mark.parametrize("step", ["sync_file", "write_file", "sync_folder", "move"])
@pytest.mark.parametrize("after", [False, True])
async def test_cut_off_at_any_step_it_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    target = tmp_path / "x.mp4"
    part = part_of(target)
    real = getattr(durable, step)

    def cut(*args: object) -> None:
        if after:
            real(*args)
        raise OSError(errno.EIO, "cut off")

    with monkeypatch.context() as patch:
        patch.setattr(f"aleph_desktop.store.result_shelf.{step}", cut)
        with pytest.raises(KnownError):
            await SHELF.publish(job(target), part)
    whole = target if target.exists() else part
    assert whole.read_bytes() == VIDEO
    assert await SHELF.is_published(job(target)) is target.exists()
    await SHELF.publish(job(target), part)
    assert target.read_bytes() == VIDEO
    assert names(tmp_path) == ["x.mp4", "x.mp4.json"]


async def test_between_link_and_unlink_both_names_are_the_result(tmp_path: Path) -> None:
    target = tmp_path / "x.mp4"
    part = part_of(target)
    await SHELF.publish(job(target), part)
    os.link(target, part)
    assert await SHELF.is_published(job(target))
    await SHELF.publish(job(target), part)
    assert names(tmp_path) == ["x.mp4", "x.mp4.json"]


async def test_another_results_sidecar_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "x.mp4"
    await SHELF.publish(job(target, "first"), part_of(target))
    target.rename(tmp_path / "moved.mp4")
    assert await SHELF.free_name(target, [], resuming=False) == target
    await SHELF.publish(job(target, "second"), part_of(target))
    assert names(tmp_path) == ["moved.mp4", "x.mp4", "x.mp4 2.json", "x.mp4.json"]
    assert Sidecar.parse((tmp_path / "x.mp4 2.json").read_bytes()).job_id == "first"


async def test_a_link_for_a_part_is_no_result(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"elsewhere")
    target = tmp_path / "x.mp4"
    part = target.with_name("x.mp4.part")
    part.symlink_to(secret)
    with pytest.raises(KnownError):
        await SHELF.publish(job(target), part)
    assert not target.exists()


async def test_free_names(tmp_path: Path) -> None:
    wanted = tmp_path / "Night.mp4"
    assert await SHELF.free_name(wanted, [], resuming=False) == wanted
    taken = [tmp_path / "night.MP4", tmp_path / "Night 2.mp4"]  # case may make no difference
    assert await SHELF.free_name(wanted, taken, resuming=False) == tmp_path / "Night 3.mp4"
    part_of(wanted)  # of another job, unless it is this one that goes on
    assert await SHELF.free_name(wanted, [], resuming=False) == tmp_path / "Night 2.mp4"
    assert await SHELF.free_name(wanted, [], resuming=True) == wanted
    wanted.symlink_to(tmp_path / "nowhere")
    assert await SHELF.free_name(wanted, [], resuming=True) == tmp_path / "Night 2.mp4"


@pytest.mark.parametrize(
    "source",
    ["../../x.mp4", "NUL", "CON.mp4", "con", "a" * 300, "abc\u202egnp.mp4", "..", "/", "\0", " . "],
)
async def test_any_name_stays_in_the_folder(tmp_path: Path, source: str) -> None:
    folder = tmp_path / "results"
    folder.mkdir()
    for prompt in ("", "../../etc/passwd \u202e \0 " + "b" * 300):
        wanted = folder / f"{result_name(source, prompt, None)}.mp4"
        target = await SHELF.free_name(wanted, [], resuming=False)
        await SHELF.publish(job(target), part_of(target))
        assert target.parent == folder
        assert target.read_bytes() == VIDEO
        assert target.stem.lower() not in ("con", "nul")
        assert target.name.isprintable()
    assert names(tmp_path) == ["results"]
    assert len(names(folder)) == 4


async def test_a_path_that_is_none_has_words(tmp_path: Path) -> None:
    target = tmp_path / "a\0b.mp4"
    with pytest.raises(KnownError, match="no name for a file"):
        await SHELF.publish(job(target), part_of(tmp_path / "x.mp4"))
    gone = tmp_path / "gone" / "x.mp4"
    with pytest.raises(KnownError, match="is not there"):
        await SHELF.publish(job(gone), gone.with_name("x.mp4.part"))


async def test_a_full_disk_is_of_its_own_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.mp4"
    part = part_of(target)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("aleph_desktop.store.result_shelf.write_file", full)
    with pytest.raises(KnownError, match="is full") as caught:
        await SHELF.publish(job(target), part)
    assert caught.value.failure.kind is FailureKind.SPACE
    assert part.read_bytes() == VIDEO


async def test_what_is_no_result_is_set_aside(tmp_path: Path) -> None:
    target = tmp_path / "x.mp4"
    first = await SHELF.set_aside(part_of(target, b"<html>"))
    second = await SHELF.set_aside(part_of(target, b"cut"))
    assert (first.name, second.name) == ("x (broken).mp4", "x (broken) 2.mp4")
    assert (first.read_bytes(), second.read_bytes()) == (b"<html>", b"cut")
    assert names(tmp_path) == ["x (broken) 2.mp4", "x (broken).mp4"]
    with pytest.raises(KnownError):
        await SHELF.set_aside(tmp_path / "gone.mp4.part")


async def test_what_nobody_waits_for_is_deleted(tmp_path: Path) -> None:
    part = part_of(tmp_path / "x.mp4")
    await SHELF.discard(part)
    await SHELF.discard(part)
    assert names(tmp_path) == []


async def test_missing_are_the_done_ones_whose_file_is_gone(tmp_path: Path) -> None:
    there = tmp_path / "there.mp4"
    there.write_bytes(b"x")
    (tmp_path / "folder.mp4").mkdir()
    loop = tmp_path / "loop.mp4"
    loop.symlink_to(loop)
    done = {
        name: replace(job(path, name), state=JobState.DONE)
        for name, path in {
            "there": there,
            "gone": tmp_path / "gone.mp4",
            "no disk": Path("/mnt/no such disk/x.mp4"),
            "folder": tmp_path / "folder.mp4",
            "under a file": there / "x.mp4",
            "no name": Path("a\0b"),
            "unknown": loop,  # the disk's own trouble says nothing of the file
        }.items()
    }
    live = job(tmp_path / "live.mp4", "live")
    nowhere = replace(live, id="nowhere", state=JobState.DONE, result_path=None)
    gone = {"gone", "no disk", "folder", "under a file", "no name", "nowhere"}
    assert await SHELF.missing([*done.values(), live, nowhere]) == gone


async def test_the_room_of_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    room = await SHELF.room(tmp_path / "not" / "yet")
    free = os.statvfs(tmp_path)
    assert room == pytest.approx(free.f_bavail * free.f_frsize, abs=500_000_000)
    assert room > 0


def _no_links(*_: object, **__: object) -> None:
    raise PermissionError(errno.EPERM, "no hard links here")


async def test_a_review_goes_into_the_sidecar_of_its_own_result(tmp_path: Path) -> None:
    target = tmp_path / "x.mp4"
    await SHELF.publish(job(target), part_of(target))
    before = Sidecar.parse(sidecar_path(target).read_bytes())
    assert before.review == UNREVIEWED
    review = Review(Mark.STAR, (Note(1.0, 1.0, "the ear"),))
    await SHELF.write_review(replace(job(target), review=review))
    assert Sidecar.parse(sidecar_path(target).read_bytes()) == replace(before, review=review)
    assert names(tmp_path) == ["x.mp4", "x.mp4.json"]
    await SHELF.write_review(replace(job(target, "another"), review=UNREVIEWED))
    target.unlink()
    await SHELF.write_review(job(target))  # the result is gone: what was said of it stays
    assert Sidecar.parse(sidecar_path(target).read_bytes()).review == review


async def test_a_review_that_is_fetched_again_is_beside_the_new_file(tmp_path: Path) -> None:
    target = tmp_path / "x.mp4"
    review = Review(Mark.REJECT)
    await SHELF.publish(replace(job(target), review=review), part_of(target))
    assert Sidecar.parse(sidecar_path(target).read_bytes()).review == review


async def test_a_review_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.mp4"
    await SHELF.publish(job(target), part_of(target))
    before = sidecar_path(target).read_bytes()
    monkeypatch.setattr(durable.os, "fsync", _full)
    with pytest.raises(KnownError) as caught:
        await SHELF.write_review(replace(job(target), review=Review(Mark.STAR)))
    assert caught.value.failure.kind is FailureKind.SPACE
    assert sidecar_path(target).read_bytes() == before
    assert names(tmp_path) == ["x.mp4", "x.mp4.json"]


def _full(_handle: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
