"""A take's notes, what was deleted, and what was typed but isn't saved yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from aleph_desktop.domain.review import Note


class Place(NamedTuple):
    """Where a new note goes; seconds as in Note."""

    start: float = 0.0
    end: float = 0.0
    words: str = "frame 0"  # or "frames 20 to 41"


@dataclass(frozen=True, slots=True)
class Draft:
    """Words that aren't saved, and where they belong."""

    text: str
    place: Place


class NoteBook:
    """Of one take. A new note and each note that is edited have a draft of their own."""

    def __init__(self) -> None:
        self.notes: tuple[Note, ...] = ()  # in the order of time
        self.edited: Note | None = None  # what the words are for; None: a new note
        self._deleted: list[Note] = []
        self._drafts: dict[Note | None, Draft] = {}

    @property
    def draft(self) -> Draft | None:
        """What is typed but not saved, of what is edited."""
        return self._drafts.get(self.edited)

    @property
    def text(self) -> str:
        """What stands in the field."""
        if self.draft is not None:
            return self.draft.text
        return self.edited.text if self.edited is not None else ""

    @property
    def has_drafts(self) -> bool:
        return bool(self._drafts)

    @property
    def can_undo(self) -> bool:
        return bool(self._deleted)

    def put(self, notes: Iterable[Note]) -> None:
        """The notes, as they are stored. What was typed for one that went is for a new one."""
        self.notes = tuple(sorted(notes))
        there = {None, *self.notes, *self._deleted}
        for note in [note for note in self._drafts if note not in there]:
            orphan = self._drafts.pop(note)
            new = self._drafts.get(None)
            text = f"{new.text} {orphan.text}" if new else orphan.text
            self._drafts[None] = Draft(text, new.place if new else orphan.place)
        if self.edited not in there:
            self.edited = None

    def write(self, text: str, here: Place) -> None:
        """The field has this now. Words stay where they were begun."""
        unchanged = text == (self.edited.text if self.edited is not None else "")
        if unchanged:
            self._drafts.pop(self.edited, None)
            return
        place = self.draft.place if self.draft is not None else here
        if self.edited is not None:
            place = Place(self.edited.start, self.edited.end, place.words)
        self._drafts[self.edited] = Draft(text, place)

    def move_draft(self, here: Place) -> None:
        """What was typed belongs here instead."""
        if self.draft is not None:
            self._drafts[self.edited] = Draft(self.draft.text, here)

    def drop_draft(self) -> None:
        """It isn't wanted; what is typed next is a new note."""
        self._drafts.pop(self.edited, None)
        self.edited = None

    def save(self, here: Place) -> bool:
        """Make a note of what was typed. False: there is nothing to be saved."""
        text = " ".join(self.text.split())
        if not text or (self.edited is not None and self.draft is None):
            return False
        place = self.draft.place if self.draft is not None else here
        others = [note for note in self.notes if note != self.edited]
        self.drop_draft()
        self.notes = tuple(sorted({*others, Note(place.start, place.end, text)}))
        return True

    def delete(self, note: Note) -> None:
        """Take it off the list; `undo` brings it back."""
        if note in self.notes:
            self._deleted.append(note)
            self.notes = tuple(other for other in self.notes if other != note)
            if self.edited == note:
                self.edited = None  # what was typed for it waits for its return

    def undo(self) -> None:
        """The note that was deleted last is there again."""
        if self._deleted:
            self.notes = tuple(sorted({*self.notes, self._deleted.pop()}))
