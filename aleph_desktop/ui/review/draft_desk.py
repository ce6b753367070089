"""A draft in review: its part, which moves while it is dragged, and stills from outside."""

import math

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.review.draft import Draft, drops_numbers, start_frame
from aleph_desktop.ui.review.stage import REFERENCE, Stage

_REST = 150  # ms without a change; then the new part's frames are worth reading
_CLOSE = 0.0005  # seconds; a frame's start is not a round number


class DraftDesk(QObject):
    """Puts a draft on the stage. Times are seconds from the source's first frame."""

    playhead_moved = Signal(float)  # the start of the frame on screen

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._playback = stage.playback
        self._draft: Draft | None = None
        self._span: TimeRange | None = None  # where the part has been dragged to
        self._resumes = False
        self._still: float | None = None
        self._playhead: float | None = None
        self._rest = QTimer(self, interval=_REST, singleShot=True)
        self._rest.timeout.connect(self._on_rested)

    @property
    def is_open(self) -> bool:
        return self._draft is not None

    @property
    def first_frame(self) -> int:
        """The number in the source of the part's first frame, from its start timecode."""
        if self._draft is None:
            return 0
        start = math.floor((self._draft.ask.start + _CLOSE) * self._playback.pairing.rate)
        return start_frame(self._draft.info) + start

    @property
    def drops_numbers(self) -> bool:
        """Whether the source's timecode is drop-frame."""
        return drops_numbers(self._draft.info if self._draft else None)

    @property
    def seconds(self) -> float:
        """The start of the frame on screen."""
        return self._playback.start_seconds if self._still is None else self._still

    def frame(self) -> tuple[str, float]:
        """The file, and the middle of the frame on screen."""
        path = self._draft.path if self._draft else ""
        if self._still is None:
            return path, self._playback.seconds
        return path, self._still + 0.5 / float(self._playback.pairing.rate)

    def open(self, draft: Draft) -> None:
        """Show a draft on a clear stage, paused on its part's first frame."""
        self._draft = draft
        self._expect(draft)
        even = draft.timing(self._playback.pairing.rate) if draft.info else None
        self._stage.set_label("reference", REFERENCE)
        self._playback.load(draft.ask, pictures=True, even=even)
        self._stage.want(draft.ask, None)

    def close(self) -> None:
        """Something else is shown."""
        self._rest.stop()
        self._draft = self._span = self._still = self._playhead = None
        self._resumes = False
        self._stage.view.set_still(None)

    def grow(self, draft: Draft) -> bool:
        """More is known of the draft that is shown; False: this is another."""
        if self._draft is None or not self._draft.may_become(draft):
            return False
        self._rest.stop()
        self._expect(draft)
        self._change(draft)
        return True

    def set_span(self, span: TimeRange) -> None:
        """The part has been dragged; it is read once it rests."""
        if self._draft is None or span == (self._span or self._draft.span):
            return
        self._resumes = self._resumes or self._playback.is_playing
        self._playback.pause()
        self._span = span
        self._rest.start()

    def show_still(self, image: QImage | None, seconds: float) -> None:
        """A frame from outside; None: what was there before."""
        if self._draft is None:
            return
        self._stage.view.set_still(image)
        self._still = None if image is None else seconds
        if image is None:
            self._playhead = None
            self._stage.transport.set_frame(self._playback.index)
        else:
            self._playback.pause()
        self.tell()

    def settle(self) -> None:
        """The transport is used: in the part that is wanted, from the still on."""
        self._stage.start_when_ready(False)
        if self._rest.isActive():
            self._rest.stop()
            self._resumes = False
            self._on_rested()
        if self._still is not None:
            at, self._still = self._still, None
            self._stage.view.set_still(None)
            self._playback.go_to_seconds(at + _CLOSE)

    def tell(self) -> None:
        """The frame on screen may be another."""
        if self._draft is None or self._playback.pairing.count == 0:
            return
        if self._still is not None:
            at, pairing = self._still + _CLOSE, self._playback.pairing
            start = self._draft.ask.start
            self._stage.transport.set_frame(pairing.index_at(at - start))  # or the nearest
            number = start_frame(self._draft.info) + math.floor(at * pairing.rate)
            self._stage.transport.set_time(number)
        elif self._playhead != self.seconds:
            self._playhead = self.seconds
            self.playhead_moved.emit(self._playhead)

    def _expect(self, draft: Draft) -> None:
        if draft.info is not None:
            self._stage.view.expect(QSize(draft.info.width, draft.info.height))

    def _change(self, draft: Draft) -> None:
        """Show another part of the clip; what is on screen stays where it is in both."""
        old, self._draft, self._span = self._draft, draft, None
        plays, self._resumes = self._resumes, False
        timing = draft.timing(self._playback.pairing.rate)
        if timing is not None and (old is None or old.ask != draft.ask):
            before = self._playback.seconds
            self._playback.set_part(draft.ask, timing)
            is_same = abs(self._playback.seconds - before) < 0.5 / float(timing.frame_rate)
            self._stage.let_go_reference(keep=is_same)
            self._stage.want(draft.ask, None)
            self._stage.start_when_ready(plays)
        elif plays:
            self._playback.play()

    def _on_rested(self) -> None:
        if self._draft is not None and self._span is not None:
            self._change(Draft(self._draft.path, self._draft.info, self._span))
