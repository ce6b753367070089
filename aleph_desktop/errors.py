"""What can go wrong, in two kinds.

Exception
 ├─ KnownError   foreseen: has words for the user, and what to do about it
 └─ BugError     ours: an assumption of the code did not hold
"""

from dataclasses import dataclass
from enum import StrEnum


class FailureKind(StrEnum):
    """Who has to act for the failure to go away."""

    INPUT = "input"  # the clip, prompt or option given here can't be used
    KEY = "key"  # the service doesn't accept the API key
    CREDITS = "credits"  # the account has no credits left
    REFUSED = "refused"  # the service said no to the request itself
    MODERATION = "moderation"  # the service's safety filter said no
    GENERATION = "generation"  # accepted, and then the model failed
    BUSY = "busy"  # too many requests, try later
    PROVIDER = "provider"  # the service answers, but wrongly
    NETWORK = "network"  # the service can't be reached, or didn't answer
    TIMEOUT = "timeout"  # gave up waiting; the result may still come
    DISK = "disk"  # a file or folder here can't be read or written
    SPACE = "space"  # the disk here is full; goes on by itself when there is room
    OURS = "ours"  # a bug


@dataclass(frozen=True, slots=True)
class Failure:
    """Words about one failure: what it is called, what happened, what to do.

    `request_id` is the service's own id of the request, which its support asks for.
    """

    kind: FailureKind
    title: str
    message: str
    remedy: str = ""
    request_id: str | None = None

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.title}:", self.message, self.remedy) if part)


class KnownError(Exception):
    """A foreseen failure, with words for the user."""

    def __init__(
        self,
        title: str,
        message: str,
        remedy: str = "",
        *,
        kind: FailureKind = FailureKind.INPUT,
        request_id: str | None = None,
    ) -> None:
        self.failure = Failure(kind, title, message, remedy, request_id)
        super().__init__(str(self.failure))


class BugError(Exception):
    """An assumption of the code did not hold."""
