"""From a prompt and a seed to the filters of one take."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from aleph_desktop.demo.looks import LOOKS, SURPRISE, TAKE, Look, Step

_WORD = re.compile(r"[a-z0-9&]+")
_BLANK = re.compile(r"\{(seed|w|h|(-?[\d.]+?)\.\.(-?[\d.]+))\}")


@dataclass(frozen=True, slots=True)
class Layer:
    """Filters ready for a graph: on the picture, then an overlay screened onto it, if any."""

    picture: tuple[Step, ...]
    overlay: tuple[Step, ...]


def looks_in(prompt: str) -> tuple[Look, ...]:
    """The looks whose words stand in a prompt, as whole words; never none."""
    spoken = f" {' '.join(_WORD.findall(prompt.lower()))} "
    found = tuple(look for look in LOOKS if any(f" {word} " in spoken for word in look.words))
    return found or (SURPRISE,)


def layers(prompt: str, seed: int, width: int, height: int) -> tuple[Layer, ...]:
    """One take's filters. The same seed draws the same numbers, anywhere."""
    dice = Random(seed)
    blanks = {"w": str(width), "h": str(height)}
    take = Layer(_filled(TAKE, dice, blanks), ())
    return (
        take,
        *(
            Layer(_filled(look.picture, dice, blanks), _filled(look.overlay, dice, blanks))
            for look in looks_in(prompt)
        ),
    )


def _filled(steps: Iterable[Step], dice: Random, blanks: dict[str, str]) -> tuple[Step, ...]:
    def number(match: re.Match[str]) -> str:
        blank, low, high = match.groups()
        if blank == "seed":
            return str(dice.randrange(1, 2**31))
        if low is None:
            return blanks[blank]
        if "." in low or "." in high:
            return f"{dice.uniform(float(low), float(high)):.4f}"
        return str(dice.randint(int(low), int(high)))

    return tuple((name, _BLANK.sub(number, arguments)) for name, arguments in steps)
