"""The connections: TLS, proxies, limits, time-outs."""

import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
import truststore

from aleph_desktop.build import this_build
from aleph_desktop.client.redact import quiet_http_logs
from aleph_desktop.errors import FailureKind, KnownError

# Seconds, for each phase. `write` is for one piece of a body (192 KiB), so the slowest line that
# gets through sends 3 KiB/s. `read` is for the gap between two arrivals: totals are the callers'.
TIMEOUTS = httpx.Timeout(connect=10.0, write=60.0, read=60.0, pool=30.0)

# `read` begins when the last piece of the body was handed to the system, whose own send buffer may
# hold 4 MB then: 4 min on a bad mobile line.
SUBMIT_TIMEOUTS = httpx.Timeout(connect=10.0, write=60.0, read=300.0, pool=30.0)

# 8: measured, 50 polls at once stall the loop 22 ms instead of 132.
# 4 s: Node and uvicorn close an idle connection after 5 s. A POST that is sent into the closing
# looks like one whose answer was lost, so idle connections end on our side first.
_LIMITS = httpx.Limits(max_connections=8, max_keepalive_connections=8, keepalive_expiry=4.0)

# A look at a URL asks one server a few times, one after the other.
_LOOK_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=1, keepalive_expiry=4.0)
LOOK_TIMEOUTS = httpx.Timeout(10.0)  # seconds, for each phase

# No keep-alive: a download that is given up ends by shutting its socket, which must be its own.
_DOWNLOAD_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=0)

# A system's proxy can't reach this machine's own demo service.
_NO_PROXY: dict[str, None] = dict.fromkeys(("all://127.0.0.1", "all://localhost", "all://[::1]"))


def build_tls() -> ssl.SSLContext:
    """TLS against the system's trust store. Takes about 37 ms: not for the loop's thread."""
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def build_http(tls: ssl.SSLContext | None = None) -> httpx.AsyncClient:
    """The client for the service's API. Knows no key. Raises KnownError for an unusable proxy.

    Without `tls` it builds its own: call it in a worker thread.
    """
    quiet_http_logs()
    try:
        return httpx.AsyncClient(
            verify=tls or build_tls(),
            headers=_headers(),
            cookies=_no_cookies(),
            timeout=TIMEOUTS,
            limits=_LIMITS,
            mounts=_NO_PROXY,
            follow_redirects=False,
            trust_env=True,
        )
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        raise _unusable_proxy() from error


def build_download_http(tls: ssl.SSLContext | None = None) -> httpx.Client:
    """The client for results: blocking, for threads. As `build_http`."""
    return _blocking_http(tls, TIMEOUTS, _DOWNLOAD_LIMITS)


def build_look_http(tls: ssl.SSLContext) -> httpx.Client:
    """The client for one look at a URL: blocking, for one thread. As `build_http`."""
    return _blocking_http(tls, LOOK_TIMEOUTS, _LOOK_LIMITS)


def _blocking_http(
    tls: ssl.SSLContext | None, timeouts: httpx.Timeout, limits: httpx.Limits
) -> httpx.Client:
    quiet_http_logs()
    try:
        return httpx.Client(
            verify=tls or build_tls(),
            headers=_headers(),
            cookies=_no_cookies(),
            timeout=timeouts,
            limits=limits,
            mounts=_NO_PROXY,
            follow_redirects=False,
            trust_env=True,
        )
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        raise _unusable_proxy() from error


def _headers() -> dict[str, str]:
    """`identity`: 2 MB of gzip can unpack to 2 GB, and httpx would."""
    release = this_build().version
    return {"User-Agent": f"aleph_desktop/{release}", "Accept-Encoding": "identity"}


def _no_cookies() -> CookieJar:
    """Takes none: httpx fails on every request after a cookie that isn't ASCII."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def _unusable_proxy() -> KnownError:
    return KnownError(
        "This system's proxy can't be used",
        "The system's settings name a proxy of a kind that this app doesn't know, such as SOCKS.",
        "Set an http:// proxy (HTTPS_PROXY), or none.",
        kind=FailureKind.NETWORK,
    )
