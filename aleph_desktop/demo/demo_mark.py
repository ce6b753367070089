"""The word DEMO in the corner, drawn as boxes: PyAV's FFmpeg has no filter for text."""

from aleph_desktop.demo.looks import Step

# Strokes (x, y, width, height) on a grid of 5 × 7.
_D = ((0, 0, 1, 7), (1, 0, 3, 1), (1, 6, 3, 1), (4, 1, 1, 5))
_E = ((0, 0, 1, 7), (1, 0, 4, 1), (1, 3, 3, 1), (1, 6, 4, 1))
_M = ((0, 0, 1, 7), (4, 0, 1, 7), (1, 1, 1, 1), (3, 1, 1, 1), (2, 2, 1, 2))
_O = ((0, 1, 1, 5), (4, 1, 1, 5), (1, 0, 3, 1), (1, 6, 3, 1))
_LETTERS = (_D, _E, _M, _O)
_PITCH = 6  # grid units from one letter to the next
_WIDTH, _HEIGHT = _PITCH * len(_LETTERS) - 1, 7
_MARGIN = 3  # around the word, inside its plate; and outside it


def demo_mark(width: int, height: int) -> tuple[Step, ...]:
    """Filters that draw the mark at the bottom right of a picture of this size."""
    unit = max(2, min(width, height) // 360 * 2)  # pixels; even, for 4:2:0 colour
    left = width - unit * (_WIDTH + 2 * _MARGIN)
    top = height - unit * (_HEIGHT + 2 * _MARGIN)
    plate = _box(
        left - unit * _MARGIN // 2,
        top - unit * _MARGIN // 2,
        unit * (_WIDTH + 2 * _MARGIN - _MARGIN // 2),
        unit * (_HEIGHT + 2 * _MARGIN - _MARGIN // 2),
        "black@0.55",
    )
    strokes = (
        _box(
            left + unit * (number * _PITCH + x),
            top + unit * y,
            unit * across,
            unit * down,
            "white@0.9",
        )
        for number, letter in enumerate(_LETTERS)
        for x, y, across, down in letter
    )
    return plate, *strokes


def _box(x: int, y: int, width: int, height: int, colour: str) -> Step:
    return "drawbox", f"x={x}:y={y}:w={width}:h={height}:color={colour}:t=fill"
