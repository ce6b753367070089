"""What a second start brings: read strictly, and anything else does no harm."""

import json
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.app.handover import LIMIT, Handover, decode, socket_name
from aleph_desktop.app.instance import WindowLock
from aleph_desktop.app.reception import Reception


def message(body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + body


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
    ),
    st.booleans(),
)
def test_what_was_encoded_comes_back_and_not_before_it_is_whole(clips, sample) -> None:
    sent = Handover(tuple(clips), sample, "token")
    data = sent.encode()
    assert decode(data) == sent
    assert decode(data[:-1]) is None
    assert decode(data[:3]) is None


@given(st.binary())
def test_any_bytes_are_refused_or_wait_for_more(data) -> None:
    """Only a ValueError is caught where it is read."""
    for whole in (data, message(data)):
        with suppress(ValueError):
            assert decode(whole) is None


GOOD = {"clips": ["/a.mp4"], "sample": False, "token": ""}


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {},
        GOOD | {"more": 1},
        GOOD | {"clips": "/a.mp4"},
        GOOD | {"clips": [1]},
        GOOD | {"clips": [""]},
        GOOD | {"clips": ["a\0b"]},
        GOOD | {"clips": ["\ud800"]},
        GOOD | {"sample": 1},
        GOOD | {"token": None},
        GOOD | {"token": "a\0b"},
    ],
)
def test_other_shapes_are_refused(wrong) -> None:
    assert decode(message(json.dumps(GOOD).encode())) == Handover(("/a.mp4",))
    with pytest.raises(ValueError):  # noqa: PT011 - which words doesn't matter
        decode(message(json.dumps(wrong).encode()))


def test_relative_paths_are_this_process_s_own(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    environ = {"XDG_ACTIVATION_TOKEN": "t"}
    found = Handover.of(("a.mp4", "/b.mp4", "https://example.com/c.mp4"), True, environ)
    clips = (str(tmp_path / "a.mp4"), "/b.mp4", "https://example.com/c.mp4")
    assert found == Handover(clips, True, "t")


def test_each_folder_has_its_own_name(tmp_path) -> None:
    long = tmp_path / ("x" * 200)
    names = {socket_name(tmp_path / "a"), socket_name(tmp_path / "b"), socket_name(long)}
    assert len(names) == 3
    assert all(len(name) < 100 for name in names)


def test_the_lock_is_one_s_alone_until_it_is_given_up(tmp_path) -> None:
    first, second = WindowLock(tmp_path), WindowLock(tmp_path)
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


def test_a_folder_that_is_not_there_counts_as_ours(tmp_path) -> None:
    """What is wrong with it is said in the window."""
    assert WindowLock(tmp_path / "gone").take()


@pytest.fixture
def reception(qapp, tmp_path) -> Iterator[SimpleNamespace]:
    """Open, with what it took, and a way to knock."""
    taken: list[Handover] = []
    room = Reception()
    room.handed_over.connect(taken.append)
    room.open(tmp_path)

    def knock() -> socket.socket:
        visitor = socket.socket(socket.AF_UNIX)
        visitor.settimeout(10)
        visitor.connect(socket_name(tmp_path))
        return visitor

    yield SimpleNamespace(room=room, taken=taken, knock=knock)
    room.close()


unix = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="a socket of Unix")


def drained(visitor: socket.socket, until: Callable[[Callable[[], object]], None]) -> bytes:
    """What it is answered, once the other side has hung up."""
    visitor.setblocking(False)
    answer = []

    def has_ended() -> bool:
        try:
            piece = visitor.recv(100)
        except BlockingIOError:
            return False
        except ConnectionResetError:
            return True
        answer.append(piece)
        return not piece

    until(has_ended)
    visitor.close()
    return b"".join(answer)


@unix
def test_it_is_taken_once_and_answered(reception, qtbot) -> None:
    visitor = reception.knock()
    data = Handover(("/a.mp4",)).encode()
    visitor.send(data[:7])
    qtbot.wait(20)
    visitor.send(data[7:])
    assert drained(visitor, qtbot.waitUntil) == b"ok\n"
    assert reception.taken == [Handover(("/a.mp4",))]


@unix
@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        message(b"{}"),
        message(b"\xff\xfe"),
        message(b"[" * 100_000),
        (LIMIT + 1).to_bytes(4, "big"),
        bytes(4),
    ],
)
def test_garbage_is_shown_the_door(reception, qtbot, caplog, garbage) -> None:
    visitor = reception.knock()
    visitor.sendall(garbage)
    assert drained(visitor, qtbot.waitUntil) == b""
    assert reception.taken == []
    assert "no handover" in caplog.text
    good = reception.knock()
    good.send(Handover(sample=True).encode())
    assert drained(good, qtbot.waitUntil) == b"ok\n"
    assert reception.taken == [Handover(sample=True)]


@unix
def test_it_is_for_this_user_only_and_a_stale_one_is_replaced(qapp, tmp_path) -> None:
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(socket_name(tmp_path))
    stale.close()  # as after kill -9: the name stays
    room = Reception()
    room.open(tmp_path)
    path = Path(socket_name(tmp_path))
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    room.close()
    assert not path.exists()


@unix
def test_where_it_cannot_listen_it_says_so_and_goes_on(qapp, tmp_path, caplog) -> None:
    Path(socket_name(tmp_path)).mkdir()
    Reception().open(tmp_path)
    assert "can't reach this window" in caplog.text
