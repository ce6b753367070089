import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def root() -> Path:
    return Path(__file__).parents[2]


@pytest.fixture
def load(root: Path) -> Callable[[str], ModuleType]:
    """A module of a folder that is run, not imported: `load("desktop/report.py")`."""

    def loaded(place: str) -> ModuleType:
        file = root / "packaging" / place
        spec = importlib.util.spec_from_file_location(f"tried_{file.stem}", file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return loaded
