"""What a reel took is given back when it goes: in a process of its own, by the system's count."""

import subprocess
import sys

import pytest

from aleph_desktop.resources import resource

_CHILD = """
import sys
from pathlib import Path
from aleph_desktop.app.memory import return_frames
from aleph_desktop.media.reel import load_reel

def resident():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 // 1_000_000

return_frames()
found = []
for _ in range(4):
    reel = load_reel(Path(sys.argv[1]), 5.0, 1280 * 720, 10**9, lambda: False)
    found.append(resident())
del reel
print(*found, resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells how much is taken")
def test_reels_that_are_gone_take_no_memory() -> None:
    command = [sys.executable, "-c", _CHILD, str(resource("sample", "bigbuckbunny.mp4"))]
    run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    *_, before, last, after = map(int, run.stdout.split())
    assert last < before * 1.2  # it doesn't grow with each
    assert after < last - 80  # a reel of the sample takes 173 MB; some of it is kept for the next
