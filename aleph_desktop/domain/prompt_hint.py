"""One gentle hint about a prompt, or none. Pure, about English only, and rather silent than wrong.

Source: the vendor's guides agree on verb + target + description, one change a run, saying what must
stay, and that there is no negative prompt.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from aleph_desktop.domain.prompt import utf16_length
from aleph_desktop.domain.prompt_pattern import find_place
from aleph_desktop.domain.prompt_words import CHANGES, DETAILS, FOREIGN, OTHER_VERBS, PLAIN, SLIGHT

_FEW_WORDS = 3  # with fewer, nothing can be said yet
_LONG = 700  # UTF-16 units


class HintKind(StrEnum):
    PLACE = "a place of a wording is not filled in"
    NEGATIVE = "says what should not be there"
    NEGATED_KEEP = "says what must stay as what must not change"
    SEVERAL = "more than one change"
    NO_VERB = "describes, and asks for nothing"
    LONG = "long"
    REFRAMES = "another framing"
    NO_KEEP = "doesn't say what must stay"


class Hint(NamedTuple):
    kind: HintKind
    words: str  # one line of at most 50 characters
    reason: str


_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|(?<!\w)'[^']*'(?!\w)")
_CLAUSE = re.compile(r"[.!?;:\n]+|,\s*|\band\b|\bthen\b|\bbut\b")
_SENTENCE = re.compile(r"[.!?;\n]+")
_LEAD = re.compile(r"(?:please|also|then|now|next|and|just|first|instead|\w+ly)\b[\s,]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_KEEP = re.compile(
    r"\b(?:keep|keeps|keeping|kept|maintain\w*|preserv\w*|retain\w*|leave|leaving|unchanged|same|"
    r"untouched|intact|as is|as it (?:is|was)|as they (?:are|were)|stays?|remains?|remaining|"
    r"only|everything else|original|matching|consistent)\b"
)
_REFRAMES = re.compile(
    r"(?:^|[.!?;\n])\s*(?:show|see|view|film|shoot|generate|create|continue|give)\b[^.!?;\n]*"
    r"\b(?:angle|viewpoint|point of view|perspective|(?:next|reverse|following) shot|"
    r"from (?:above|behind|below))\b|\b(?:new|another|different) (?:camera )?angle\b|"
    r"(?:^|[.!?;\n])\s*continue the (?:scene|shot|action)\b"
)
_DONT = r"(?:don['’]?t|do not|does not|doesn['’]?t|must not|should not|shouldn['’]?t|never)"
_TOUCH = r"(?:chang|alter|mov|touch|modif|affect|edit|replac|disturb|distort)\w*"
_NEGATED_KEEP = re.compile(
    rf"\b{_DONT}\s+(?:\w+\s+)?{_TOUCH}|\bwithout\s+(?:\w+\s+)?{_TOUCH}|\bno\s+chang\w*"
)
_NEGATIVE = re.compile(
    rf"\b{_DONT}\b|\bwithout\b|\bavoid\b|\bnegative prompt\b|"
    r"\bno\b(?!\s*(?:longer|matter|one else)\b)(?!\.\s*\d)(?=\s+\w)"
)


def hint(prompt: str) -> Hint | None:
    """The most useful thing to say about it."""
    place = find_place(prompt)
    if place:
        words = f"Fill in {prompt[slice(*place)]}"
        return Hint(HintKind.PLACE, words, "Tab goes to the next one.")
    text = _QUOTED.sub(" ", prompt).replace("’", "'").lower()
    words_in_it = _WORD.findall(text)
    if len(words_in_it) < _FEW_WORDS:
        return None
    if _is_english(words_in_it):
        found = _negative(text) or _several(text) or _no_verb(text, words_in_it)
        if found:
            return found
    if utf16_length(prompt) > _LONG:
        return Hint(
            HintKind.LONG,
            "Shorter prompts are followed more closely.",
            "One change, described well, and what must stay: that is enough.",
        )
    return _stays(text) if _is_english(words_in_it) else None


def _is_english(words: list[str]) -> bool:
    return all(word.isascii() for word in words) and FOREIGN.isdisjoint(words)


def _negative(text: str) -> Hint | None:
    if _NEGATED_KEEP.search(text):
        return Hint(
            HintKind.NEGATED_KEEP,
            "Better say what stays: “Keep … as it is.”",
            "There is no negative prompt: “don't” and “without” are easily overlooked.",
        )
    if _NEGATIVE.search(text):
        return Hint(
            HintKind.NEGATIVE,
            "Say what should be there, or “Remove …”.",
            "There is no negative prompt: what is named, even with “no”, may well appear.",
        )
    return None


def _several(text: str) -> Hint | None:
    changes = [
        verb
        for sentence in _SENTENCE.split(text)
        for number, verb in enumerate(_asked(sentence))
        if number == 0 or verb not in SLIGHT
    ]
    if len(changes) < 2:
        return None
    return Hint(
        HintKind.SEVERAL,
        "One change a run works best.",
        f"This asks for {len(changes)}: {', '.join(changes)}. Run the next one on the result.",
    )


def _asked(sentence: str) -> list[str]:
    """The verbs of change that begin its clauses."""
    firsts = (_first_word(clause) for clause in _CLAUSE.split(sentence))
    return [word for word in firsts if word in CHANGES]


def _first_word(clause: str) -> str:
    clause = clause.strip()
    while lead := _LEAD.match(clause):
        clause = clause[lead.end() :]
    found = _WORD.match(clause)
    return found.group() if found else ""


def _no_verb(text: str, words: list[str]) -> Hint | None:
    begins = {_first_word(clause) for clause in _CLAUSE.split(text)}
    if begins & (CHANGES | DETAILS) or (OTHER_VERBS | PLAIN).intersection(words):
        return None
    return Hint(
        HintKind.NO_VERB,
        "Begin with what to do: Add, Remove, Make…",
        "The model follows instructions better than descriptions: “Make it a rainy night.”",
    )


def _stays(text: str) -> Hint | None:
    if _REFRAMES.search(text):
        return Hint(
            HintKind.REFRAMES,
            "The framing won't be kept.",
            "A new angle or the next shot can't be compared with the clip frame by frame.",
        )
    if _KEEP.search(text):
        return None
    return Hint(
        HintKind.NO_KEEP,
        "Say what must stay: “Keep … as it is.”",
        "What isn't mentioned may change too: the camera, the movement, a face.",
    )
