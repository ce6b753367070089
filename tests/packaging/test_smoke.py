"""The smoke test's judgement: what is stray, what is foreign, what has changed."""

from pathlib import Path

import pytest
from smoke.bundle import changes, fingerprint, foreign
from smoke.words import JOB, PREPARING, VERSION, events, stray, troubles


def test_a_good_run_has_nothing_stray() -> None:
    version = (
        "aleph_desktop 0.1.0 (commit 0123456789ab-changed, 2026-11-22)\n"
        "Python 3.11.7, Qt 6.11.3, PySide6 6.11.3, PyAV 18.1.0 with FFmpeg 8.1.2\n"
    )
    assert stray(version, VERSION) == []
    job = (
        "queued\npreparing 10 % of 125 frames\nwaiting (queued)\n"
        "clip.mp4 3e8760b1: downloading 100 % of 1035795 bytes\n1 done\n"
    )
    assert stray(job, JOB) == []


@pytest.mark.parametrize(
    "line",
    [
        "libva info: VA-API version 1.17.0",
        "qt.multimedia.ffmpeg: Using Qt multimedia with FFmpeg version 7.1.5",
        "QObject::~QObject: Timers cannot be stopped from another thread",
        "Traceback (most recent call last):",
        "[PYI-4242:ERROR] Failed to load Python shared library",
        "preparing 10 % of 125 frames, and more",
    ],
)
def test_stray_lines(line: str) -> None:
    said = f"10 % of 125 frames\n{line}\n20 % of 125 frames\n"
    assert stray(said, (*PREPARING, *JOB)) == [line]
    assert stray(said.splitlines()[0], PREPARING) == []


def test_a_version_without_its_commit_is_no_build() -> None:
    assert stray("aleph_desktop 0.1.0 (2026-11-22)", VERSION) != []


def test_events_are_those_of_a_good_run() -> None:
    assert events('{"event": "state"}\n{"event": "done", "result": "x"}\n')[-1]["result"] == "x"
    for wrong in ('{"event": "failed"}', '{"no": "event"}', "[]", "words"):
        with pytest.raises(ValueError, match=r".+"):
            events(wrong)


def test_what_a_log_may_hold() -> None:
    fine = "2026-11-22 20:00:00,123 INFO aleph_desktop.jobs: job ended\n"
    trace = "2026-11-22 20:00:00,124 ERROR aleph_desktop: bug\nTraceback\n"
    assert troubles(fine) == []
    assert troubles(fine + trace) == trace.splitlines()


def test_libraries_from_elsewhere(tmp_path: Path) -> None:
    bundle = tmp_path / "app"
    (bundle / "_internal").mkdir(parents=True)
    (bundle / "_internal" / "libxcb-util.so.1").touch()
    lines = {
        f"{bundle}/_internal/libQt6Core.so.6": False,
        "/usr/lib/x86_64-linux-gnu/libX11.so.6": False,
        "/usr/share/fonts/dejavu/DejaVuSans.ttf": False,
        "/usr/lib/x86_64-linux-gnu/libQt6Core.so.6": True,
        "/usr/lib/x86_64-linux-gnu/libxcb-util.so.1": True,
        "/usr/lib/x86_64-linux-gnu/libavcodec.so.59": True,
        "/usr/lib/python3/dist-packages/numpy/core.so": True,
        "/usr/lib/x86_64-linux-gnu/qt6/plugins/styles/libbreeze.so": True,
    }
    maps = "".join(f"7f00-7f01 r-xp 00000000 fe:00 1234   {name}\n" for name in lines)
    maps += "7ffd-7ffe rw-p 00000000 00:00 0   [stack]\n7f02-7f03 rw-p 00000000 00:00 0\n"
    assert foreign(maps, bundle) == sorted(name for name, is_foreign in lines.items() if is_foreign)


def test_what_has_changed(tmp_path: Path) -> None:
    for name in ("kept", "changed", "gone", "mode"):
        (tmp_path / name).write_text(name)
    before = fingerprint(tmp_path)
    (tmp_path / "changed").write_text("other")
    (tmp_path / "gone").unlink()
    (tmp_path / "mode").chmod(0o700)
    (tmp_path / "__pycache__").mkdir()
    assert changes(before, fingerprint(tmp_path)) == ["__pycache__", "changed", "gone", "mode"]
    assert changes(before, before) == []
