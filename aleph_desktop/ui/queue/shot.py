"""The takes of one edit as the words of their shot's row. Pure: no Qt, no clock."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from aleph_desktop.domain.job import RUN_AGAIN, Job, JobState
from aleph_desktop.domain.review import Mark
from aleph_desktop.ui.queue.job_row import Ink, JobRow, ink, money, size_words
from aleph_desktop.ui.queue.plain_time import ago
from aleph_desktop.ui.queue.remark import count_words, paragraphs, said

# in the order in which they are told
_WORDS = {
    JobState.FAILED: "failed",
    JobState.UNCONFIRMED: "maybe accepted",
    JobState.DOWNLOADING: "downloading",
    JobState.GENERATING: "generating",
    JobState.WAITING: "generating",
    JobState.SUBMITTING: "preparing",
    JobState.PREPARING: "preparing",
    JobState.QUEUED: "queued",
    JobState.CANCELLED: "cancelled",
}
_TIED = "\N{NO-BREAK SPACE}"
_MISSING, _PAUSED = "files missing", "paused"
_KEYS = "Left hides the takes, Right shows them."
# the dot is that of the take that wants most to be seen
_INKS: tuple[Ink, ...] = ("warning", "bad", "accent", "ok", "faint")


@dataclass(frozen=True, slots=True)
class Shot:
    """Takes that are shown together."""

    id: str
    takes: tuple[Job, ...]  # in order; one that was run again is there twice
    is_folded: bool = False  # the takes' rows are hidden

    @property
    def count(self) -> int:
        """How many takes there are."""
        return len({take.take for take in self.takes})


def takes_words(shot: Shot) -> str:
    return f"{shot.count} takes" if shot.count > 1 else "1 take"


def face(takes: Sequence[Job], shown_id: str | None) -> Job:
    """The take that is shown for all of them: the first finished one, else the first.

    The one that is on the screen stays there if it is as good.
    """
    best = [take for take in takes if take.state is JobState.DONE] or takes
    return next((take for take in best if take.id == shown_id), best[0])


def describe_shot(shot: Shot, now: float) -> JobRow:
    """The row of a shot. `now`: seconds since 1970, UTC.

    What the editor thinks of the takes is told while their own rows are hidden.
    """
    first = shot.takes[0]
    counting = [take for take in shot.takes if take.status_word != RUN_AGAIN]
    done = len({take.take for take in shot.takes if take.state is JobState.DONE})
    inks = {ink(take) for take in counting} or {ink(first)}
    notes = sum(len(take.review.notes) for take in shot.takes)
    costs = [take.cost_usd for take in shot.takes if take.cost_usd is not None]
    return JobRow(
        prompt=" ".join(first.edit.prompt.split()),
        clip=" ".join(first.edit.source.name.split()),
        state=f"{done} of {shot.count} done",
        ink=next(ink for ink in _INKS if ink in inks),
        detail=_rest(counting),
        bar=None,
        links=(),
        size=size_words(first),
        seed="",
        cost=money(sum(costs, Decimal(0)) if costs else None),
        age=ago(max(take.finished_at or take.created_at for take in shot.takes), now),
        mark=_best_mark(counting) if shot.is_folded else Mark.NONE,
        notes=count_words(notes if shot.is_folded else 0),
    )


def shot_sentence(shot: Shot, row: JobRow) -> str:
    """The whole row for those who hear it."""
    fold = "folded" if shot.is_folded else "unfolded"
    cost = "" if row.cost == money(None) else f"cost {row.cost}"
    said_detail = row.detail.replace(_TIED, " ")
    remark = said(row.mark, row.notes)
    parts = (row.prompt, f"Shot with {takes_words(shot)}, {fold}", row.state, remark, said_detail)
    words = (part.rstrip(".") for part in (*parts, row.clip, row.size, cost, row.age) if part)
    return f"{'. '.join(words)}."


def shot_tooltip(shot: Shot, row: JobRow) -> list[str]:
    """Paragraphs with what the row has no room for."""
    edit = shot.takes[0].edit
    states = " · ".join(filter(None, (row.state, row.detail)))
    lines = [edit.prompt, edit.source.location, f"{takes_words(shot)} · {states}"]
    if shot.is_folded:
        lines += [f"Take {t.take}: {line}" for t in shot.takes for line in paragraphs(t.review)]
    return [*lines, _KEYS]


def _best_mark(takes: Sequence[Job]) -> Mark:
    """A star in any take; rejected where every one is."""
    marks = {take.review.mark for take in takes}
    if Mark.STAR in marks:
        return Mark.STAR
    return Mark.REJECT if marks == {Mark.REJECT} else Mark.NONE


def _rest(takes: Sequence[Job]) -> str:
    """How many are not done, by what they are at."""
    counts = Counter(_word(take) for take in takes)
    told = dict.fromkeys((_MISSING, *_WORDS.values(), _PAUSED))
    # broken between the counts, not in one
    words = (f"{counts[word]} {word}".replace(" ", _TIED) for word in told if counts[word])
    return f"{_TIED}· ".join(words)


def _word(take: Job) -> str:
    if take.is_missing:
        return _MISSING
    if take.state is JobState.QUEUED and take.held:
        return _PAUSED
    return _WORDS.get(take.state, "")
