"""The desktop test's own report: a step that breaks fails the run, and the next one is tried."""

from collections.abc import Callable
from types import ModuleType

import pytest


@pytest.fixture
def report(load: Callable[[str], ModuleType]) -> ModuleType:
    return load("desktop/report.py")


def test_all_passed(report: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    told = report.Report()
    with told.step("one"):
        pass
    assert told.end() == 0
    assert "1 passed, 0 failed" in capsys.readouterr().out


@pytest.mark.parametrize("error", [AssertionError("no"), RuntimeError("broken"), OSError("disk")])
def test_a_broken_step_fails_the_run(
    report: ModuleType, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    told = report.Report()
    with told.step("one"):
        raise error
    with told.step("two"):
        pass
    assert told.end() == 1
    out = capsys.readouterr().out
    assert f"FAILED  one: {error}" in out
    assert "ok      two" in out


def test_an_interrupt_ends_it(report: ModuleType) -> None:
    with pytest.raises(KeyboardInterrupt), report.Report().step("one"):
        raise KeyboardInterrupt
