"""What can be compared with what: the choices for the left and the right picture."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from aleph_desktop.domain.review import Mark
from aleph_desktop.ui.review.menu_button import Choice

REFERENCE = "Reference"
_ORIGINAL = "Original"
_SIGNS = {Mark.STAR: " ★", Mark.REJECT: " ✕"}
_WIDEST_SIGN = " ★"
_SAID = {Mark.STAR: "Starred", Mark.REJECT: "Rejected"}
_NOT_READY = "Its result isn't here yet"
_ON_THE_RIGHT = "It is the right picture"


class TakeChoice(NamedTuple):
    """A take of the job that is shown, itself among them."""

    job_id: str
    label: str  # "Take 2"
    is_ready: bool  # its result is there
    mark: Mark


class Original(NamedTuple):
    """The file that the reference was made of."""

    can: bool  # be shown
    tip: str
    is_on: bool


@dataclass(frozen=True)
class TakeSides:
    """On the left the reference, its original, or another take; on the right the take."""

    takes: tuple[TakeChoice, ...] = ()
    current_id: str = ""  # on the right
    against_id: str = ""  # on the left; "": none, the reference or its original
    original: Original | None = None

    @property
    def has_right(self) -> bool:
        """Whether there is a choice for the right picture."""
        return len(self.takes) > 1

    @property
    def has_left(self) -> bool:
        return self.has_right or (bool(self.takes) and self.original is not None)

    @property
    def current(self) -> TakeChoice | None:
        return next((take for take in self.takes if take.job_id == self.current_id), None)

    @cached_property
    def lefts(self) -> list[Choice]:
        choices = [Choice(REFERENCE, "What was sent to the service")]
        if self.original is not None:
            choices.append(Choice(_ORIGINAL, self.original.tip, self.original.can))
        for take in self.takes:
            why = _ON_THE_RIGHT if take.job_id == self.current_id else ""
            why = why if take.is_ready else _NOT_READY
            choices.append(Choice(_named(take), why, is_enabled=not why))
        return choices

    @cached_property
    def rights(self) -> list[Choice]:
        return [
            Choice(
                _named(take),
                _SAID.get(take.mark, "") if take.is_ready else _NOT_READY,
                take.is_ready,
                take.label + _WIDEST_SIGN,
            )
            for take in self.takes
        ]

    @property
    def left(self) -> int:
        """Which of `lefts` is on."""
        for number, take in enumerate(self.takes, len(self.lefts) - len(self.takes)):
            if take.job_id == self.against_id and self.against_id != self.current_id:
                return number
        return int(self.original is not None and self.original.is_on)

    @property
    def right(self) -> int:
        """Which of `rights` is on; -1: none."""
        return next((i for i, t in enumerate(self.takes) if t.job_id == self.current_id), -1)

    def left_id(self, number: int) -> str:
        """The take that is one of `lefts`; "": it is none."""
        number -= len(self.lefts) - len(self.takes)
        return self.takes[number].job_id if number >= 0 else ""

    def is_original(self, number: int) -> bool:
        """Whether one of `lefts` is the original."""
        return self.original is not None and number == 1

    @property
    def words(self) -> str:
        """Both in one: "Take 2 ★", or "Take 1 | Take 2"."""
        right = self.rights[self.right].words if self.right >= 0 else "–"
        if self.left == 0 or self.current is None:
            return right
        other = next((t.label for t in self.takes if t.job_id == self.left_id(self.left)), "")
        return f"{other or _ORIGINAL} | {self.current.label}"

    @property
    def widest_words(self) -> list[str]:
        """What `words` can be, at their longest."""
        label = max((take.label for take in self.takes), key=len, default="")
        return [f"{label}{_WIDEST_SIGN}", f"{_ORIGINAL} | {label}"]


def _named(take: TakeChoice) -> str:
    return take.label + _SIGNS.get(take.mark, "")
