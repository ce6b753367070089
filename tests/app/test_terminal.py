"""A windowed program on Windows: without any standard stream. Here, with all three closed."""

import subprocess
import sys
from pathlib import Path

import pytest

from aleph_desktop.app.demo_process import own_command

_WITHOUT = """
import sys
sys.stdin = sys.stdout = sys.stderr = None
sys.argv = ["aleph-desktop", *sys.argv[1:]]
from aleph_desktop.app.main import main
sys.exit(main())
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The program without streams: what else writes to them is seen."""
    return subprocess.run(
        [sys.executable, "-c", _WITHOUT, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["--no-such-option"], 2),
        (["probe", "missing.mp4"], 2),
        (["edit", "--help"], 0),
    ],
)
def test_the_exit_code_is_told_all_the_same(arguments: list[str], code: int) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")


def test_a_job_is_done_all_the_same(tmp_path: Path, bunny: Path) -> None:
    result = tmp_path / "result.mp4"
    place = ["--data-dir", str(tmp_path / "data"), "--demo"]
    done = run("edit", str(bunny), "A night", *place, "-o", str(result))
    assert (done.returncode, done.stderr) == (0, "")
    assert result.stat().st_size > 10_000


def test_a_folder_that_cant_be_made_ends_the_window_with_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert run("--data-dir", str(tmp_path / "file" / "data")).returncode == 2


@pytest.mark.parametrize(
    ("platform", "name"),
    [
        ("linux", "aleph-desktop"),
        ("darwin", "aleph-desktop"),
        ("win32", "aleph-desktop-console.exe"),
    ],
)
def test_the_frozen_program_starts_its_kind_with_streams(
    monkeypatch: pytest.MonkeyPatch, platform: str, name: str
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(Path("place/aleph-desktop")))
    assert own_command(platform) == [str(Path("place") / name)]
