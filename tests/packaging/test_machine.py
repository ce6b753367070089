"""What a bare Debian is found to miss, and the line that mends it."""

import os
from pathlib import Path

import machine
import pytest


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
    return tmp_path


def test_a_bare_system_misses_everything(bare: Path) -> None:
    packages = machine.missing(machine.NEEDS["test"], bare)
    assert {"libegl1", "libpulse0", "libxcb-cursor0", "xvfb", "openssl"} <= set(packages)
    assert packages == sorted(set(packages))


def test_what_the_tests_alone_need_is_not_asked_of_a_user(bare: Path) -> None:
    own = {"ffmpeg", "libenchant-2-2", "hunspell-en-us"}
    assert own <= set(machine.missing(machine.NEEDS["test"], bare))
    assert own <= set(machine.missing(machine.NEEDS["bench"], bare))
    assert not own & set(machine.missing(machine.NEEDS["window"], bare))


def test_what_is_there_is_not_asked_for(bare: Path) -> None:
    folder = bare / "usr" / "lib" / f"{os.uname().machine}-linux-gnu"
    folder.mkdir(parents=True)
    (folder / "libEGL.so.1").touch()
    (bare / "usr" / "share" / "fonts" / "truetype").mkdir(parents=True)
    packages = machine.missing(machine.NEEDS["window"], bare)
    assert "libegl1" not in packages
    assert "fonts-dejavu-core" not in packages
    assert "libgl1" in packages


def test_libraries_from_elsewhere_count(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bare / "libEGL.so.1").touch()
    monkeypatch.setenv("LD_LIBRARY_PATH", str(bare))
    assert "libegl1" not in machine.missing(machine.NEEDS["window"], bare)


def test_headless_needs_nothing(bare: Path) -> None:
    assert machine.missing(machine.NEEDS["nothing"], bare) == []


def test_venv_is_asked_for_when_ensurepip_is_missing(bare: Path) -> None:
    assert [name[-5:] for name in machine.venv_package(bare)] == ["-venv"]
    (bare / "ensurepip").mkdir()
    assert machine.venv_package(bare) == []


def test_a_user_is_told_the_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as stop:
        machine.provide(["libegl1", "xvfb"])
    assert stop.value.code == 2
    line = "sudo apt-get install -y --no-install-recommends libegl1 xvfb"
    assert line in capsys.readouterr().out
