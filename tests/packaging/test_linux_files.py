"""The entry, the icon, the description and the manual, by the desktops' own tools."""

import configparser
import gzip
import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml
from installers.linux_files import lay_out
from installers.recipe import APP_ID, Recipe
from PIL import Image

from aleph_desktop.app.arguments import SUBCOMMANDS
from aleph_desktop.settings import paths
from aleph_desktop.ui.clip_sort import CLIP_SUFFIXES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux desktops'")


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("linux") / "share"
    root = Path(__file__).parents[2]
    lay_out(Recipe(root, folder, "1.2.3", "0123456789ab", 1770091506), folder)
    return folder


@pytest.fixture
def entry(share: Path) -> configparser.SectionProxy:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(share / "applications" / f"{APP_ID}.desktop")
    return read["Desktop Entry"]


def test_one_name_for_the_desktop() -> None:
    assert paths.APP_ID == APP_ID


def test_every_kind_of_clip_is_known(entry: configparser.SectionProxy) -> None:
    """By the system's own table of kinds: what the app opens can be opened with it."""
    listed = set(entry["MimeType"].strip(";").split(";"))
    table = Path("/usr/share/mime/globs2")
    if not table.exists():
        pytest.skip("there is no shared-mime-info")
    kinds: dict[str, set[str]] = {}
    for line in table.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            _, kind, pattern = line.split(":")[:3]
            kinds.setdefault(pattern, set()).add(kind)
    unknown = [suffix for suffix in CLIP_SUFFIXES if not kinds.get(f"*{suffix}", set()) & listed]
    assert unknown == []


def test_the_entry_takes_files_and_urls(entry: configparser.SectionProxy) -> None:
    assert entry["Exec"] == "aleph-desktop %U"
    assert entry["Icon"] == APP_ID


@pytest.fixture
def described(share: Path) -> ET.Element:
    file = share / "metainfo" / f"{APP_ID}.metainfo.xml"
    return ET.parse(file).getroot()  # noqa: S314 - our own


def test_the_description_has_this_version(described: ET.Element) -> None:
    release = described.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": "1.2.3", "date": "2026-02-03"}
    assert described.findtext("launchable") == f"{APP_ID}.desktop"


def test_both_list_the_same_kinds(described: ET.Element, entry: configparser.SectionProxy) -> None:
    told = [kind.text for kind in described.findall("provides/mediatype")]
    assert told == entry["MimeType"].strip(";").split(";")


@pytest.mark.parametrize("size", [16, 22, 24, 32, 48, 64, 96, 128, 256, 512])
def test_icons_are_of_their_size_and_show_something(share: Path, size: int) -> None:
    file = share / "icons/hicolor" / f"{size}x{size}" / "apps" / f"{APP_ID}.png"
    image = Image.open(io.BytesIO(file.read_bytes()))
    assert image.size == (size, size)
    assert len(image.getcolors(size * size)) > 3


def manual(share: Path) -> str:
    return gzip.decompress((share / "man/man1/aleph-desktop.1.gz").read_bytes()).decode()


def test_the_manual_has_every_option_and_no_other(share: Path) -> None:
    told = set(re.findall(r"\bFl -([a-z][a-z-]*)", manual(share)))
    there = set()
    for command in ("", *SUBCOMMANDS):
        words = [sys.executable, "-m", "aleph_desktop", *command.split(), "--help"]
        said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        there |= set(re.findall(r"(?<![\w-])--([a-z][a-z-]*)", said))
    assert told == there
    for command in SUBCOMMANDS:
        assert f".Cm {command}" in manual(share)


def test_the_flatpak_is_the_same_app(root: Path) -> None:
    text = (root / "packaging/linux" / f"{APP_ID}.yml").read_text("utf-8")
    manifest = yaml.safe_load(text)
    assert manifest["app-id"] == APP_ID
    assert manifest["command"] == "aleph-desktop"
    assert not [word for word in manifest["finish-args"] if "filesystem=h" in word]  # not all files
