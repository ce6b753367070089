"""The desktop test's waiting and its rectangles; the rest of it needs a screen."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def screen(root: Path) -> ModuleType:
    file = root / "packaging" / "desktop" / "screen.py"
    spec = importlib.util.spec_from_file_location("desktop_screen", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_waiting_ends_with_what_was_found(screen: ModuleType) -> None:
    looks = iter(["", "", "there"])
    assert screen.until(lambda: next(looks), "nothing came") == "there"


def test_waiting_in_vain_says_for_what(screen: ModuleType) -> None:
    with pytest.raises(AssertionError, match="nothing came"):
        screen.until(lambda: "", "nothing came", 0)


def test_the_middle_of_a_place(screen: ModuleType) -> None:
    assert screen.Place(10, 20, 100, 41).middle == (60, 40)
