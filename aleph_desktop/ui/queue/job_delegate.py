"""Paints a job's row, or a shot's, and knows where their links and signs are."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aleph_desktop.domain.job import Job
from aleph_desktop.domain.review import Mark
from aleph_desktop.ui.pictures import PictureCache
from aleph_desktop.ui.queue.fitted_text import FittedText
from aleph_desktop.ui.queue.job_ask import SUBMIT_AGAIN, JobAsk
from aleph_desktop.ui.queue.job_list_model import JobListModel
from aleph_desktop.ui.queue.job_row import CHARGES, JobRow
from aleph_desktop.ui.queue.row_layout import ROW_HEIGHT, RowLayout, TextWidths, lay_out
from aleph_desktop.ui.queue.row_pen import STAR, draw_bar, draw_dot, draw_star
from aleph_desktop.ui.queue.row_tiles import RowTiles
from aleph_desktop.ui.queue.state_block import (
    AFTER_DOT,
    DOT,
    LINK_GAP,
    LinkSpot,
    RemarkSpot,
    StateBlock,
    lay_out_state,
)
from aleph_desktop.ui.theme import Theme, small

Index = QModelIndex | QPersistentModelIndex

_LINE_GAP = 2
_REJECTED = 0.4  # opacity of what was rejected
_SLACK = 2  # pixels: metrics are rounded, and what nearly fits would be elided
_USUAL_LINE = "Generating · about 10 min 40 s left"
_LONGEST_LINE = "Generating · 10 min 40 s · taking long"
_PRESS = QEvent.Type.MouseButtonPress
_CLICK = (_PRESS, QEvent.Type.MouseButtonRelease)


class JobDelegate(QStyledItemDelegate):
    """One row of the job list. A shot's row is as high as a job's: the view needn't ask each."""

    link_activated = Signal(str, str)  # job id, JobAsk

    def __init__(
        self, model: JobListModel, theme: Theme, pictures: PictureCache, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._tiles = RowTiles(pictures)
        self._pressed: tuple[str, JobAsk] | None = None
        self._pointed: tuple[str, JobAsk] | None = None
        self._layouts: dict[int, RowLayout] = {}
        self._on_theme_changed()
        self._set_font(QFont())
        theme.changed.connect(self._on_theme_changed)

    # Qt's side

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        job, shot = self._model.job_at(index), self._model.shot_at(index)
        if option.font != self._font:
            self._set_font(option.font)
        layout = self._layout(option.rect.width())
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.translate(option.rect.topLeft())
        self._paint_ground(painter, option)
        if shot is not None:
            row = self._model.row_of_shot(shot)
            painter.setOpacity(_opacity(row))
            self._tiles.paint_shot(painter, shot, layout, self._colours, self._small)
            self._paint_words(painter, shot.takes[0], row, layout)
        elif job is not None:
            row = self._model.row_of(job)
            painter.setOpacity(_opacity(row))
            self._paint_tiles(painter, job, layout, index)
            self._paint_words(painter, job, row, layout)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A link is a click on it, from press to release."""
        job = self._model.job_at(index)
        if job is None or not isinstance(event, QMouseEvent):
            return False
        if event.button() is not Qt.MouseButton.LeftButton or event.type() not in _CLICK:
            return False
        ask = self.link_at(option.rect, index, event.position().toPoint())
        aimed = None if ask is None else (job.id, ask)
        if event.type() is _PRESS:
            self._pressed = aimed
            return aimed is not None
        pressed, self._pressed = self._pressed, None
        if aimed is None or aimed != pressed:
            return False
        self.link_activated.emit(*aimed)
        return True

    # Links

    def link_at(self, rect: QRect, index: Index, position: QPoint) -> JobAsk | None:
        """The link under a position of the view, in the row that has this rect."""
        job = self._model.job_at(index)
        if job is None:
            return None
        row = self._model.row_of(job)
        if not row.links:
            return None
        spots = self._block(job, row, self._layout(rect.width()).state).links
        at = position - rect.topLeft()
        return next((spot.ask for spot in spots if spot.rect.contains(at)), None)

    def is_on_fold(self, rect: QRect, index: Index, position: QPoint) -> bool:
        """Whether a position of the view is on the fold sign of a shot's row with this rect."""
        if self._model.shot_at(index) is None:
            return False
        return self._layout(rect.width()).tiles[-1].contains(position - rect.topLeft())

    def point_at(self, job_id: str, ask: JobAsk | None) -> bool:
        """The mouse is over this link, or over none. Answers whether that is news."""
        pointed = None if ask is None else (job_id, ask)
        news = pointed != self._pointed
        self._pointed = pointed
        return news

    def _block(self, job: Job, row: JobRow, rect: QRect) -> StateBlock:
        return lay_out_state(job, row, rect, self._base, self._small)

    # Paint

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        rect = QRect(QPoint(0, 0), option.rect.size())
        flags = option.state
        selected = bool(flags & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, self._colours["selection"])
            painter.fillRect(QRect(0, 0, 3, rect.height()), self._colours["accent"])
        elif flags & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._colours["raised"])
        painter.fillRect(QRect(0, rect.height() - 1, rect.width(), 1), self._colours["line"])
        if flags & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(self._colours["accent"])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_words(self, painter: QPainter, job: Job, row: JobRow, layout: RowLayout) -> None:
        painter.setOpacity(1.0)  # words must be read
        self._paint_prompt(painter, row, layout.prompt)
        self._paint_state(painter, job, row, layout.state)
        self._paint_facts(painter, row, layout)

    def _paint_tiles(self, painter: QPainter, job: Job, layout: RowLayout, index: Index) -> None:
        if not self._model.is_in_shot(job):
            self._tiles.paint(painter, job, layout, self._colours, self._small)
            return
        below = self._model.job_at(self._model.index(index.row() + 1))
        is_last = below is None or below.shot != job.shot
        self._tiles.paint_take(painter, job, layout, self._colours, self._small, is_last=is_last)

    def _paint_prompt(self, painter: QPainter, row: JobRow, rect: QRect) -> None:
        clip = self._small.name(row.clip, rect.width())
        height = self._base.height + _LINE_GAP + self._small.height * len(clip)
        top = (ROW_HEIGHT - height) // 2
        painter.setFont(self._base.font)
        painter.setPen(self._ink(row))
        prompt = self._base.one(row.prompt, rect.width())
        painter.drawText(rect.x(), top + self._base.metrics.ascent(), prompt)
        top += self._base.height + _LINE_GAP
        painter.setFont(self._small.font)
        painter.setPen(self._colours["dim"])
        for line in clip:
            painter.drawText(rect.x(), top + self._small.metrics.ascent(), line)
            top += self._small.height

    def _paint_state(self, painter: QPainter, job: Job, row: JobRow, rect: QRect) -> None:
        block = self._block(job, row, rect)
        centre = QPointF(rect.x() + DOT / 2, block.top + self._base.height / 2)
        draw_dot(painter, centre, DOT / 2, self._colours[row.ink])
        painter.setFont(self._base.font)
        painter.setPen(self._ink(row))
        painter.drawText(block.x, block.top + self._base.metrics.ascent(), block.words)
        if block.remark is not None:
            self._paint_remark(painter, block.remark, block.top)
        if row.bar is not None:
            draw_bar(painter, block.bar, row.bar, self._colours["accent"], self._colours["line"])
        painter.setFont(self._small.font)
        painter.setPen(self._colours["dim"])
        for baseline, line in block.details:
            painter.drawText(block.x, baseline, line)
        for spot in block.links:
            self._paint_link(painter, spot, self._pointed == (job.id, spot.ask))

    def _paint_remark(self, painter: QPainter, spot: RemarkSpot, top: int) -> None:
        if spot.star is not None:
            centre = QPointF(spot.star + STAR / 2, top + self._base.height / 2)
            draw_star(painter, centre, self._colours["warning"])
        painter.setFont(self._small.font)
        painter.setPen(self._colours["dim"])
        painter.drawText(spot.x, top + self._base.metrics.ascent(), spot.words)

    def _ink(self, row: JobRow) -> QColor:
        """Of the words that stand out: what was rejected steps back."""
        return self._colours["dim" if row.mark is Mark.REJECT else "text"]

    def _paint_link(self, painter: QPainter, spot: LinkSpot, is_pointed: bool) -> None:
        baseline = spot.rect.y() + 1 + self._small.metrics.ascent()
        if spot.gap_before:
            painter.setPen(self._colours["faint"])
            painter.drawText(spot.rect.x() - spot.gap_before, baseline, LINK_GAP)
        painter.setPen(self._colours["accent"])
        painter.drawText(spot.rect.x(), baseline, spot.text)
        if is_pointed:
            line = QRect(spot.rect.x(), baseline + 1, spot.rect.width(), 1)
            painter.fillRect(line, self._colours["accent"])

    def _paint_facts(self, painter: QPainter, row: JobRow, layout: RowLayout) -> None:
        painter.setFont(self._small.font)
        painter.setPen(self._colours["dim"])
        height = self._small.height + _LINE_GAP + 1
        for column in layout.facts:
            top = (ROW_HEIGHT - height * len(column.lines) + _LINE_GAP) // 2
            for i, fields in enumerate(column.lines):
                text = " · ".join(filter(None, (getattr(row, field) for field in fields)))
                baseline = top + i * height + self._small.metrics.ascent()
                fitted = self._small.one(text, column.rect.width())
                painter.drawText(column.rect.x(), baseline, fitted)

    # Measures

    def _layout(self, width: int) -> RowLayout:
        layout = self._layouts.get(width)
        if layout is None:
            layout = self._layouts[width] = lay_out(width, self._text_widths)
        return layout

    def _set_font(self, font: QFont) -> None:
        self._font = QFont(font)
        self._base = FittedText(tabular(font))
        self._small = FittedText(tabular(small(font)))
        advance = self._small.metrics.horizontalAdvance
        state_line = self._base.metrics.horizontalAdvance
        before = DOT + AFTER_DOT + _SLACK
        self._text_widths = TextWidths(
            state_least=before + max(state_line(_USUAL_LINE), advance(SUBMIT_AGAIN)),
            state_most=before + state_line(_LONGEST_LINE),
            size_and_seed=advance("1280×720 · 4294967295") + _SLACK,
            cost=max(advance(words) for words in ("$00.00", *CHARGES.values())) + _SLACK,
            age=advance("00 May 0000") + _SLACK,
        )
        self._layouts.clear()

    def _on_theme_changed(self) -> None:
        tokens = self._theme.tokens._asdict()
        self._colours = {name: QColor(v) for name, v in tokens.items() if isinstance(v, str)}


def _opacity(row: JobRow) -> float:
    """Of the row's pictures."""
    return _REJECTED if row.mark is Mark.REJECT else 1.0


def tabular(font: QFont) -> QFont:
    """Figures of one width, where the font has them: numbers that change don't jitter."""
    font = QFont(font)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
