"""URLs: good ones, bad ones, and any text at all."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.source_url import URL_LIMIT, is_loopback, url_source
from aleph_desktop.errors import KnownError

GOOD = [
    ("https://example.org/clips/rabbit.mp4", "rabbit.mp4"),
    ("  https://example.org/a%20b.mp4?token=1&x=2#t=3 ", "a b.mp4"),
    ("HTTPS://EXAMPLE.org:8443/x.mov", "x.mov"),
    ("https://example.org", "example.org"),
    ("https://münchen.example/x.mp4", "x.mp4"),
    ("https://1password.com/x.mp4", "x.mp4"),
]
BAD = [
    "",
    "   ",
    "rabbit.mp4",
    "http://example.org/x.mp4",
    "ftp://example.org/x.mp4",
    "file:///etc/passwd",
    "data:video/mp4;base64,AAAA",
    "javascript:alert(1)",
    "https://",
    "https:///x.mp4",
    "https://intranet/x.mp4",
    "https://localhost/x.mp4",
    "https://127.0.0.1/x.mp4",
    "https://[::1]/x.mp4",
    "https://[::ffff:127.0.0.1]/x.mp4",
    "https://10.0.0.5/x.mp4",
    "https://169.254.169.254/latest",
    "https://127.1/x.mp4",
    "https://127.0.0.0x1/x.mp4",
    "https://8.8.8.8./x.mp4",
    "https://user:word@example.org/x.mp4",
    "https://user@example.org/x.mp4",
    "https://example.org:99999/x.mp4",
    "https://[::1/x.mp4",
    "https://example.org/a b.mp4",
    "https://example.org/\u202e4pm.exe",
    "https://example.org/\x00",
    "https://a..example.org/x.mp4",
    "https://example.org\\@evil.example/x.mp4",
    "https://" + "x" * URL_LIMIT + ".example.org",
]


@pytest.mark.parametrize(("text", "name"), GOOD)
def test_good_urls(text: str, name: str):
    assert url_source(text) == ClipSource(SourceKind.URL, text.strip())
    assert url_source(text).name == name


@pytest.mark.parametrize("text", BAD)
def test_bad_urls_get_words(text: str):
    with pytest.raises(KnownError) as caught:
        url_source(text)
    assert caught.value.failure.message
    assert caught.value.failure.remedy


@pytest.mark.parametrize("host", ["localhost:80", "127.0.0.1:8000", "[::1]:9", "127.9.9.9"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_this_machine_is_good_for_a_service_on_this_machine_only(scheme: str, host: str):
    text = f"{scheme}://{host}/x.mp4"
    assert url_source(text, loopback=True).location == text
    with pytest.raises(KnownError):
        url_source(text)


@pytest.mark.parametrize("text", [t for t in BAD if "127." not in t and "localhost" not in t])
def test_a_service_on_this_machine_takes_no_other_bad_url(text: str):
    if text != "https://[::1]/x.mp4":
        with pytest.raises(KnownError):
            url_source(text, loopback=True)


@given(
    st.text() | st.text().map("https://{}".format) | st.text().map("http://127.0.0.1{}".format),
    st.booleans(),
)
@example("https://a\u2100.example", False)
def test_any_text_is_a_source_or_a_known_error(text: str, loopback: bool):
    try:
        source = url_source(text, loopback=loopback)
    except KnownError:
        return
    assert source.location == text.strip()
    assert len(source.location) <= URL_LIMIT
    assert source.name


@pytest.mark.parametrize("host", [None, "", "example.org", "10.0.0.1", "localhost.example.org"])
def test_what_is_not_this_machine(host: str | None):
    assert not is_loopback(host)
