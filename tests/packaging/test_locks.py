"""The locks: complete, hashed, and bound to no address."""

import re
import tomllib
from pathlib import Path

import pytest

LOCKS = ("requirements.txt", "requirements-package.txt", "requirements-dev.txt", "clips.txt")


def entries(lock: Path) -> list[str]:
    """One string an entry, its hashes included; comments left out."""
    lines = [line for line in lock.read_text("utf-8").splitlines() if not line.startswith("#")]
    return "\n".join(lines).replace("\\\n", " ").split("\n")


def names(lock: Path) -> set[str]:
    return {entry.partition("==")[0] for entry in entries(lock)}


def normalized(requirement: str) -> str:
    """The name as locks write it (PyPA's normalization of names)."""
    name = re.match(r"[\w.-]+", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_pinned_and_hashed(root: Path, lock: str) -> None:
    entry = r"[a-z0-9-]+==[\w.]+( ; [^-]+)?( +--hash=sha256:[0-9a-f]{64})+"
    for text in entries(root / "packaging" / lock):
        assert re.fullmatch(entry, text), text


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address(root: Path, lock: str) -> None:
    text = (root / "packaging" / lock).read_text("utf-8")
    for word in ("://", " @ ", "index-url", "find-links", "trusted-host", "file:", "/simple"):
        assert word not in text


def test_every_dependency_is_locked(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    runtime = {normalized(text) for text in project["project"]["dependencies"] + groups["build"]}
    package = {normalized(text) for text in groups["package"]}
    dev = {normalized(text) for text in groups["dev"] if isinstance(text, str)}
    assert runtime <= names(root / "packaging" / "requirements.txt")
    assert runtime | package <= names(root / "packaging" / "requirements-package.txt")
    assert runtime | package | dev <= names(root / "packaging" / "requirements-dev.txt")


def test_the_locks_agree(root: Path) -> None:
    """What is packaged is what was tested."""
    runtime, package, dev = (
        {entry.split(" ;")[0].split(" ")[0] for entry in entries(root / "packaging" / lock)}
        for lock in LOCKS[:3]
    )
    assert runtime <= package <= dev
