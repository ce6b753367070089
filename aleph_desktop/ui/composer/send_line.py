"""What will be sent of the clip, in one line."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from aleph_desktop.domain.clip import ClipInfo, Transfer
from aleph_desktop.domain.send_plan import SendPlan
from aleph_desktop.ui.elided_label import ElidedLabel
from aleph_desktop.ui.theme import small

_SEPARATOR = " · "
_LENGTH, _RATE = 2, 1  # of the parts of `SendPlan.words`: the card says these elsewhere, too


class SendLine(ElidedLabel):
    """Shows a plan. Without room it first leaves out what the card says elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setFont(small(self.font()))
        self.setAccessibleName("What will be sent")

    def set_plan(self, plan: SendPlan | None) -> None:
        """None: nothing is known yet."""
        words = plan.words() if plan else ""
        self.setText(words)
        self.setAccessibleDescription(words)
        self.setToolTip(reasons(plan) if plan else "")

    def shown(self) -> str:
        """What there is room for; not yet shortened by "…"."""
        parts = self.text().split(_SEPARATOR)
        for left_out in ((), (_LENGTH,), (_LENGTH, _RATE)):
            words = _SEPARATOR.join(
                part for number, part in enumerate(parts) if number not in left_out
            )
            if self.fontMetrics().horizontalAdvance(words) <= self.contentsRect().width():
                break
        return words

    def paintEvent(self, event: QPaintEvent) -> None:
        place = self.contentsRect()
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(
            self.shown(), Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, int(self.alignment()), text)


def reasons(plan: SendPlan) -> str:
    """All that the line leaves out, a line each."""
    first = f"Converted: {', '.join(plan.why)}." if plan.why else "The file goes as it is."
    return "\n".join((f"Will be sent: {plan.words()}", first, *plan.notes))


_NOTE_FITS = 38  # characters beside nothing else in a narrow composer
_PART = "only a part is sent"
_SAID = ("longer than ", "over ")  # of a file of which only a part is sent


def main_note(plan: SendPlan, info: ClipInfo) -> str:
    """What one should know of the plan without asking: what the picture loses, else why at all."""
    for holds, words in (
        (plan.placement.has_bars, "Bars: the model sees them"),
        (plan.placement.is_cropped, "The edges are cut off"),
        (info.transfer is not Transfer.SDR, "HDR is brought down to SDR"),
        (info.has_alpha, "Transparency becomes black"),
    ):
        if holds:
            return words
    return _why(plan.why) if plan.why else ""


def _why(reasons: tuple[str, ...]) -> str:
    """The first reason, and the second where there is room; none that the first makes plain."""
    telling = [words for words in reasons if _PART not in reasons or not words.startswith(_SAID)]
    both = f"Why: {', '.join(telling[:2])}"
    return both if len(both) <= _NOTE_FITS else f"Why: {telling[0]}"
