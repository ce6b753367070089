"""The report: enough to mend the app by, and nothing that is nobody's business."""

from pathlib import Path

from aleph_desktop.app.log import WINDOW_LOG
from aleph_desktop.app.problem_report import LINES, Mistakes, report_text
from aleph_desktop.domain.api_key import ApiKey

CANARY = "sk-canary-5566778899"
SIGNED = "https://cdn.example.com/r.mp4?Signature=canary-signature"


def test_it_says_what_where_and_how(tmp_path) -> None:
    (tmp_path / WINDOW_LOG).write_text("".join(f"line {n}\n" for n in range(100)))
    crash = tmp_path / "crash-1.txt"
    crash.write_text("Fatal Python error: Segmentation fault")
    text = report_text(Mistakes(2, "Traceback: ValueError: x", crash), tmp_path, "xcb")
    for part in (
        *("aleph_desktop 0.", "Qt 6.", "window system xcb", "made 2 mistakes"),
        *("ValueError: x", "crash-1.txt", "Segmentation fault", "line 99", f"line {100 - LINES}"),
    ):
        assert part in text
    assert f"line {99 - LINES}\n" not in text


def test_no_secrets_and_no_home(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    ApiKey(CANARY)
    (tmp_path / WINDOW_LOG).write_text(f"{CANARY} {SIGNED} {Path.home()}/films/a.mp4")
    text = report_text(Mistakes(1, f"{CANARY} {SIGNED} {tmp_path}/x.py"), tmp_path, "xcb")
    assert "canary" not in text
    assert str(tmp_path) not in text
    assert "~/films/a.mp4" in text
    assert "~/x.py" in text


def test_a_recursion_without_end_is_cut(tmp_path) -> None:
    text = report_text(Mistakes(1, "begin " + "x" * 1_000_000 + " end"), tmp_path, "xcb")
    assert len(text) < 25_000
    assert "begin x" in text
    assert "x end" in text


def test_a_crash_file_that_is_gone_is_survived(tmp_path) -> None:
    assert "can't be read" in report_text(Mistakes(crash=tmp_path / "gone.txt"), tmp_path, "xcb")
