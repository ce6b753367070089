"""The clip of the edit in the making: which, which part, in which frame. No widgets."""

from dataclasses import dataclass

from aleph_desktop.domain.clip import ClipInfo, ClipSource
from aleph_desktop.domain.framing import UNCHANGED, Framing, is_same_shape
from aleph_desktop.domain.model_spec import ModelSpec, parse_frame_size
from aleph_desktop.domain.send_plan import SendPlan, plan_send
from aleph_desktop.domain.time_range import TimeRange
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


def is_reshaped(plan: SendPlan) -> bool:
    """Whether the clip's shape is not the frame's, so that it is fitted or fills."""
    return not is_same_shape(plan.placement.source, parse_frame_size(plan.frame_size))
