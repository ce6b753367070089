"""What the editor thinks of a take, in the words of the list. Pure: no Qt."""

from collections.abc import Iterable

from aleph_desktop.domain.review import Mark, Note, Review

MARK_WORDS = {Mark.NONE: "", Mark.STAR: "Starred", Mark.REJECT: "Rejected"}

_MOST_NOTES = 8  # in a tooltip
_MOST_LETTERS = 300  # of a note in a tooltip


def count_words(notes: int) -> str:
    """ "2 notes"; empty for none."""
    return "" if not notes else "1 note" if notes == 1 else f"{notes} notes"


def said(mark: Mark, notes: str) -> str:
    """For those who hear it."""
    return ", ".join(part for part in (MARK_WORDS[mark], notes) if part)


def paragraphs(review: Review) -> list[str]:
    """The mark, and the notes with their words, for a tooltip."""
    shown = [_note_words(note) for note in review.notes[:_MOST_NOTES]]
    more = len(review.notes) - len(shown)
    mark = MARK_WORDS[review.mark]
    return [*([f"{mark}."] if mark else []), *shown, *([f"And {more} more."] if more else [])]


def words_of(review: Review) -> Iterable[str]:
    """What the text filter finds it by."""
    yield MARK_WORDS[review.mark]
    for note in review.notes:
        yield note.text


def _note_words(note: Note) -> str:
    at = f"{note.start:.2f}" if note.start == note.end else f"{note.start:.2f}\u2013{note.end:.2f}"
    text = " ".join(note.text.split())
    if len(text) > _MOST_LETTERS:
        text = text[:_MOST_LETTERS].rstrip() + "…"
    return f"{at} s: {text}"
