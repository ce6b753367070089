"""What a call of the service can raise.

KnownError
 └─ ServiceError
     ├─ Unsendable         a file to be sent can't be read: the request, if begun, stayed incomplete
     ├─ Unreachable        no connection was made: nothing was sent
     ├─ AnswerLost         the request may have arrived, its answer did not; 408, 409, 499 to a POST
     ├─ BadAnswer          an answer that is not what the contract says
     ├─ ServiceTrouble     500, 502, 503, 504: may pass (with a POST: may have been accepted);
     │                     with a GET 408, 409, 499, and 402, 403 without JSON, too
     ├─ RateLimited        429; `retry_after` in seconds, or None
     ├─ KeyRefused         401
     ├─ OutOfCredits       402, 403, with JSON
     ├─ NotFound           404, 410
     ├─ ModelGone          the service's catalogue has no such model
     └─ Refused            400, 413, 422 and every other 4xx; 402, 403 without JSON to a POST
"""

# ruff: noqa: N818 (the names say what happened, and the base says that they are errors)

from aleph_desktop.errors import FailureKind, KnownError


class ServiceError(KnownError):
    """A call failed; the words say how. `status` is the HTTP status, or None when none came."""

    kind: FailureKind = FailureKind.PROVIDER

    def __init__(
        self,
        title: str,
        message: str,
        remedy: str = "",
        *,
        status: int | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(title, message, remedy, kind=self.kind, request_id=request_id)
        self.status = status


class Unsendable(ServiceError):
    kind = FailureKind.DISK


class Unreachable(ServiceError):
    kind = FailureKind.NETWORK


class AnswerLost(ServiceError):
    kind = FailureKind.NETWORK


class BadAnswer(ServiceError):
    kind = FailureKind.PROVIDER


class ServiceTrouble(ServiceError):
    kind = FailureKind.PROVIDER


class RateLimited(ServiceError):
    kind = FailureKind.BUSY

    def __init__(
        self,
        title: str,
        message: str,
        remedy: str = "",
        *,
        status: int | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(title, message, remedy, status=status, request_id=request_id)
        self.retry_after = retry_after


class KeyRefused(ServiceError):
    kind = FailureKind.KEY


class OutOfCredits(ServiceError):
    kind = FailureKind.CREDITS


class NotFound(ServiceError):
    kind = FailureKind.REFUSED


class ModelGone(ServiceError):
    kind = FailureKind.REFUSED


class Refused(ServiceError):
    kind = FailureKind.REFUSED
