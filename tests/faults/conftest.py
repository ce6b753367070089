"""The faulty service, one for all tests, and as new for each."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# shared modules of this folder, and the fake world and clock of the jobs' own tests
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.with_name("jobs"))]

from fast_clock import FastClock  # noqa: E402 - after the path
from rig import SPEED, Rig, shorten  # noqa: E402 - after the path
from service_process import FaultyService  # noqa: E402 - after the path
from tiny_clip import make_clip  # noqa: E402 - after the path


@pytest.fixture(scope="session")
def faulty_process() -> Iterator[FaultyService]:
    service = FaultyService()
    yield service
    service.close()


@pytest.fixture
def faulty(faulty_process: FaultyService) -> FaultyService:
    faulty_process.reset()
    return faulty_process


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip that needs no conversion and takes no time."""
    return make_clip(tmp_path_factory.mktemp("clips") / "tiny.mp4", seed=2)


@pytest.fixture
def speed() -> float:
    """Seconds of the rigs' clock in a real one; a module may have another."""
    return SPEED


@pytest.fixture
def make_rig(
    faulty: FaultyService, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speed: float
) -> Callable[..., Rig]:
    """`make_rig(url=…, folder=…, looks=…, **preferences)`: the app at the faulty service."""
    shorten(monkeypatch)
    clock = FastClock(speed)

    def make(url: str | None = None, folder: Path | None = None, **more: object) -> Rig:
        return Rig(folder or tmp_path / "data", url or faulty.url, tiny, clock, **more)

    return make
