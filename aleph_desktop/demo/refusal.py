"""What the service says no with."""

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818 - an answer, not an accident
    """An HTTP status and the words for its body."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers


def invalid(problems: list[str]) -> Refusal:
    """400 with everything that is wrong, each naming its field."""
    return Refusal(400, "; ".join(problems))
