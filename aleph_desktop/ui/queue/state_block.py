"""The lines of a row's state, one beneath the other: words, bar or detail, links."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect

from aleph_desktop.domain.job import Job
from aleph_desktop.domain.review import Mark
from aleph_desktop.ui.queue.fitted_text import FittedText
from aleph_desktop.ui.queue.job_ask import JobAsk
from aleph_desktop.ui.queue.job_row import JobRow, link_texts
from aleph_desktop.ui.queue.link_flow import flow
from aleph_desktop.ui.queue.remark import MARK_WORDS
from aleph_desktop.ui.queue.row_layout import ROW_HEIGHT
from aleph_desktop.ui.queue.row_pen import BAR_HEIGHT, STAR

DOT = 8  # its diameter
AFTER_DOT = 7
LINK_GAP = " · "

_BEFORE_BAR = 6
_BEFORE_REMARK = 10
_AFTER_STAR = 5
_LINE_GAP = 2
_MOST_LINES = 2  # beneath the state, for the detail and the links


@dataclass(frozen=True, slots=True)
class LinkSpot:
    """A link in the row."""

    ask: JobAsk
    rect: QRect
    text: str
    gap_before: int  # pixels; 0 for the first on its line


@dataclass(frozen=True, slots=True)
class RemarkSpot:
    """What the editor thinks of it, on the line of the state's words."""

    star: int | None  # its left edge
    x: int  # of the words
    words: str


@dataclass(frozen=True, slots=True)
class StateBlock:
    """Where the lines stand. Together they are in the middle of the row."""

    x: int  # of the words; the dot is left of them
    top: int
    words: str
    remark: RemarkSpot | None
    bar: QRect
    details: tuple[tuple[int, str], ...]  # baseline, words
    links: tuple[LinkSpot, ...]


def lay_out_state(
    job: Job, row: JobRow, rect: QRect, base: FittedText, small: FittedText
) -> StateBlock:
    """The lines of a row's state in its part of the row. What has no room is left to the menu."""
    x, room = rect.x() + DOT + AFTER_DOT, rect.width() - DOT - AFTER_DOT
    step = small.height + _LINE_GAP
    details = _details(row, room, small)
    words, remark = _first_line(row, x, room, base, small)
    texts = link_texts(job, row)
    gap = small.metrics.horizontalAdvance(LINK_GAP)
    widths = [small.metrics.horizontalAdvance(text) for _, text in texts]
    spots = flow(widths, gap, room, _MOST_LINES - len(details))
    lines = len(details) + (1 + spots[-1].line if spots else 0)
    height = base.height + step * lines
    if row.bar is not None:
        height += _BEFORE_BAR + BAR_HEIGHT
    top = (ROW_HEIGHT - height) // 2
    below = top + base.height
    baseline = below + _LINE_GAP + small.metrics.ascent()
    link_top = below + step * len(details) + _LINE_GAP
    return StateBlock(
        x=x,
        top=top,
        words=words,
        remark=remark,
        bar=QRect(rect.x(), below + _BEFORE_BAR, rect.width(), BAR_HEIGHT),
        details=tuple((baseline + i * step, line) for i, line in enumerate(details)),
        links=tuple(
            LinkSpot(
                ask,
                QRect(
                    x + spot.x, link_top + spot.line * step - 1, min(width, room), small.height + 2
                ),
                small.one(text, room),
                gap if spot.x else 0,
            )
            for (ask, text), width, spot in zip(
                texts, widths, spots, strict=False
            )  # the last may have no room
        ),
    )


def _first_line(
    row: JobRow, x: int, room: int, base: FittedText, small: FittedText
) -> tuple[str, RemarkSpot | None]:
    """The state's words, which never move, and the remark after them. Long ones share the room."""
    parts = (MARK_WORDS[row.mark] if row.mark is Mark.REJECT else "", row.notes)
    said = LINK_GAP.join(filter(None, parts))
    if row.mark is not Mark.STAR and not said:
        return base.one(row.state, room), None
    star = STAR if row.mark is Mark.STAR else 0
    gap = _AFTER_STAR if star and said else 0
    wanted = _BEFORE_REMARK + star + gap + small.metrics.horizontalAdvance(said)
    state = base.one(row.state, max(room - wanted, room // 2))
    left = _BEFORE_REMARK + base.metrics.horizontalAdvance(state)
    fitted = small.one(said, max(0, room - left - star - gap))
    return state, RemarkSpot(x + left if star else None, x + left + star + gap, fitted)


def _details(row: JobRow, room: int, small: FittedText) -> Sequence[str]:
    if not row.detail:
        return ()
    return (small.one(row.detail, room),) if row.links else small.two(row.detail, room)
