"""The clip of the edit in the making: which, which part, in which frame. No widgets."""

from dataclasses import dataclass

from aleph_desktop.domain.clip import ClipInfo, ClipSource, SourceKind
from aleph_desktop.domain.framing import UNCHANGED, Framing, is_same_shape
from aleph_desktop.domain.model_spec import ModelSpec, parse_frame_size
from aleph_desktop.domain.send_plan import SendPlan, plan_send
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.domain.url_report import UrlReport
from aleph_desktop.errors import Failure
from aleph_desktop.ui.composer.range_rule import RangeRule


@dataclass(frozen=True, slots=True)
class ClipDraft:
    """Changed by `dataclasses.replace`."""

    source: ClipSource | None = None
    info: ClipInfo | None = None  # of a file that was read
    spec: ModelSpec | None = None
    wanted_span: TimeRange | None = None  # as it was given; None: the default
    framing: Framing = UNCHANGED
    frame_size: str | None = None  # "W:H"; None: the one that fits the clip best
    failure: Failure | None = None  # of reading the file, or of a step with the URL
    report: UrlReport | None = None  # of a URL that was looked at
    busy: str = ""  # what is being done about the URL, in a word
    is_fetching: bool = False

    def taking(
        self, source: ClipSource | None, span: TimeRange | None, framing: Framing
    ) -> "ClipDraft":
        """Another clip, of which nothing is known yet, for the same model and frame."""
        return ClipDraft(
            source, spec=self.spec, wanted_span=span, framing=framing, frame_size=self.frame_size
        )

    @property
    def is_url(self) -> bool:
        return self.source is not None and self.source.kind is SourceKind.URL

    @property
    def rule(self) -> RangeRule | None:
        """None until the file is read."""
        if self.info is None or self.spec is None:
            return None
        return RangeRule.of(self.info, self.spec.clip_seconds)

    @property
    def shown_span(self) -> TimeRange:
        """What the strip shows, on frames; once the file is read."""
        rule = self.rule
        if rule is None:
            return self.wanted_span or TimeRange(0.0, 0.0)
        return rule.default if self.wanted_span is None else rule.settled(self.wanted_span)

    @property
    def span(self) -> TimeRange | None:
        """For the edit; None: the default, also when one came back to it."""
        rule = self.rule
        if rule is None:
            return self.wanted_span
        shown = self.shown_span
        return None if shown == rule.default else shown

    @property
    def plan(self) -> SendPlan | None:
        """What will be sent; None until the file is read."""
        if self.info is None or self.spec is None:
            return None
        return plan_send(
            self.info, self.spec, span=self.span, frame_size=self.frame_size, framing=self.framing
        )

    @property
    def obstacle(self) -> str:
        """Why the clip can't be sent, in a few words; empty when it can."""
        is_fetchable = self.report is not None and self.report.is_usable  # by the service
        for blocked, words in (
            (self.source is None, "Add a clip: drop it anywhere, or paste its URL."),
            (self.failure is not None and not is_fetchable, "This clip can't be used."),
            (not self.is_url and self.info is None, "Reading the clip…"),
            (self.is_fetching, "Downloading the clip…"),
            (self.busy, self.busy),
            (self.report is not None and not is_fetchable, "The service can't fetch this URL."),
        ):
            if blocked:
                return words
        return ""

    def length_words(self) -> str:
        """How much counts: "5.00 s of 5.28 s"."""
        if self.info is not None:
            return f"{self.shown_span.length:.2f} s of {_whole(self.info.duration)}"
        return f"first {self.spec.clip_seconds:g} s" if self.is_url and self.spec else ""


def _whole(seconds: float) -> str:
    """No colons: the fields read those as frames."""
    if seconds < 60:
        return f"{seconds:.2f} s"
    minutes, left = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {left} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min"


def is_reshaped(plan: SendPlan) -> bool:
    """Whether the clip's shape is not the frame's, so that it is fitted or fills."""
    return not is_same_shape(plan.placement.source, parse_frame_size(plan.frame_size))
