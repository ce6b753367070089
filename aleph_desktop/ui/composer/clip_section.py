"""Everything about the clip in the composer: which one, which part of it, and how it is sent."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from aleph_desktop.domain.clip import ClipInfo, ClipSource
from aleph_desktop.domain.framing import UNCHANGED, Framing
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.domain.send_plan import SendPlan
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.domain.url_report import UrlReport
from aleph_desktop.errors import Failure
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
        self._theme = theme
        self._source: ClipSource | None = None
        self._framing = UNCHANGED

    # What is held

    @property
    def source(self) -> ClipSource | None:
        return self._source

    @property
    def span(self) -> TimeRange | None:
        """Seconds from the first frame; None: the default, or the clip is a URL."""
        return None

    @property
    def framing(self) -> Framing:
        return self._framing

    @property
    def plan(self) -> SendPlan | None:
        """What will be sent of a file; None: there is none, or it isn't read yet."""
        return None

    @property
    def is_dragging(self) -> bool:
        """Whether the range is in the user's hand: the `span_changed` of its release follows."""
        return False

    @property
    def obstacle(self) -> str:
        """Why the clip can't be sent, in a few words; empty when it can."""
        return ""

    @property
    def is_usable(self) -> bool:
        return not self.obstacle

    # The clip

    def set_spec(self, spec: ModelSpec) -> None:
        """The model whose limits hold."""

    def set_loopback(self, loopback: bool) -> None:
        """Whether the service runs on this machine, and so takes local addresses."""

    def set_source(
        self,
        source: ClipSource | None,
        span: TimeRange | None = None,
        framing: Framing = UNCHANGED,
    ) -> None:
        """Take a clip; `set_clip` or `set_clip_problem` follow for a file. Tells it on."""
        self._source = source
        self._framing = framing
        self.source_changed.emit(source)

    def set_clip(self, info: ClipInfo) -> None:
        """The file was read and can be used."""

    def set_clip_problem(self, failure: Failure) -> None:
        """The clip can't be used: say why, on the clip."""

    def set_still(self, number: int, count: int, image: QImage) -> None:
        """One of `count` pictures spread over the whole clip."""

    def add_cut(self, seconds: float) -> None:
        """A cut was found: the start of the first frame after it."""

    def set_frame_size(self, size: str | None) -> None:
        """The "W:H" that is asked of the model; None: the one that fits the clip best."""

    # The playhead

    def set_playhead(self, seconds: float | None) -> None:
        """What Review shows, in seconds from the clip's first frame; None: something else."""

    def mark_in(self) -> None:
        """The range begins at the playhead."""

    def mark_out(self) -> None:
        """The range ends with the frame at the playhead."""

    def set_framing_position(self, position: float) -> None:
        """The crop was dragged on the picture: 0 at the left or top, 1 at the right or bottom."""

    # A URL

    def set_url_busy(self, words: str) -> None:
        """The URL is being looked at; empty: no more. It can't be sent meanwhile."""

    def set_url_report(self, report: UrlReport | None) -> None:
        """What the look found; None: nothing is known, which is no obstacle."""

    def set_url_picture(self, image: QImage) -> None: ...

    def set_fetch_progress(self, done: int, total: int | None) -> None:
        """Bytes of the download; it ends with `set_source`, `set_url_report` or a problem."""
