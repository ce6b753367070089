"""The answers to submit and poll, in every shape that the provider's documents show."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from aleph_desktop.client.address import check_result_url
from aleph_desktop.client.errors import BadAnswer
from aleph_desktop.client.plain import plain
from aleph_desktop.domain.generation import Generation, GenerationStatus

CREDITS_PER_USD = 2_000_000  # provider docs

# Provider docs: the first word of each group is the present one, the rest are older.
_STATUS = {
    **dict.fromkeys(("queued", "waiting"), GenerationStatus.QUEUED),
    **dict.fromkeys(("generating", "active", "in_progress"), GenerationStatus.GENERATING),
    **dict.fromkeys(("completed", "complete", "succeeded"), GenerationStatus.COMPLETED),
    **dict.fromkeys(("error", "failed"), GenerationStatus.FAILED),
}
_MOST = Decimal(10) ** 12  # credits or dollars; a larger figure is no figure


def parse_json(body: bytes) -> object:
    """The JSON value in `body`. Raises BadAnswer, also for a key that stands there twice."""
    try:
        value: object = json.loads(body, object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise _bad("It is not valid JSON.") from error
    return value


def parse_generation(
    payload: object,
    headers: Mapping[str, str],
    *,
    asked_id: str | None = None,
    loopback: bool = False,
) -> Generation:
    """The generation in an answer. Raises BadAnswer and nothing else, whatever `payload` is.

    `headers` by lower-case name. `asked_id`: the id that was asked for, which then is the answer's.
    `loopback`: the service runs on this machine, so its results may too.
    """
    if not isinstance(payload, Mapping):
        raise _bad("It is not a JSON object.")
    word = payload.get("status")
    if not isinstance(word, str) or not (word := plain(word, 60)):
        raise _bad("It has no status.")
    error_name, error_message = _error(payload.get("error"))
    cost_usd, credits_used = _cost(payload, headers)
    return Generation(
        id=asked_id or find_id(payload, headers),
        status=_STATUS.get(word.lower(), GenerationStatus.UNKNOWN),
        word=word,
        video_url=_video_url(payload.get("video"), loopback=loopback),
        error_name=error_name,
        error_message=error_message,
        cost_usd=cost_usd,
        credits=credits_used,
        request_id=find_request_id(payload, headers),
    )


def find_id(payload: object, headers: Mapping[str, str]) -> str:
    """The generation's id, from the body, else from the headers. Raises BadAnswer."""
    inside = payload.get("id") if isinstance(payload, Mapping) else None
    for value in (inside, headers.get("x-inference-id")):
        if isinstance(value, str) and 0 < len(value) <= 500 and value.isprintable():
            return value
    raise _bad("It has no id.")


def find_request_id(payload: object, headers: Mapping[str, str]) -> str | None:
    """The service's id of the request, which its support asks for."""
    inside = payload.get("requestId") if isinstance(payload, Mapping) else None
    for value in (inside, headers.get("x-request-id")):
        if isinstance(value, str) and (found := plain(value, 100)):
            return found
    return None


def _video_url(video: object, *, loopback: bool) -> str | None:
    """`{url}`, a URL, or a list of either; None where there is none yet."""
    if isinstance(video, list):
        video = video[0] if video else None
    if isinstance(video, Mapping):
        video = video.get("url")
    if video is None or video == "":
        return None
    if not isinstance(video, str):
        raise _bad("Its video is neither a URL nor a list of URLs.")
    return str(check_result_url(video, loopback=loopback))


def _error(error: object) -> tuple[str | None, str | None]:
    """(name, message) of a failed generation; formerly a plain string, now an object."""
    if error is None or isinstance(error, str):
        return None, (plain(error, 500) or None) if error else None
    if not isinstance(error, Mapping):
        raise _bad("Its error is neither an object nor a text.")
    name, message = error.get("name"), error.get("message")
    return (
        plain(name, 100) or None if isinstance(name, str) else None,
        plain(message, 500) or None if isinstance(message, str) else None,
    )


def _cost(
    payload: Mapping[object, object], headers: Mapping[str, str]
) -> tuple[Decimal | None, int | None]:
    """(USD, credits). A figure that makes no sense is no figure: a video isn't lost for it.

    Zero counts only where nothing else is said: a poll's headers may tell of the poll itself.
    """
    meta = payload.get("meta")
    usage = meta.get("usage") if isinstance(meta, Mapping) else None
    figures: list[object] = [headers.get("x-aimlapi-credits-used")]
    if isinstance(usage, Mapping):
        figures += [usage.get("credits_used"), usage.get("tokens_used")]
    told = [figure for value in figures if (figure := _figure(value)) is not None]
    spent = next(filter(None, told), told[0] if told else None)
    usd = _figure(headers.get("x-aimlapi-usd-spent"))
    if not usd and spent is not None:
        usd = spent / CREDITS_PER_USD
    return usd, None if spent is None else int(spent.to_integral_value())


def _figure(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, int) and not 0 <= value < _MOST:  # str() refuses very long integers
        return None
    try:
        figure = Decimal(str(value)[:40])
    except InvalidOperation:
        return None
    return figure if figure.is_finite() and 0 <= figure < _MOST else None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


def _bad(why: str) -> BadAnswer:
    return BadAnswer(
        "The service's answer can't be read",
        f"It answered with something that this app doesn't understand. {why}",
        "This may pass. If it doesn't, look for a newer version of the app.",
    )
