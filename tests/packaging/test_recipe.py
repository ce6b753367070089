"""The version stands once; commit and date come from git, or are told."""

import subprocess
import tomllib
from pathlib import Path

import pytest
from installers.recipe import read_recipe

from aleph_desktop.app.version import versions
from aleph_desktop.build import this_build


@pytest.fixture(autouse=True)
def _no_date_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    words = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    date = {"GIT_COMMITTER_DATE": "2026-02-03T04:05:06Z", "PATH": "/usr/bin:/bin"}
    for command in (["init", "-q"], ["add", "."], [*words, "commit", "-qm", "first"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], env=date, check=True)
    return tmp_path


def test_what_git_knows(checkout: Path) -> None:
    recipe = read_recipe(checkout, checkout / "dist")
    assert (recipe.version, recipe.date, recipe.epoch) == ("1.2.3", "2026-02-03", 1770091506)
    assert len(recipe.commit) == 12
    assert recipe.bundle == checkout / "dist" / "aleph-desktop"


def test_changes_are_told(checkout: Path) -> None:
    (checkout / "pyproject.toml").write_text('[project]\nversion = "1.2.4"\n')
    assert read_recipe(checkout, checkout).commit.endswith("-changed")


def test_a_date_that_is_told_wins(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert read_recipe(checkout, checkout).date == "1970-01-02"


def test_without_any_date_nothing_is_built(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    with pytest.raises(SystemExit, match="SOURCE_DATE_EPOCH"):
        read_recipe(tmp_path, tmp_path)


def test_the_version_stands_once(root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert this_build().version == version
    first, second = versions().splitlines()
    assert first.startswith(f"aleph_desktop {version}")
    assert all(name in second for name in ("Python ", "Qt ", "PySide6 ", "PyAV ", "FFmpeg "))
    places = subprocess.run(
        ["git", "-C", str(root), "grep", "-lF", f'"{version}"', "--", "*.py", "*.toml", "*.iss"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    assert [place for place in places if not place.startswith("tests/")] == ["pyproject.toml"]
