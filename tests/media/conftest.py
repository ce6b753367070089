"""Clips for this room's tests."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# Test folders are no packages: the modules that these tests share lie beside them.
sys.path.insert(0, str(Path(__file__).parent))

from synthetic import write_clip


@pytest.fixture(scope="session")
def clip(tmp_path_factory) -> Callable[..., Path]:
    """`clip("name.mp4", **of write_clip)`: made once, so its name stands for what is in it."""
    folder = tmp_path_factory.mktemp("clips")

    recipes: dict[str, dict] = {}

    def made(name: str, **how) -> Path:
        path = folder / name
        if name not in recipes:
            recipes[name] = how
            write_clip(path, **how)
        assert recipes[name] == how, f"{name} is another clip elsewhere"
        return path

    return made


@pytest.fixture(scope="session")
def sample() -> Path:
    """1280 × 720, 25 fps, 5.28 s, H.264 and AAC."""
    return Path(__file__).parents[2] / "resources" / "sample" / "bigbuckbunny.mp4"
