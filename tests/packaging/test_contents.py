"""What is in a bundle, with its licences: of a small program that PyInstaller has really frozen."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from installers import contents
from installers.bill import write_bill
from installers.contents import native_libraries, python_distributions, read_libraries
from installers.manifest import refuse_second_copies, write_manifest
from installers.notices import write_notices
from installers.recipe import Recipe

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the names are Linux's")


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    """A program that needs h11, and h11 alone."""
    folder = tmp_path_factory.mktemp("frozen")
    script = folder / "aleph-desktop.py"
    script.write_text("import h11\nprint(h11.__version__)\n")
    command = [sys.executable, "-m", "PyInstaller", "--noupx", "--log-level", "ERROR"]
    command += ["--exclude-module", "typing_extensions"]  # h11 would take it if it is there
    command += ["--distpath", str(folder / "out"), "--workpath", str(folder / "work")]
    subprocess.run([*command, "--specpath", str(folder), str(script)], check=True)
    root = Path(__file__).parents[2]
    return Recipe(root, folder / "out", "1.2.3", "0123456789ab", 1770091506)


def names(recipe: Recipe) -> list[str]:
    found = python_distributions(recipe.bundle, recipe.program)
    return [distribution.metadata["Name"] for distribution in found]


def test_what_is_merely_installed_is_not_in_it(frozen: Recipe) -> None:
    assert names(frozen) == ["h11"]


def test_native_libraries_are_known(frozen: Recipe) -> None:
    assert "CPython" in {library.name for library in native_libraries(frozen.bundle)}


def test_a_strange_library_fails_the_build(frozen: Recipe) -> None:
    stranger = contents.inside(frozen.bundle) / "libstranger.so.1"
    stranger.touch()
    try:
        with pytest.raises(SystemExit, match=r"libstranger\.so\.1"):
            native_libraries(frozen.bundle)
    finally:
        stranger.unlink()


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("PySide6/Qt/lib/libavcodec.so.61", "FFmpeg (Qt Multimedia's)"),
        ("PySide6/avcodec-61.dll", "FFmpeg (Qt Multimedia's)"),
        ("av.libs/libavcodec-5e6b81c2.so.62.28.102", "FFmpeg (PyAV's)"),
        ("av.libs/avcodec-62-984de331.dll", "FFmpeg (PyAV's)"),
        ("av/.dylibs/libx264.165.dylib", "x264"),
        ("av.libs/libxcb-5ddf6756.so.1.1.0", "libxcb"),
        ("libxcb-cursor.so.0", "xcb-util"),
        ("PySide6/Qt/lib/libicudata.so.73", "ICU"),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "Qt"),
        ("PySide6/Qt/plugins/wayland-graphics-integration-client/libdrm-egl-server.so", "Qt"),
        ("av.libs/libdrm-b0291a67.so.2.4.0", "libdrm"),
        ("PySide6/QtCore.abi3.so", "PySide6"),
        ("python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so", "CPython"),
        ("VCRUNTIME140_1.dll", "Microsoft's C and C++ runtimes"),
        ("python311.dll", "CPython"),
        ("libcrypto-3.dll", "OpenSSL"),
    ],
)
def test_whose_a_library_is(place: str, name: str) -> None:
    assert next(each for each in read_libraries() if each.holds(place)).name == name


def test_every_librarys_text_is_there() -> None:
    texts = {library.text for library in read_libraries()} - {"python"}
    assert not [text for text in texts if not (contents.LICENCES / text).is_file()]


def test_the_licences_go_along(frozen: Recipe) -> None:
    write_notices(frozen)
    folder = contents.inside(frozen.bundle) / "licences"
    assert "MIT License" in (folder / "python" / "h11" / "LICENSE.txt").read_text()
    assert (folder / "Python.txt").is_file()
    assert (folder / "python" / "pyinstaller" / "COPYING.txt").is_file()
    assert not list(folder.rglob("*.py*"))
    assert "CPython: PSF-2.0" in (folder / "NATIVE.txt").read_text()
    for name in ("LICENSE", "THIRD_PARTY.md"):
        assert (folder / name).read_bytes() == (frozen.root / name).read_bytes()


def test_the_bill(frozen: Recipe, tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    for path in (first, second):
        write_bill(frozen, path)  # which has the library check it against CycloneDX's schema
    assert first.read_bytes() == second.read_bytes()
    bill = json.loads(first.read_text())
    assert bill["specVersion"] == "1.6"
    assert bill["metadata"]["timestamp"] == "2026-02-03T04:05:06+00:00"
    assert bill["metadata"]["component"]["version"] == "1.2.3"
    packages = [each for each in bill["components"] if "purl" in each]
    assert {each["name"]: each["licenses"] for each in packages} == {
        "h11": [{"expression": "MIT"}],
        "pyinstaller": [{"expression": "GPL-2.0-or-later WITH Bootloader-exception"}],
    }
    whole = next(each for each in bill["dependencies"] if each["ref"] == "aleph-desktop")
    assert {each["bom-ref"] for each in packages} <= set(whole["dependsOn"])


def test_the_manifest(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    (bundle / "b").write_bytes(b"words")
    (bundle / "a").symlink_to("b")
    path = tmp_path / "manifest.json"
    write_manifest(bundle, path)
    before = path.read_bytes()
    os.utime(bundle / "b", (1, 1))
    write_manifest(bundle, path)
    assert path.read_bytes() == before
    link, file = json.loads(before)["files"]
    assert link == {"path": "a", "link": "b"}
    digest = hashlib.sha256(b"words").hexdigest()
    assert file == {"path": "b", "size": 5, "sha256": digest}


def test_second_copies_fail_the_build(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_bytes(b"x" * 70_000)
        (tmp_path / f"small-{name}").write_bytes(b"x")
    with pytest.raises(SystemExit, match="a = b") as told:
        refuse_second_copies(tmp_path)
    assert "small" not in str(told.value)
    (tmp_path / "b").unlink()
    (tmp_path / "b").symlink_to("a")
    refuse_second_copies(tmp_path)
