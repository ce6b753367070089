"""Why no waiting job is begun."""

from dataclasses import dataclass

from aleph_desktop.errors import Failure


@dataclass(frozen=True, slots=True)
class Hold:
    """The queue is held: what is at the service goes on, nothing new is prepared or sent."""

    by_user: bool = False  # until the user says so; outlives the app
    failure: Failure | None = None  # key, credits, network or space; ends by itself when mended

    @property
    def is_on(self) -> bool:
        return self.by_user or self.failure is not None
