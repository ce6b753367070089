"""The clip in the composer: a drop target while there is none, then what the clip is."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from aleph_desktop.domain.clip import SourceKind
from aleph_desktop.domain.send_plan import SendPlan, megabytes
from aleph_desktop.errors import Failure
from aleph_desktop.ui.composer.clip_draft import ClipDraft, is_reshaped
from aleph_desktop.ui.composer.clip_picture import ClipPicture
from aleph_desktop.ui.composer.clip_strip import ClipStrip
from aleph_desktop.ui.composer.framing_row import FramingRow
from aleph_desktop.ui.composer.range_row import RangeRow
from aleph_desktop.ui.composer.send_line import SendLine, main_note, reasons
from aleph_desktop.ui.composer.strip_rows import STRIP_HEIGHT
from aleph_desktop.ui.composer.url_card import UrlCard, url_facts
from aleph_desktop.ui.elided_label import ElidedLabel
from aleph_desktop.ui.labels import label
from aleph_desktop.ui.theme import Theme

CARD_HEIGHT = STRIP_HEIGHT + 130  # what a file's parts need


class ClipCard(QWidget):
    """One height whatever it shows, so that nothing jumps; only long words make it grow.

    Who owns the card connects its parts, and gives the strip what is only the strip's.
    """

    choose_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._empty = True
        self.strip = ClipStrip(theme)
        self.picture = ClipPicture(theme)
        self.range_row = RangeRow()
        self.send_line = SendLine()
        self.framing_row = FramingRow()
        self.url = UrlCard()
        self._name = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self._facts = ElidedLabel()
        self._facts.setProperty("role", "dim")
        self._clear = QToolButton()
        self._clear.setText("✕")
        self._clear.setFixedSize(26, 24)  # as the button below it
        self._clear.setStyleSheet("QToolButton { padding: 0; }")
        self._clear.setProperty("flat", True)
        self._clear.setToolTip("Remove the clip")
        self._clear.setAccessibleName("Remove the clip")
        self._clear.clicked.connect(self.clear_wanted)
        self._problem = label("", "error", wrap=True)
        self._remedy = label("", "dim", wrap=True)
        self._invitation = self._invite()
        self._lower = QWidget()  # all but the pictures
        self._naming = (self._lower, self._name, self._facts, self._clear)
        self._ranging = (self.strip, self.range_row, self.send_line, self.framing_row)
        self._failing = (self._problem, self._remedy)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(CARD_HEIGHT)
        self._lay_out()
        self.show_draft(ClipDraft(), None)

    def sizeHint(self) -> QSize:
        return QSize(300, max(CARD_HEIGHT, super().sizeHint().height()))

    def show_draft(self, draft: ClipDraft, plan: SendPlan | None) -> None:
        """What is known of the clip, and what will be sent of it."""
        source = draft.source
        self._empty = source is None
        if source is not None:
            self._name.setText(source.name)
            self._name.setToolTip(source.location)
        if source is None:
            self._show_only(self._invitation)
        elif source.kind is SourceKind.URL:
            self._show_url(draft)
        elif draft.failure is not None:
            self._show_problem(draft.failure)
        else:
            info = draft.info
            self._say(f"{info.summary()} · {megabytes(info.size)}" if info else "Reading…")
            self._show_only(*self._naming, *self._ranging)
        self._show_plan(draft, plan)

    def _show_problem(self, failure: Failure) -> None:
        """A file that can't be used, and why."""
        self._say(failure.title)
        self.picture.set_image(None)
        self.picture.set_words("No picture")
        self._problem.setText(failure.message)
        self._remedy.setText(failure.remedy)
        self._show_only(*self._naming, self.picture, *self._failing)

    def _show_url(self, draft: ClipDraft) -> None:
        """A clip on the web; without a picture there is more room for words."""
        report, failure = draft.report, draft.failure
        self._say(failure.title if failure else "" if report is None else url_facts(report))
        if failure is not None:
            self.url.show_failure(failure, report)
        elif draft.busy:
            self.url.show_words("")
        elif draft.is_fetching:
            pass  # its progress is shown as it comes
        elif report is None:
            self.url.show_words("The service fetches it itself.")
        else:
            self.url.show_report(report, draft.spec.clip_seconds if draft.spec else 0.0)
        is_problem = failure is not None or (report is not None and not report.is_usable)
        self.picture.set_words(draft.busy or ("On the web" if report is None else "No picture"))
        pictured = self.picture.has_image or not is_problem
        self._show_only(*self._naming, *((self.picture,) if pictured else ()), self.url)

    def _show_plan(self, draft: ClipDraft, plan: SendPlan | None) -> None:
        self.send_line.set_plan(plan)
        if draft.rule is None or draft.info is None or plan is None:
            self.range_row.clear()
            self.framing_row.set_framing(draft.framing, differs=False, note="")
            return
        self.range_row.set_span(draft.rule, draft.shown_span)
        self.framing_row.set_framing(
            draft.framing,
            differs=is_reshaped(plan),
            note=main_note(plan, draft.info),
            more=reasons(plan),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        pen = QPen(QColor(t.faint if self._empty else t.line), 1)
        if self._empty:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(t.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _say(self, facts: str) -> None:
        self._facts.setText(facts)
        self._facts.setToolTip(facts)

    def _show_only(self, *parts: QWidget) -> None:
        whole = (self._invitation, *self._naming, *self._ranging, *self._failing)
        for part in (*whole, self.picture, self.url):
            part.setVisible(part in parts)
        self.updateGeometry()
        self.update()

    def _lay_out(self) -> None:
        heads = QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addWidget(self._name)
        names.addWidget(self._facts)
        heads.addLayout(names, 1)
        heads.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout(self._lower)
        words.setContentsMargins(10, 5, 6, 7)
        words.setSpacing(5)
        words.addLayout(heads)
        below: tuple[QWidget, ...] = (self.range_row, self.send_line, self.framing_row)
        for part in (*below, *self._failing, self.url):
            words.addWidget(part)
        words.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(self.picture)
        layout.addWidget(self._lower)
        layout.addWidget(self._invitation)
        layout.addStretch(1)

    def _invite(self) -> QWidget:
        heading = label("Drop a clip anywhere", "heading")
        choose = QPushButton("Choose a file…")
        choose.clicked.connect(self.choose_wanted)
        made = QWidget()
        column = QVBoxLayout(made)
        column.addStretch(1)
        for part in (heading, label("or paste its URL below, or", "dim"), choose):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        made.setMinimumHeight(CARD_HEIGHT - 2)
        return made
