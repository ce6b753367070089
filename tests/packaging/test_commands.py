"""dev.py from outside: what it starts, and what it says."""

import subprocess
import sys
from pathlib import Path

import dev
import pytest


def call(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", str(root / "packaging" / "dev.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command(root: Path) -> None:
    answer = call(root, "--help")
    assert answer.returncode == 0
    for command in dev.COMMANDS:
        assert f"\n  {command} " in answer.stdout


@pytest.mark.parametrize("arguments", [(), ("tset",)])
def test_no_or_a_wrong_command_is_a_usage_error(root: Path, arguments: tuple[str, ...]) -> None:
    assert call(root, *arguments).returncode == 2


def test_headless_command(root: Path, tmp_path: Path) -> None:
    result, picture = tmp_path / "a.mp4", tmp_path / "a.png"
    command = dev.headless("py", result, picture, ["--seed", "7"])
    assert command[:4] == ["py", "-m", "aleph_desktop", "edit"]
    assert Path(command[4]) == root / "resources" / "sample" / "bigbuckbunny.mp4"
    assert Path(command[4]).is_file()
    assert command[5].startswith("Turn the scene to a moonlit night")
    rest = ["--demo", "-o", str(result), "--picture", str(picture), "--seed", "7"]
    assert command[6:] == rest


def test_fresh_names_write_over_nothing(tmp_path: Path) -> None:
    assert dev.fresh_names(tmp_path)[0].name == "sample-1.mp4"
    (tmp_path / "sample-1.mp4").touch()
    (tmp_path / "sample-2.png").touch()
    names = [name.name for name in dev.fresh_names(tmp_path)]
    assert names == ["sample-3.mp4", "sample-3.png"]


class FakeEnvironment:
    python = "py"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that `run` would start, with nothing installed."""
    commands: list[list[str]] = []

    def start(command: list[str]) -> int:
        commands.append(command)
        return 0

    monkeypatch.setattr(dev, "_ready", lambda *_, **__: None)
    monkeypatch.setattr(dev, "Environment", lambda _: FakeEnvironment())
    monkeypatch.setattr(dev, "_become", start)
    monkeypatch.setattr(dev, "_wait", start)
    return commands


def test_run_opens_the_app_where_there_is_a_display(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "has_display", lambda _: True)
    dev.run(["clip.mp4"])
    assert started == [["py", "-m", "aleph_desktop", "--demo", "--sample", "clip.mp4"]]


def test_run_says_where_the_result_is(
    started: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    result, picture = tmp_path / "a.mp4", tmp_path / "a.png"
    result.touch()
    picture.touch()
    monkeypatch.setattr(dev, "has_display", lambda _: False)
    monkeypatch.setattr(dev, "fresh_names", lambda _: (result, picture))
    dev.run([])
    assert started[0][3] == "edit"
    said = capsys.readouterr().out
    assert f"Result: {result}" in said
    assert f"Side by side: {picture}" in said


def test_exit_code_is_the_programs(root: Path) -> None:
    wait = "import dev, sys; sys.exit(dev._wait([sys.executable, '-c', 'raise SystemExit(3)']))"
    path = str(root / "packaging")
    assert subprocess.run([sys.executable, "-c", wait], cwd=path, check=False).returncode == 3
