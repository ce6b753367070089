"""The packages' weight: what is counted, and as part of what."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def size(load: Callable[[str], ModuleType]) -> ModuleType:
    return load("bench/package_size.py")


def test_a_links_target_counts_once(size: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("a/file")
    assert size.sizes(tmp_path) == {"a/file": 5}


@pytest.mark.parametrize(
    ("place", "part"),
    [
        ("aleph-desktop", "the program, with all Python modules"),
        ("_internal/libpython3.11.so.1.0", "Python and libraries beside it"),
        ("_internal/PySide6/Qt/lib/libQt6Core.so.6", "PySide6/Qt/lib"),
        ("_internal/PySide6/QtCore.abi3.so", "PySide6, the bindings"),
        ("_internal/av.libs/libx265.so", "av.libs"),
    ],
)
def test_what_a_file_is_part_of(size: ModuleType, place: str, part: str) -> None:
    assert size.component(place) == part
    assert size.largest({place: 3, "_internal/av/a.so": 2}, 1) == [(part, 3)]


@pytest.mark.skipif(shutil.which("xz") is None, reason="there is no xz")
def test_more_that_is_new_packs_to_more(size: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(range(256)) * 40)
    before = size.packed(tmp_path)
    (tmp_path / "b").write_bytes(Path(sys.executable).read_bytes()[:500_000])
    assert size.packed(tmp_path) > before > 0


def test_our_own_list_trims_the_bare_program(load: Callable[[str], ModuleType]) -> None:
    trim = load("bench/package_trim.py")
    patterns = trim.dropped()
    assert "PySide6/**/translations/*" in patterns
    assert trim.goes("PySide6/Qt/translations/qt_de.qm", patterns)
    assert trim.goes("libstdc++.so.6", patterns)
    assert not trim.goes("libxcb-cursor.so.0", patterns)
    assert not trim.goes("PySide6/Qt/lib/libQt6Quick.so.6", patterns)


def test_without_a_build_it_says_what_to_do(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "packaging", tmp_path / "packaging")
    command = [sys.executable, str(tmp_path / "packaging" / "bench"), "package"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "packaging/dev.py package" in answer.stderr
    assert answer.returncode == 0, answer.stderr
