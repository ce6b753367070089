"""What a headless run ends with; `subcommands.EXIT_CODES` and the README say it to users."""

from collections.abc import Iterable

from aleph_desktop.errors import FailureKind

DONE = 0
INTERRUPTED = 130

_CODES: dict[FailureKind, int] = {
    FailureKind.OURS: 1,
    FailureKind.INPUT: 2,
    FailureKind.DISK: 2,
    FailureKind.SPACE: 2,
    FailureKind.KEY: 3,
    FailureKind.CREDITS: 3,
    FailureKind.REFUSED: 3,
    FailureKind.MODERATION: 4,
    FailureKind.GENERATION: 4,
    FailureKind.BUSY: 5,
    FailureKind.PROVIDER: 5,
    FailureKind.NETWORK: 5,
    FailureKind.TIMEOUT: 5,
}
# What stands in the way of every job comes before what ended one: a mistake of ours, key and
# credits, the line, the disk, the model.
WORST_FIRST = (1, 3, 5, 2, 4)


def code_of(kind: FailureKind) -> int:
    """The exit code for one failure."""
    return _CODES[kind]


def worst_code(kinds: Iterable[FailureKind]) -> int:
    """The exit code for all that failed in one run; 0 for none."""
    codes = {code_of(kind) for kind in kinds}
    return next((code for code in WORST_FIRST if code in codes), DONE)
