"""A prompt's length, as the model's vendor counts, and pieces of prompts that are kept."""

from typing import NamedTuple


class Snippet(NamedTuple):
    """A piece of a prompt that is kept."""

    name: str
    text: str


def utf16_length(text: str) -> int:
    """UTF-16 code units: an emoji is two.

    Vendor docs: the limit of 1000 counts UTF-16 units. A lone surrogate counts one.
    """
    return len(text) + sum(1 for character in text if character > "\uffff")


def utf16_prefix(text: str, units: int) -> str:
    """The start of `text` that fits into so many units; no character is cut in half."""
    for index, character in enumerate(text):
        units -= 2 if character > "\uffff" else 1
        if units < 0:
            return text[:index]
    return text
