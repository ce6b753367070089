"""The pictures of a row: the clip and its result, or what a shot and its takes have instead."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QPainter

from aleph_desktop.domain.clip import SourceKind
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.ui.pictures import PictureCache
from aleph_desktop.ui.queue.fitted_text import FittedText
from aleph_desktop.ui.queue.row_layout import RowLayout
from aleph_desktop.ui.queue.row_pen import draw_branch, draw_fold, draw_picture, draw_tile
from aleph_desktop.ui.queue.shot import Shot, takes_words

_INDENT = 20  # pixels, of a take's tile where there is one tile only
_FOLD_ROOM = 16  # pixels, for the fold sign before its words
_COMING = ("…", "faint")  # a tile's mark while there is no picture, and its colour
_MARKS = {
    JobState.FAILED: ("!", "bad"),
    JobState.UNCONFIRMED: ("?", "warning"),
    JobState.CANCELLED: ("–", "faint"),
}

Colours = Mapping[str, QColor]


class RowTiles:
    """Paints them. The row's top left is the painter's origin; `small` is the marks' font."""

    def __init__(self, pictures: PictureCache) -> None:
        self._pictures = pictures

    def paint(
        self, painter: QPainter, job: Job, layout: RowLayout, colours: Colours, small: FittedText
    ) -> None:
        """A job's clip and its result; one of them where it is narrow."""
        painter.setFont(small.font)
        sides: tuple[str | None, ...] = (_reference_path(job), _result_path(job))
        if len(layout.tiles) == 1:
            sides = sides[1:] if job.state is JobState.DONE else sides[:1]
        for rect, path in zip(layout.tiles, sides, strict=True):
            mark = _mark(job) if rect is layout.tiles[-1] else _COMING
            self._paint_tile(painter, rect, path, mark, colours)

    def paint_take(
        self,
        painter: QPainter,
        job: Job,
        layout: RowLayout,
        colours: Colours,
        small: FittedText,
        *,
        is_last: bool,
    ) -> None:
        """A take's result alone: the clip's picture is in the shot's row, which it hangs on."""
        painter.setFont(small.font)
        tile = layout.tiles[-1]
        if len(layout.tiles) == 1:
            tile = tile.adjusted(_INDENT, 0, 0, 0)
        self._paint_tile(painter, tile, _result_path(job), _mark(job), colours)
        painter.setOpacity(1.0)
        x = (layout.tiles[0].x() + tile.x()) // 2
        draw_branch(painter, tile, x, last=is_last, ink=colours["line"])

    def paint_shot(
        self, painter: QPainter, shot: Shot, layout: RowLayout, colours: Colours, small: FittedText
    ) -> None:
        """The clip's picture, and the fold sign with how many takes there are."""
        painter.setFont(small.font)
        if len(layout.tiles) > 1:
            path = _reference_path(shot.takes[0])
            self._paint_tile(painter, layout.tiles[0], path, _COMING, colours)
        painter.setOpacity(1.0)  # the sign is in use, whatever became of the takes
        tile, words = layout.tiles[-1], takes_words(shot)
        width = _FOLD_ROOM + small.metrics.horizontalAdvance(words)
        left = tile.x() + (tile.width() - width) // 2
        sign = QPointF(left + _FOLD_ROOM / 4, tile.y() + tile.height() / 2)
        draw_fold(painter, sign, folded=shot.is_folded, ink=colours["dim"])
        top = tile.y() + (tile.height() - small.height) // 2
        painter.drawText(left + _FOLD_ROOM, top + small.metrics.ascent(), words)

    def _paint_tile(
        self,
        painter: QPainter,
        rect: QRect,
        path: str | None,
        mark: tuple[str, str],
        colours: Colours,
    ) -> None:
        """A picture, or a mark where there is none."""
        pixmap = self._pictures.pixmap(path) if path else None
        if pixmap is not None:
            draw_picture(painter, rect, pixmap)
        else:
            draw_tile(painter, rect, colours["field"], colours[mark[1]], mark[0])


def _reference_path(job: Job) -> str | None:
    if job.sent_path is not None:
        return job.sent_path
    return job.edit.source.location if job.edit.source.kind is SourceKind.FILE else None


def _result_path(job: Job) -> str | None:
    return job.result_path if job.state is JobState.DONE and not job.is_missing else None


def _mark(job: Job) -> tuple[str, str]:
    """A tile's mark where the result would be, and its colour."""
    return ("!", "warning") if job.is_missing else _MARKS.get(job.state, _COMING)
