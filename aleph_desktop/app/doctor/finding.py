"""What one check of the installation found."""

from dataclasses import dataclass
from enum import StrEnum

REINSTALL = "Install aleph_desktop again: the installed copy is not whole."


class Verdict(StrEnum):
    """How much it matters."""

    OK = "ok"
    WARNING = "warning"  # the app works, with something less
    FAILED = "failed"  # what the app is for doesn't work


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: a sentence of what is there, and what to do where that isn't enough."""

    name: str
    verdict: Verdict
    words: str
    remedy: str = ""


def ok(name: str, words: str) -> Finding:
    return Finding(name, Verdict.OK, words)


def warning(name: str, words: str, remedy: str) -> Finding:
    return Finding(name, Verdict.WARNING, words, remedy)


def failed(name: str, words: str, remedy: str) -> Finding:
    return Finding(name, Verdict.FAILED, words, remedy)
