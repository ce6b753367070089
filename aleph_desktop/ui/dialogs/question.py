"""Questions that are asked before something that costs or can't be taken back. Words only."""

from collections.abc import Sequence
from typing import NamedTuple

from aleph_desktop.jobs.retry_plan import RetryPlan

NAMES_SHOWN = 6


class Question(NamedTuple):
    """`points` is a list under the text, `note` stands apart; `yes` is what the button does."""

    title: str
    text: str
    points: tuple[str, ...]
    note: str
    yes: str


def retry_question(plan: RetryPlan, *, free: bool) -> Question:
    """What "retry all failed" would do. `free`: the service charges nothing."""
    again, first, new = len(plan.check_again), len(plan.send), len(plan.new_runs)
    runs = first + new
    points = (
        (again, f"{_are(again)} fetched again, at no cost"),
        (first, f"{_are(first)} sent for the first time"),
        (new, f"{new} would be {'a new run' if new == 1 else 'new runs'}, charged"),
        (len(plan.left_out), f"{len(plan.left_out)} refused by the safety filter: left out"),
    )
    cost = "The demo service is free." if free else f"{count(runs, 'run')}, charged by the service."
    if not runs:
        cost = "This costs nothing."
    return Question(
        "Retry all failed",
        f"Retry {count(again + runs, 'failed job')}?",
        tuple(words for number, words in points if number),
        cost,
        "Retry",
    )


def bin_question(names: Sequence[str]) -> Question:
    """Whether the results with these names go to the bin."""
    many = len(names) > 1
    leave = "They leave" if many else "It leaves"
    return Question(
        "Move to the bin",
        f"Move {count(len(names), 'result')} to the bin?"
        if many
        else f"Move {fitted(names[0])} to the bin?",
        shortened([fitted(name) for name in names]) if many else (),
        f"{leave} the list, too. Nothing is deleted: the system's bin gives it back.",
        "Move to the bin",
    )


def shortened(names: Sequence[str], shown: int = NAMES_SHOWN) -> tuple[str, ...]:
    """The first names, and how many more there are."""
    if len(names) <= shown:
        return tuple(names)
    return (*names[:shown], f"… and {len(names) - shown:,} more")


def count(number: int, noun: str) -> str:
    """ "1 run", "1,000 runs"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def fitted(name: str, most: int = 60) -> str:
    """A name with its middle left out, if it is too long for a dialog's line."""
    half = most // 2
    return name if len(name) <= most else f"{name[:half]}…{name[-half:]}"


def _are(number: int) -> str:
    return f"{number:,} is" if number == 1 else f"{number:,} are"
