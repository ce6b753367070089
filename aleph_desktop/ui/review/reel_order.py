"""What was asked for on each side, and what has come of it."""

from aleph_desktop.ui.ports import Reel
from aleph_desktop.ui.review.pair_view import Side
from aleph_desktop.ui.review.reel_ask import ReelAsk


class ReelOrder:
    """Asks go out under a token: what comes for an older one is not taken."""

    def __init__(self) -> None:
        self.token = 0
        self._asks: dict[Side, ReelAsk | None] = {"reference": None, "edited": None}
        self._come: dict[Side, tuple[ReelAsk, Reel]] = {}

    def forget(self) -> None:
        """Something else is shown: nothing of this is wanted any more."""
        self.token += 1
        self._asks = {"reference": None, "edited": None}
        self._come = {}

    def drop(self, side: Side) -> None:
        """A reel is not shown any more."""
        self._come.pop(side, None)

    def want(
        self, reference: ReelAsk | None, edited: ReelAsk | None
    ) -> tuple[ReelAsk | None, ReelAsk | None]:
        """Which of these must be read. The old reference's reel stays until the new one comes."""
        is_other = reference != self._asks["reference"]
        if is_other:
            self.token += 1
        come = self._come.get("reference")
        has_reference = not is_other or (come is not None and come[0] == reference)
        has_edited = edited == self._asks["edited"] and (not is_other or "edited" in self._come)
        self._asks = {"reference": reference, "edited": edited}
        return (None if has_reference else reference, None if has_edited else edited)

    def take(self, side: Side, reel: Reel) -> None:
        """What was asked for last on this side."""
        ask = self._asks[side]
        if ask is not None:
            self._come[side] = (ask, reel)

    def wants(self, side: Side) -> bool:
        """Whether there is to be something on this side."""
        return self._asks[side] is not None

    @property
    def is_complete(self) -> bool:
        """Whether everything that is wanted has come."""
        return all(self.reel(side) is not None for side, ask in self._asks.items() if ask)

    def reel(self, side: Side) -> Reel | None:
        """What is shown on a side; the one before, while another is on its way."""
        come = self._come.get(side)
        return come[1] if come else None

    def shown(self, side: Side) -> ReelAsk | None:
        """Of which file that is; without a reel: of the one that is wanted."""
        come = self._come.get(side)
        return come[0] if come else self._asks[side]
