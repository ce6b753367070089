"""The desktop test's waiting and its rectangles; the rest of it needs a screen."""

from collections.abc import Callable
from types import ModuleType

import pytest


@pytest.fixture
def screen(load: Callable[[str], ModuleType]) -> ModuleType:
    return load("desktop/screen.py")


def test_waiting_ends_with_what_was_found(screen: ModuleType) -> None:
    looks = iter(["", "", "there"])
    assert screen.until(lambda: next(looks), "nothing came") == "there"


def test_waiting_in_vain_says_for_what(screen: ModuleType) -> None:
    with pytest.raises(AssertionError, match="nothing came"):
        screen.until(lambda: "", "nothing came", 0)


def test_the_middle_of_a_place(screen: ModuleType) -> None:
    assert screen.Place(10, 20, 100, 41).middle == (60, 40)
