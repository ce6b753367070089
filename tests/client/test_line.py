"""A connection that is given up ends where it is looked at, and not while it is put away."""

import httpx
import pytest

from aleph_desktop.client.line import Line
from aleph_desktop.client.web_reach import WebReach


class NotWantedError(Exception):
    pass


def give_up() -> None:
    raise NotWantedError


@pytest.fixture
def trace():
    return Line(give_up, WebReach(loopback=False, chosen="example.org")).tracer(
        httpx.URL("https://example.org/clip.mp4")
    )


@pytest.mark.parametrize(
    "event", ["http11.send_request_headers.started", "http11.receive_response_body.started"]
)
def test_what_goes_on_is_stopped(trace, event):
    with pytest.raises(NotWantedError):
        trace(event, {})


@pytest.mark.parametrize(
    "event",
    [
        "http11.receive_response_body.failed",
        "http11.response_closed.started",
        "http11.response_closed.complete",
        "connection.close.started",
    ],
)
def test_what_ends_is_let_go(trace, event):
    trace(event, {})
