"""A job's owner: alive while its process is, however that ends."""

import signal
import subprocess
import sys
from pathlib import Path

from aleph_desktop.store.lease import Lease

PROGRAM = """
import sys
from pathlib import Path
from aleph_desktop.store.lease import Lease
lease = Lease(Path(sys.argv[1]))
print(lease.id, flush=True)
sys.stdin.read()
"""


def test_alive_until_killed(tmp_path: Path) -> None:
    mine = Lease(tmp_path)
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        other = child.stdout.readline().strip()
        assert mine.is_alive(other)
        assert mine.is_alive(mine.id)
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert not mine.is_alive(other)
    assert not (tmp_path / f"{other}.lock").exists()  # nothing piles up
    mine.release()


def test_released_is_gone(tmp_path: Path) -> None:
    one, other = Lease(tmp_path), Lease(tmp_path)
    assert one.is_alive(other.id)
    other.release()
    assert not one.is_alive(other.id)
    assert not one.is_alive("never-was")
    assert not one.is_alive("")
    one.release()
    assert list(tmp_path.iterdir()) == []


def test_others_are_those_that_are_alive(tmp_path: Path) -> None:
    one = Lease(tmp_path)
    assert not one.others()
    other, ended = Lease(tmp_path), Lease(tmp_path)
    ended._file.close()  # as a kill does
    assert one.others()
    other.release()
    assert not one.others()
    assert [path.stem for path in tmp_path.iterdir()] == [one.id]
    one.release()
