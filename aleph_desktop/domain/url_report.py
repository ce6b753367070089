"""What a look at a URL found, before anybody pays for it."""

from dataclasses import dataclass
from enum import StrEnum

from aleph_desktop.domain.clip import ClipInfo


class UrlStep(StrEnum):
    """What the user can do about a URL."""

    USE_TARGET = (
        "use_target"  # take `report.target` instead: where it redirects, or the file itself
    )
    FETCH = "fetch"  # download it here, and send it as data
    LOOK_ANYWAY = "look_anyway"  # a private address: look only because the user says so


@dataclass(frozen=True, slots=True)
class UrlReport:
    """`problem` is empty when the service can fetch the clip itself."""

    url: str
    problem: str = ""  # a sentence: why the service would refuse it
    remedy: str = ""  # a sentence: what to do
    steps: tuple[UrlStep, ...] = ()  # offered as buttons
    target: str = ""  # for USE_TARGET
    size: int | None = None  # bytes; None: the server doesn't say
    mime_type: str = ""
    info: ClipInfo | None = None  # None: it could not be looked into
    notes: tuple[str, ...] = ()  # sentences: what could not be found out

    @property
    def is_usable(self) -> bool:
        """Whether the service can be given this URL."""
        return not self.problem
