"""The Debian package and the tarball, made from a small stand-in for the frozen program."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from email.parser import Parser
from pathlib import Path

import pytest
from installers.deb import build_deb, changelog, control_file
from installers.recipe import APP_ID, Recipe
from installers.tarball import build_tarball

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="dpkg is Linux's")


@pytest.fixture
def recipe(root: Path, tmp_path: Path) -> Recipe:
    recipe = Recipe(root, tmp_path / "out", "1.2.3", "0123456789ab", 1770091506)
    inside = recipe.bundle / "_internal"
    inside.mkdir(parents=True)
    shutil.copy("/bin/ls", recipe.bundle / "aleph-desktop")  # links libselinux
    library = Path("/usr/lib") / f"{os.uname().machine}-linux-gnu" / "libxcb-cursor.so.0"
    shutil.copy(library, inside)
    (inside / "data.txt").write_text("data")
    return recipe


def said(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_package(recipe: Recipe, tmp_path: Path) -> None:
    package = build_deb(recipe, tmp_path)
    fields = Parser().parsestr(said("dpkg-deb", "--field", package))
    assert fields["Version"] == "1.2.3"
    needed = {entry.split(" ")[0] for entry in fields["Depends"].split(", ")}
    assert {"libc6", "libselinux1", "ca-certificates"} <= needed
    files = {line.split()[5]: line.split() for line in said("dpkg-deb", "-c", package).splitlines()}
    assert files["./usr/bin/aleph-desktop"][-1] == "../lib/aleph-desktop/aleph-desktop"
    assert files["./usr/lib/aleph-desktop/aleph-desktop"][0] == "-rwxr-xr-x"
    assert files["./usr/lib/aleph-desktop/_internal/data.txt"][0] == "-rw-r--r--"
    # what Debian has comes from Debian
    assert "./usr/lib/aleph-desktop/_internal/libxcb-cursor.so.0" not in files
    assert f"./usr/share/applications/{APP_ID}.desktop" in files
    assert f"./usr/share/icons/hicolor/48x48/apps/{APP_ID}.png" in files
    assert {name for name in files if not name.startswith("./usr/")} == {"./"}
    assert {entry[1] for entry in files.values()} == {"root/root"}


def test_the_same_bytes_from_the_same_files(recipe: Recipe, tmp_path: Path) -> None:
    def both(name: str) -> list[bytes]:
        work = tmp_path / name
        work.mkdir()
        packed = [build(recipe, work).read_bytes() for build in (build_deb, build_tarball)]
        for file in recipe.bundle.rglob("*"):
            os.utime(file)  # another build writes the same files later
        return packed

    assert both("first") == both("second")


def test_a_library_that_nobody_brings_fails_the_build(recipe: Recipe, tmp_path: Path) -> None:
    """Its own needs are in no folder of the program and in no package of this system."""
    cursor = recipe.bundle / "_internal" / "libstranger.so.0"
    found = (recipe.bundle / "_internal" / "libxcb-cursor.so.0").read_bytes()
    cursor.write_bytes(found.replace(b"libxcb-image.so.0", b"libxcb-stran.so.0"))
    with pytest.raises(SystemExit, match="dpkg-shlibdeps failed"):
        build_deb(recipe, tmp_path)


def test_the_tarball_runs_from_its_folder(recipe: Recipe, tmp_path: Path) -> None:
    package = build_tarball(recipe, tmp_path)
    place = tmp_path / "some where"
    place.mkdir()
    subprocess.run(["tar", "-xf", package, "-C", place], check=True)
    (folder,) = place.iterdir()
    assert folder.name == f"aleph-desktop-1.2.3-linux-{os.uname().machine}"
    for link in (
        "AppRun",
        "usr/bin/aleph-desktop",
        f"{APP_ID}.desktop",
        f"{APP_ID}.png",
        ".DirIcon",
    ):
        assert (folder / link).is_symlink()
        assert (folder / link).resolve().is_file()
    assert said(folder / "AppRun", "--version").startswith("ls ")


def test_words(recipe: Recipe) -> None:
    control = Parser().parsestr(control_file(recipe, "amd64", "libc6", 7))
    assert (control["Installed-Size"], control["Depends"]) == ("7", "libc6")
    assert "\n .\n" in control["Description"]  # an empty line, as Debian writes it
    lines = changelog(replace(recipe, commit="")).splitlines()
    assert lines[0] == "aleph-desktop (1.2.3) stable; urgency=medium"
    assert lines[-1].endswith("  Tue, 03 Feb 2026 04:05:06 +0000")
