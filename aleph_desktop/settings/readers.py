"""From a value of JSON to the value of a setting. All raise ValueError for what is none."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def number(least: float, most: float) -> Callable[[Any], float]:
    """Reads numbers from `least` to `most`."""

    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValueError("not a number")  # noqa: TRY004 - one error for every bad value
        if not least <= value <= most:
            raise ValueError(f"not from {least:g} to {most:g}")
        return float(value)

    return read


def whole(least: int, most: int) -> Callable[[Any], int]:
    """Reads whole numbers from `least` to `most`; 3.0 is one."""

    def read(value: Any) -> int:
        result = number(least, most)(value)
        if result != int(result):
            raise ValueError("not a whole number")
        return int(result)

    return read


def flag(value: Any) -> bool:
    """Reads true and false."""
    if not isinstance(value, bool):
        raise ValueError("not true or false")  # noqa: TRY004 - one error for every bad value
    return value


def text(value: Any) -> str:
    """Reads a text that is not empty."""
    if not isinstance(value, str) or not value:
        raise ValueError("not a text")
    return value


def maybe(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """Reads none, or what `read` reads."""

    def read_or_none(value: Any) -> T | None:
        return None if value is None else read(value)

    return read_or_none


def folder(value: Any) -> str | None:
    """Reads a full path, or none."""
    if value is not None and not Path(text(value)).is_absolute():
        raise ValueError("not a full path")
    return None if value is None else text(value)
