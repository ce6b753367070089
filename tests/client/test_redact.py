import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.client.redact import redact_text, redact_url

CANARY = "canary-1f0e7c55aa"
INK = st.characters(exclude_categories=["Z", "C"])


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://me:pw@a.b:8/v.mp4?_jwt=x#y", "https://a.b:8/v.mp4"),
        ("http://[::1]:80/v", "http://[::1]:80/v"),
        ("data:video/mp4;base64,AAAA", "data:…"),
        ("https://a:bad/?x", "[not a URL]"),
    ],
)
def test_what_of_a_url_may_be_logged(url, safe):
    assert redact_url(url) == safe


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Nothing to hide: 3 of 4 s? Yes = no.", "Nothing to hide: 3 of 4 s? Yes = no."),
        ("got https://me:pw@a.b/v.mp4?_jwt=x#y at once", "got https://a.b/v.mp4 at once"),
        ("'url': 'HTTPS://a.b/v?x=1'}", "'url': 'https://a.b/v"),
        ("GET /v.mp4?_jwt=x HTTP/1.1", "GET /v.mp4?… HTTP/1.1"),
        ("Bearer abc.def-1 then", "Bearer … then"),
        ("{'authorization': 'Bearer abc', 'x': 1}", "{'authorization…"),
        ("Authorization: Basic abc def\nnext", "Authorization: …\nnext"),
        ("AIMLAPI_API_KEY=abc", "AIMLAPI_API_KEY=…"),
        ("x-api-key: abc", "x-api-key: …"),
        ("token eyJhbGciOi.eyJleHAiOj.c2ln!", "token [token]!"),
        ("sent data:video/mp4;base64,AAAA== there", "sent data:… there"),
    ],
)
def test_what_of_a_text_may_be_written_down(text, safe):
    assert redact_text(text).startswith(safe.removesuffix("…"))
    assert redact_text(redact_text(text)) == redact_text(text)
    for secret in ("pw", "abc", "AAAA", "c2ln", "jwt"):
        assert secret not in redact_text(text)


@given(st.text())
def test_it_never_fails(text):
    redact_text(text)


@given(
    st.text(),
    st.sampled_from(["https", "http", "wss", "HTTPS", "ftp"]),
    st.text(INK, max_size=20),
    st.text(INK, max_size=20),
    st.sampled_from(["?", "#", "?_jwt=", "?a=b&c="]),
    st.text(),
)
def test_a_query_never_survives(before, scheme, path, query, sign, after):
    path = path.replace("@", "")
    text = f"{before}{scheme}://cdn.example.com/{path}{sign}{query}{CANARY} {after}"
    assert CANARY not in redact_text(text)


@given(st.text(), st.text(INK.filter(lambda c: c not in "/?#"), max_size=20))
def test_a_user_part_never_survives(before, user):
    assert CANARY not in redact_text(f"{before} https://{user}{CANARY}@cdn.example.com/v")


@given(st.text(), st.sampled_from(["Bearer ", "bearer  ", "Authorization: ", "api_key="]))
def test_a_key_never_survives(before, name):
    assert CANARY not in redact_text(f"{before} {name}{CANARY}")


@pytest.mark.parametrize("text", ["a" * 10**6, "data:" * 10**5, "eyJ" * 10**5, "a.b-" * 10**5])
def test_a_long_text_takes_no_time(text):
    began = time.monotonic()
    redact_text(text)
    assert time.monotonic() - began < 2
