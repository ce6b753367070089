"""The command line: every form in the README is understood."""

from pathlib import Path

import pytest

from aleph_desktop.app.arguments import parse
from aleph_desktop.app.exit_code import WORST_FIRST


def test_the_window_with_clips() -> None:
    found = parse(["--data-dir", "/d", "--demo", "a.mp4", "https://example.com/b.mp4"])
    assert found.command == "window"
    assert found.data_dir == Path("/d")
    assert found.demo
    assert found.clips == ("a.mp4", "https://example.com/b.mp4")


def test_edit_with_everything() -> None:
    found = parse(
        [
            "edit",
            "clip.mp4",
            "rain",
            "-o",
            "out.mp4",
            "--seed",
            "7",
            "--frame-size",
            "960:960",
            "--reference",
            "a.png",
            "--model",
            "m",
            "--api-base",
            "https://x.example.com",
            "--demo",
            "--json",
            "--data-dir",
            "/d",
        ]
    )
    assert found.command == "edit"
    assert (found.source, found.prompt, found.output) == ("clip.mp4", "rain", Path("out.mp4"))
    assert (found.seed, found.frame_size, found.references) == (7, "960:960", ("a.png",))
    assert (found.model, found.api_base, found.demo, found.json) == (
        "m",
        "https://x.example.com",
        True,
        True,
    )


def test_global_options_may_come_first() -> None:
    found = parse(["--data-dir", "/d", "--demo", "edit", "clip.mp4", "rain"])
    assert (found.command, found.demo, found.data_dir) == ("edit", True, Path("/d"))
    assert found.frame_size is None
    assert found.seed is None


def test_resume() -> None:
    found = parse(["--demo", "resume", "--json", "--data-dir", "/d", "--api-base", "http://x"])
    assert (found.command, found.demo, found.json) == ("resume", True, True)
    assert (found.data_dir, found.api_base) == (Path("/d"), "http://x")


def test_a_folder_may_be_called_as_a_command() -> None:
    found = parse(["--data-dir", "edit", "edit", "edit", "resume"])
    assert (found.command, found.data_dir) == ("edit", Path("edit"))
    assert (found.source, found.prompt) == ("edit", "resume")


def test_help_says_what_counts_of_several_failures(capsys) -> None:
    with pytest.raises(SystemExit):
        parse(["resume", "--help"])
    said = capsys.readouterr().out
    order = ", ".join(str(code) for code in WORST_FIRST)
    assert f"of several failures the first of these counts: {order}" in said


def test_a_clip_may_be_called_edit() -> None:
    assert parse(["./edit"]).clips == ("./edit",)


def test_the_demo_service() -> None:
    found = parse(["demo-service", "--port", "8123", "--speed", "20"])
    assert (found.command, found.port, found.speed) == ("demo-service", 8123, 20.0)


@pytest.mark.parametrize(
    "words",
    [
        ["edit"],
        ["edit", "clip.mp4"],
        ["resume", "clip.mp4"],
        ["edit", "clip.mp4", "rain", "--seed", "-1"],
        ["edit", "clip.mp4", "rain", "--seed", "x"],
        ["demo-service", "--speed", "0"],
        ["--wrong"],
    ],
)
def test_wrong_usage_ends_with_2(words, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(words)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_version_needs_nothing_else(capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(["--version"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("aleph_desktop 0.")
    assert "PySide6 6.11" in said
    assert "FFmpeg" in said
