"""The doctor: a whole run as its user has it, and what each check says of what is broken."""

import ast
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from av.codec import codecs_available
from av.filter import filters_available

import aleph_desktop
from aleph_desktop.app.doctor import clips, disk, examination, screen, system
from aleph_desktop.app.doctor.finding import Finding, Verdict
from aleph_desktop.errors import KnownError
from aleph_desktop.settings.paths import Paths

PACKAGE = Path(aleph_desktop.__file__).parent
MAY_WARN = {"display", "sound", "keyring", "spelling", "notifications", "staying awake"}


def doctor(*options: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Without a display and a session bus."""
    absent = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS"}
    kept = {name: value for name, value in os.environ.items() if name not in absent}
    return subprocess.run(
        [sys.executable, "-m", "aleph_desktop", "doctor", *map(str, options)],
        env=kept | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def only(findings) -> Finding:
    (found,) = findings
    return found


def test_a_sound_installation(tmp_path: Path) -> None:
    key = "canary-key-5f3c9a"
    run = doctor("--json", "--data-dir", tmp_path / "data", AIMLAPI_API_KEY=key)
    assert (run.returncode, run.stderr) == (0, "")
    said = json.loads(run.stdout)
    assert said["ok"] is True
    checks = {check["name"]: check for check in said["checks"]}
    bad = {name for name, check in checks.items() if check["verdict"] != "ok"}
    assert bad <= MAY_WARN
    assert {"window system", "player", "proxy", "filters", "job list", "trust"} <= set(checks)
    assert "1280×720" in checks["player"]["words"]
    assert "25 frames" in checks["proxy"]["words"]
    assert "AIMLAPI_API_KEY is set" in checks["keyring"]["words"]
    assert all(check["remedy"] for name, check in checks.items() if name in bad)
    assert {"aleph_desktop", "commit", "Qt", "PySide6", "FFmpeg"} <= set(said["versions"])
    assert key not in run.stdout
    assert list(tmp_path.iterdir()) == []


def test_words_for_people_and_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run = doctor("--data-dir", tmp_path / "file" / "data")
    assert (run.returncode, run.stderr) == (2, "")
    assert "FAILED  data folder" in run.stdout
    assert " Start with another: --data-dir DIR.\n" in run.stdout
    assert run.stdout.endswith("Something that is needed doesn't work.\n")


def test_a_check_that_hangs_or_breaks_keeps_no_other_from_being_made(monkeypatch) -> None:
    monkeypatch.setattr(examination, "_PATIENCE", 0.05)
    end = threading.Event()

    def hangs() -> list[Finding]:
        end.wait()
        return []

    def breaks() -> list[Finding]:
        raise RuntimeError("out of order")

    def lacks() -> list[Finding]:
        raise ImportError("libEGL.so.1: cannot open shared object file")

    def refuses() -> list[Finding]:
        raise KnownError("No clip", "It is gone.", "Choose another.")

    found = only(examination._in_time("keyring", hangs))
    end.set()
    assert (found.verdict, found.name) == (Verdict.FAILED, "keyring")
    broken = only(examination._sheltered("clips", breaks))
    assert "RuntimeError: out of order" in broken.words
    known = only(examination._sheltered("clips", refuses))
    assert (known.words, known.remedy) == ("No clip: It is gone.", "Choose another.")
    missing = only(examination._sheltered("screen", lacks))
    assert "libEGL.so.1" in missing.words
    assert "Install what is named" in missing.remedy


def test_all_that_the_code_names_is_looked_for() -> None:
    """Words that are names of filters or encoders, in the rooms that use them."""
    words = {
        node.value
        for room in ("media", "demo")
        for source in (PACKAGE / room).rglob("*.py")
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    used = words & filters_available - {"identity", "monochrome"}  # of a matrix; of a prompt
    assert used - {"buffer"} <= set(clips.FILTERS)
    assert set(clips.FILTERS) <= used | {"buffer"}
    encoders = {"libx264", "libx265", "libaom-av1", "libsvtav1", "aac", "png", "mjpeg"}
    assert words & encoders & codecs_available <= set(clips.ENCODERS) | {"aac"}  # read, not made


def test_parts_of_ffmpeg_that_are_missing(monkeypatch) -> None:
    monkeypatch.setattr(clips, "FILTERS", ("scale", "no_such_filter"))
    monkeypatch.setattr(clips, "ENCODERS", ("no_such_encoder",))
    found = {finding.name: finding for finding in clips.check_codecs()}
    assert found["filters"].words == "FFmpeg lacks no_such_filter."
    assert found["encoders"].verdict is Verdict.FAILED
    assert found["decoders"].verdict is Verdict.OK


def test_a_platform_plugin_that_cannot_be_loaded(monkeypatch) -> None:
    monkeypatch.setitem(screen._PLATFORMS, sys.platform, {"xcb": "libnothing.so"})
    found = only(screen._check_platforms("offscreen"))
    assert found.verdict is Verdict.FAILED
    assert "xcb (" in found.words


@pytest.mark.parametrize(
    ("environ", "used"),
    [
        ({"DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "w"}, "wayland"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, "xcb"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w", "XDG_SESSION_TYPE": "wayland"}, "wayland"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is one")
def test_the_platform_that_qt_would_choose(monkeypatch, environ, used) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert screen._used(None) == used


def test_a_disk_with_little_room(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(disk, "_LITTLE", 1 << 62)
    found = {finding.name: finding for finding in disk.check_folders(Paths.find(tmp_path))}
    assert {finding.verdict for finding in found.values()} == {Verdict.WARNING}
    assert "Make room" in found["results folder"].remedy


def test_a_company_s_one_root(tmp_path: Path, monkeypatch) -> None:
    key, root = tmp_path / "key.pem", tmp_path / "root.pem"
    new = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    made = [*new, "-nodes", "-subj", "/CN=Company", "-keyout", str(key), "-out", str(root)]
    subprocess.run(made, check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(root))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    assert only(system.check_trust()).words.startswith("Roots that the system trusts: 1. ")


def test_no_root_at_all(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "root.pem").touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    found = only(system.check_trust())
    assert found.verdict is Verdict.FAILED
    assert "ca-certificates" in found.remedy
