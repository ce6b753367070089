"""Fetching a clip by its URL, by the rules of the model's vendor."""

import ssl
from urllib.parse import urlsplit

import anyio
import httpx
import truststore

from aleph_desktop.domain.loopback import is_loopback
from aleph_desktop.errors import KnownError

LIMIT = 32_000_000  # bytes; vendor docs, "URL inputs"
_SECONDS = 60.0  # for the whole of it
_TIMEOUT = httpx.Timeout(15.0)


async def fetch(url: str) -> bytes:
    """The video at a URL. Raises KnownError with why there is none.

    Redirects are not followed (vendor docs). On this machine no proxy is asked.
    """
    try:
        with anyio.fail_after(_SECONDS):
            return await _fetch(url)
    except TimeoutError:
        raise _unusable(f"it did not arrive within {_SECONDS:.0f} s") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise _unusable(str(error) or type(error).__name__) from error


async def _fetch(url: str) -> bytes:
    trust = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    proxied = not is_loopback(urlsplit(url).hostname)
    headers = {"Accept-Encoding": "identity"}
    async with (
        httpx.AsyncClient(verify=trust, trust_env=proxied, timeout=_TIMEOUT) as client,
        client.stream("GET", url, headers=headers) as answer,
    ):
        if answer.is_redirect:
            raise _unusable("it redirects, and redirects are not followed")
        if answer.status_code != httpx.codes.OK:
            raise _unusable(f"it answers {answer.status_code}")
        kind = answer.headers.get("content-type", "")
        if not kind.lower().startswith("video/"):
            raise _unusable(f"its Content-Type is {kind or 'missing'}, not a video's")
        data = bytearray()
        async for piece in answer.aiter_raw():
            data += piece
            if len(data) > LIMIT:
                raise _unusable(f"it is larger than {LIMIT // 1_000_000} MB")
        return bytes(data)


def _unusable(why: str) -> KnownError:
    return KnownError("This URL can't be used", f"video_url can't be fetched: {why}.")
