"""Wordings that work for each kind of edit, and how they are put into a prompt. Pure.

Source: the vendor's guides agree on verb + target + description, one change a run, and saying what
must stay. What is to be filled in stands in square brackets.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from aleph_desktop.domain.prompt_words import CHANGES


class EditKind(StrEnum):
    ADD = "add"
    REMOVE = "remove"
    REPLACE = "replace"
    RELIGHT = "relight"
    RESTYLE = "restyle"
    WEATHER = "weather"
    NEW_ANGLE = "new angle"
    NEXT_SHOT = "next shot"


class PromptPattern(NamedTuple):
    """One kind's wording; its first [place] is the target."""

    kind: EditKind
    title: str
    purpose: str  # what it is for, in a sentence
    wording: str
    keeps_framing: bool = True  # the result can be compared frame by frame


PATTERNS = (
    PromptPattern(
        EditKind.ADD,
        "Add",
        "Put something into the shot.",
        "Add [what, and where]. Keep the camera and everything else as they are.",
    ),
    PromptPattern(
        EditKind.REMOVE,
        "Remove",
        "Take something out of the shot.",
        "Remove [what]. Keep the background and everything else as they are.",
    ),
    PromptPattern(
        EditKind.REPLACE,
        "Replace",
        "Swap one thing for another.",
        "Replace [what] with [what instead]. Keep the movement and everything else as they are.",
    ),
    PromptPattern(
        EditKind.RELIGHT,
        "Relight",
        "Change the light, and nothing else.",
        "Relight the scene with [what light, and from where]. "
        "Keep the subjects, their movement and the camera as they are.",
    ),
    PromptPattern(
        EditKind.RESTYLE,
        "Restyle",
        "Give the shot another look. A restyled still as image reference helps.",
        "Restyle the video as [what look]. "
        "Keep the composition, the movement and the camera as they are.",
    ),
    PromptPattern(
        EditKind.WEATHER,
        "Weather",
        "Change the weather, the season or the time of day.",
        "Change the weather to [what weather or time of day]. "
        "Keep the subjects, their movement and the camera as they are.",
    ),
    PromptPattern(
        EditKind.NEW_ANGLE,
        "New angle",
        "Show the same action from another place. The framing isn't kept, so the result can't be "
        "compared frame by frame.",
        "Show the same scene from [what angle]. "
        "Keep the subjects, their action and the light as they are.",
        keeps_framing=False,
    ),
    PromptPattern(
        EditKind.NEXT_SHOT,
        "Next shot",
        "Make what comes after this clip. The framing isn't kept, so the result can't be compared "
        "frame by frame.",
        "Generate the next shot: [what happens]. "
        "Keep the subjects, the style and the light as they are.",
        keeps_framing=False,
    ),
)

_PLACES = frozenset(
    place for pattern in PATTERNS for place in re.findall(r"\[[^\]]+\]", pattern.wording)
)
_ANY_PLACE = re.compile("|".join(map(re.escape, sorted(_PLACES))))
_ENDS = ".!?…:;\n"  # what a sentence may end with; then an inserted one needs nothing before it


class Insertion(NamedTuple):
    """A prompt with a wording put in, in three parts: `selected` is what to write over next."""

    before: str
    selected: str
    after: str

    @property
    def text(self) -> str:
        return self.before + self.selected + self.after


def find_place(text: str, start: int = 0) -> tuple[int, int] | None:
    """Where the first place of ours that is still to be filled in begins and ends."""
    found = _ANY_PLACE.search(text, start)
    return found.span() if found else None


def put_in(pattern: PromptPattern, before: str, selection: str, after: str) -> Insertion:
    """Put a wording into the prompt `before + selection + after`.

    Into an empty prompt, or in place of a wording that nothing was filled into; else as a sentence
    of its own behind the text. Selected words that name something become its target; where they
    stand alone, it takes their place.
    """
    target = _named(selection)
    wording = _filled(pattern.wording, target)
    if target and _starts_sentence(before) and _ends_sentence(selection, after):
        return _opened(before, wording, after)
    text = _without_untouched(before + selection + after).rstrip()
    if not text:
        return _opened("", wording, "")
    return _opened(text + (" " if text[-1] in _ENDS else ". "), wording, "")


def _named(selection: str) -> str:
    """The thing that is selected; "" for whole sentences and orders."""
    words = selection.strip().rstrip(_ENDS).rstrip()
    order = words.split(maxsplit=1)[0].lower() in CHANGES if words else True
    return "" if order or any(end in words for end in _ENDS) or find_place(words) else words


def _filled(wording: str, target: str) -> str:
    return _ANY_PLACE.sub(lambda _: target, wording, count=1) if target else wording


def _opened(before: str, wording: str, after: str) -> Insertion:
    """The next place selected; without one, the end of the wording."""
    start, end = find_place(wording) or (len(wording), len(wording))
    if after and not after[0].isspace():
        after = " " + after
    return Insertion(before + wording[:start], wording[start:end], wording[end:] + after)


def _starts_sentence(before: str) -> bool:
    return not before.strip() or before.rstrip(" ")[-1] in _ENDS


def _ends_sentence(selection: str, after: str) -> bool:
    return not after.strip() or selection.rstrip()[-1:] in _ENDS or after.startswith("\n")


def _without_untouched(text: str) -> str:
    """A wording at the end that nobody filled in is a chip pressed by mistake."""
    for pattern in PATTERNS:
        if text.rstrip().endswith(pattern.wording):
            return text.rstrip().removesuffix(pattern.wording)
    return text
