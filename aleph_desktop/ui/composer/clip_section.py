"""Everything about the clip in the composer: which one, which part of it, and how it is sent."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aleph_desktop.domain.clip import ClipInfo, ClipSource, SourceKind
from aleph_desktop.domain.framing import UNCHANGED, Framing, Shape
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.domain.send_plan import SendPlan
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.domain.url_report import UrlReport
from aleph_desktop.errors import Failure
from aleph_desktop.ui.composer.clip_card import ClipCard
from aleph_desktop.ui.composer.clip_draft import ClipDraft
from aleph_desktop.ui.composer.cut_search import CutSearch
from aleph_desktop.ui.composer.url_field import UrlField
from aleph_desktop.ui.labels import label
from aleph_desktop.ui.theme import Theme

STILL_COUNT = 9  # pictures that the strip wants of a clip, spread over the whole
STILL_BOX = (280, 156)  # pixels that hold each: a cell of the strip at scale 2


class ClipSection(QWidget):
    """Holds the clip of the draft. All that it shows comes by setters; it reads nothing itself."""

    source_changed = Signal(object)  # ClipSource, or None; also when the same is given once more
    choose_wanted = Signal()
    changed = Signal()  # anything that bears on Generate
    span_changed = Signal(object)  # TimeRange; see `is_dragging`
    framing_changed = Signal(object)  # Framing
    scrubbed = Signal(float)  # the playhead was put there, seconds from the first frame
    cuts_wanted = Signal(object)  # TimeRange in which nobody has looked for cuts
    url_step_wanted = Signal(str)  # a UrlStep
    fetch_cancelled = Signal()
    play_wanted = Signal()  # the range

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = ClipDraft()
        self._plan: SendPlan | None = None
        self._search: CutSearch | None = None
        self._length = label("", "dim")
        self._length.setToolTip("How much of the clip counts for the model")
        self._card = ClipCard(theme)
        self._url = UrlField()
        self._lay_out()
        self._connect()

    # What is held

    @property
    def source(self) -> ClipSource | None:
        return self._draft.source

    @property
    def span(self) -> TimeRange | None:
        """Seconds from the first frame; None: the default, or the clip is a URL."""
        return self._draft.span

    @property
    def shown_span(self) -> TimeRange:
        """The range on whole frames, as the strip and the fields show it; once a file is read."""
        return self._draft.shown_span

    @property
    def framing(self) -> Framing:
        return self._draft.framing

    @property
    def plan(self) -> SendPlan | None:
        """What will be sent of a file; None: there is none, or it isn't read yet."""
        return self._plan

    @property
    def is_dragging(self) -> bool:
        """Whether the range is in the user's hand: the `span_changed` of its release follows."""
        return self._card.strip.is_dragging

    @property
    def obstacle(self) -> str:
        """Why the clip can't be sent, in a few words; empty when it can."""
        return "This URL can't be used." if self._url.is_wrong else self._draft.obstacle

    @property
    def is_usable(self) -> bool:
        return not self.obstacle

    # The clip

    def set_spec(self, spec: ModelSpec) -> None:
        """The model whose limits hold."""
        self._draft = replace(self._draft, spec=spec)
        self._show_strip()
        self._refresh()

    def set_loopback(self, loopback: bool) -> None:
        """Whether the service runs on this machine, and so takes local addresses."""
        self._url.set_loopback(loopback)

    def set_source(
        self,
        source: ClipSource | None,
        span: TimeRange | None = None,
        framing: Framing = UNCHANGED,
    ) -> None:
        """Take a clip; `set_clip` or `set_clip_problem` follow for a file. Tells it on."""
        is_url = source is not None and source.kind is SourceKind.URL
        self._url.set_quietly(source.location if source is not None and is_url else "")
        self._take(source, None if is_url else span, framing)

    def set_clip(self, info: ClipInfo) -> None:
        """The file was read and can be used."""
        if self._draft.source is None or self._draft.is_url:
            return
        self._draft = replace(self._draft, info=info, failure=None)
        self._search = CutSearch(info.duration)
        self._show_strip()
        self._refresh()
        self._look_for_cuts()

    def set_clip_problem(self, failure: Failure) -> None:
        """The clip can't be used: say why, on the clip."""
        if self._draft.source is None:
            return
        self._draft = replace(self._draft, failure=failure, busy="", is_fetching=False)
        self._refresh()

    def set_still(self, number: int, count: int, image: QImage) -> None:
        """One of `count` pictures spread over the whole clip."""
        self._card.strip.set_still(number, count, image)

    def add_cut(self, seconds: float) -> None:
        """A cut was found: the start of the first frame after it."""
        self._card.strip.add_cut(seconds)

    def set_frame_size(self, size: str | None) -> None:
        """The "W:H" that is asked of the model; None: the one that fits the clip best."""
        if size != self._draft.frame_size:
            self._draft = replace(self._draft, frame_size=size)
            self._refresh()

    # The playhead

    def set_playhead(self, seconds: float | None) -> None:
        """What Review shows, in seconds from the clip's first frame; None: something else."""
        self._card.strip.set_playhead(seconds)

    def mark_in(self) -> None:
        """The range begins at the playhead; beyond its out point it is as long as counts."""
        rule, playhead = self._draft.rule, self._card.strip.playhead
        if rule is not None and playhead is not None:
            self._set_span(rule.begun(self._draft.shown_span, rule.shown_frame(playhead)))

    def mark_out(self) -> None:
        """The range ends with the frame at the playhead; before its in point as long as counts."""
        rule, playhead = self._draft.rule, self._card.strip.playhead
        if rule is not None and playhead is not None:
            self._set_span(rule.ended(self._draft.shown_span, rule.shown_frame(playhead) + 1))

    def set_framing_position(self, position: float) -> None:
        """The crop was dragged on the picture: 0 at the left or top, 1 at the right or bottom."""
        self._set_framing(Framing(Shape.FILL, min(1.0, max(0.0, position))))

    # A URL

    def set_url_busy(self, words: str) -> None:
        """The URL is being looked at; empty: no more. It can't be sent meanwhile."""
        self._draft = replace(self._draft, busy=words)
        self._refresh()

    def set_url_report(self, report: UrlReport | None) -> None:
        """What the look found; None: nothing is known, which is no obstacle."""
        self._draft = replace(self._draft, report=report, failure=None, busy="", is_fetching=False)
        self._refresh()

    def set_url_picture(self, image: QImage) -> None:
        self._card.picture.set_image(image)
        self._refresh()

    def set_fetch_progress(self, done: int, total: int | None) -> None:
        """Bytes of the download; it ends with `set_source`, `set_url_report` or a problem."""
        self._card.url.show_progress(done, total)
        if not self._draft.is_fetching:
            self._draft = replace(self._draft, failure=None, is_fetching=True)
            self._refresh()

    # Within

    def _take(self, source: ClipSource | None, span: TimeRange | None, framing: Framing) -> None:
        self._draft = self._draft.taking(source, span, framing)
        self._search = None
        self._card.strip.clear()
        self._card.picture.set_image(None)
        self._refresh()
        self.source_changed.emit(source)

    def _refresh(self) -> None:
        """Show what is held, and tell that it changed."""
        self._plan = self._draft.plan
        self._card.show_draft(self._draft, self._plan)
        self._length.setText(self._draft.length_words())
        self.changed.emit()

    def _show_strip(self) -> None:
        rule, info = self._draft.rule, self._draft.info
        if rule is not None and info is not None:
            self._card.strip.set_clip(rule, info.width / info.height, self._draft.shown_span)

    def _set_span(self, span: TimeRange) -> None:
        """The user chose it."""
        self._draft = replace(self._draft, wanted_span=span)
        self._card.strip.set_span(span)
        self._refresh()
        self.span_changed.emit(span)
        if not self.is_dragging:
            self._look_for_cuts()

    def _on_span_given(self, span: TimeRange) -> None:
        """By hand: Review shows the frame at the end that moves, for nobody trims blind."""
        before, rule = self._draft.shown_span, self._draft.rule
        self._set_span(span)
        if rule is not None:
            half = 0.5 / float(rule.rate)
            is_end = span.start == before.start and span.end != before.end
            self.scrubbed.emit(span.end - half if is_end else span.start + half)

    def _set_framing(self, framing: Framing) -> None:
        if framing != self._draft.framing:
            self._draft = replace(self._draft, framing=framing)
            self._refresh()
            self.framing_changed.emit(framing)

    def _look_for_cuts(self) -> None:
        if self._search is not None:
            for part in self._search.take(self._draft.shown_span):
                self.cuts_wanted.emit(part)

    def _on_url_given(self, source: ClipSource) -> None:
        if source.kind is SourceKind.FILE:
            self.set_source(source)
        elif source != self._draft.source:
            self._take(source, None, UNCHANGED)
        else:
            self._refresh()

    def _on_url_gone(self) -> None:
        if self._draft.is_url:
            self._take(None, None, UNCHANGED)
        else:
            self._refresh()

    def _on_clear(self) -> None:
        self.set_source(None)

    def _on_released(self) -> None:
        self._set_span(self._draft.shown_span)

    def _on_cancel(self) -> None:
        self._draft = replace(self._draft, is_fetching=False)
        self._refresh()
        self.fetch_cancelled.emit()

    def _connect(self) -> None:
        card = self._card
        card.choose_wanted.connect(self.choose_wanted)
        card.clear_wanted.connect(self._on_clear)
        card.strip.span_changed.connect(self._on_span_given)
        card.strip.released.connect(self._on_released)
        card.strip.scrubbed.connect(self.scrubbed)
        card.strip.mark_in_wanted.connect(self.mark_in)
        card.strip.mark_out_wanted.connect(self.mark_out)
        card.range_row.span_changed.connect(self._on_span_given)
        card.range_row.play_wanted.connect(self.play_wanted)
        card.framing_row.framing_changed.connect(self._set_framing)
        card.url.step_wanted.connect(self.url_step_wanted)
        card.url.cancel_wanted.connect(self._on_cancel)
        self._url.url_given.connect(self._on_url_given)
        self._url.url_gone.connect(self._on_url_gone)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label("Reference clip", "heading"))
        top.addStretch(1)
        top.addWidget(self._length)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._card)
        column.addWidget(self._url)
