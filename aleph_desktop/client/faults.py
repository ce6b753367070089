"""What httpx and the system raise, in words.

A broken TLS connection is never tried without TLS.
"""

import errno
import socket
import ssl
from collections.abc import Iterator

import httpx

from aleph_desktop.client.errors import AnswerLost, Unreachable

# Raised before a byte of the request has left.
BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}
_CERTIFICATE = {  # OpenSSL's X509_V_ERR_…
    9: "is not valid yet",
    10: "has expired",
    18: "is signed by itself",
    19: "is signed by nobody this system trusts",
    20: "is signed by nobody this system trusts",
    62: "belongs to another host",
    64: "belongs to another host",
}
_ONLINE = "Check the internet connection, then try again."
_CAUSES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str, str], ...] = (
    (ssl.SSLError, "The secure connection to {host} failed.", "Check proxies and virus scanners."),
    (socket.gaierror, "The name {host} can't be found.", _ONLINE),
    (ConnectionRefusedError, "{host} takes no connections.", "Check the service's address."),
    ((ConnectionResetError, BrokenPipeError), "{host} broke the connection off.", "Try again."),
    (httpx.ProxyError, "The proxy refused the connection.", "Check this system's proxy settings."),
    (httpx.PoolTimeout, "All connections are in use.", "Try again when uploads are done."),
    (httpx.ConnectTimeout, "{host} doesn't answer.", _ONLINE),
    ((httpx.TimeoutException, TimeoutError), "{host} took too long.", "Try again later."),
    (httpx.RemoteProtocolError, "{host} ended the connection too early.", "Try again."),
)


def unreachable(error: BaseException, host: str, *, submitting: bool = False) -> Unreachable:
    """No connection was made. `submitting`: so the job it was for has not been sent."""
    message, remedy = fault_words(error, host)
    if submitting:
        message += " Nothing was sent."
    return Unreachable("The service can't be reached", message, remedy)


def answer_lost(error: BaseException, host: str) -> AnswerLost:
    """The request may have arrived, its answer did not."""
    message, remedy = fault_words(error, host)
    return AnswerLost("The answer was lost", message, remedy)


def fault_words(error: BaseException, host: str) -> tuple[str, str]:
    """(what happened, what to do). Never the error's own text: it may hold what was sent."""
    found = list(causes(error))
    for cause in found:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate(cause, host)
    for cause in found:
        if isinstance(cause, OSError) and cause.errno in _NO_WAY:
            return f"There is no way to {host} from here.", _ONLINE
        for kinds, message, remedy in _CAUSES:
            if isinstance(cause, kinds):
                return message.format(host=host), remedy
    return f"The connection to {host} failed ({type(error).__name__}).", _ONLINE


def _certificate(error: ssl.SSLCertVerificationError, host: str) -> tuple[str, str]:
    what = _CERTIFICATE.get(getattr(error, "verify_code", 0), "can't be trusted")
    return (
        f"The certificate that {host} showed {what}, so the connection isn't safe.",
        "Check this computer's clock, and whether a proxy or virus scanner is in between.",
    )


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, outermost first."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop(0)
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
