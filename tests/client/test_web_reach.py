"""Private addresses are asked by the user's choice only: as written, by name, behind redirects."""

import pytest
from web_pages import moved, show

from aleph_desktop.domain.url_report import UrlStep

FETCH = (UrlStep.FETCH,)
ANYWAY = (UrlStep.LOOK_ANYWAY,)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "localhost.",
        "clips.localhost",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.4",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "0.0.0.0",  # noqa: S104 (an address that is refused)
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd12:3456::1]",
        "[ff02::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
        "2130706433",
        "127.1",
        "0x7f.1",
        "nas",
        "nas.local",
        "NAS.LOCAL.",
        "cam.lan",
        "pi.home.arpa",
        "metadata.google.internal",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_private_address_is_not_asked(server, look, no_network, scheme, host):
    found = look(f"{scheme}://{host}:{server.port}/a.mp4", loopback=False)
    assert "private network" in found.problem
    assert found.steps == ANYWAY
    assert not server.seen


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["192.168.1.9"]])
def test_a_name_of_a_private_address_is_not_asked(server, look, names, addresses):
    names["clip.example.org"] = [addresses]
    found = look(f"https://clip.example.org:{server.port}/a.mp4", loopback=False)
    assert "private network" in found.problem
    assert found.steps == ANYWAY
    assert not server.seen


def test_a_name_that_changes_its_mind_is_told_nothing(start_server, look, names):
    """Public when it is judged, private when it is connected to: nothing is sent there."""
    met = []
    server = start_server()
    server.script = lambda *_: met.append(1)
    names["clip.example.org"] = [["1.1.1.1"], ["127.0.0.1"]]
    found = look(f"http://clip.example.org:{server.port}/a.mp4", loopback=False)
    assert "private network" in found.problem
    assert not server.seen
    assert not met


def test_a_redirect_to_a_name_of_a_private_address_is_not_followed(server, look, names, clip):
    names["clip.example.org"] = [["127.0.0.1"]]
    target = f"http://clip.example.org:{server.port}/b.mp4"
    show(server, {"/go": moved(target), "/b.mp4": clip})
    found = look(f"{server.url}/go")
    assert "into a private network" in found.problem
    assert not found.steps
    assert {seen.target for seen in server.seen} == {"/go"}


def test_a_private_address_is_looked_at_when_the_user_says_so(server, look, clip):
    show(server, {"/a.mp4": clip, "/go": moved("http://127.0.0.2/x.mp4")})
    found = look(f"{server.url}/a.mp4", loopback=False, chosen="127.0.0.1")
    assert found.problem
    assert found.steps == FETCH
    assert found.info.width == 1280
    elsewhere = look(f"{server.url}/go", loopback=False, chosen="127.0.0.1")
    assert "private network" in elsewhere.problem
    assert not elsewhere.steps


@pytest.mark.parametrize(
    "url",
    [
        "",
        "rabbit.mp4",
        "file:///etc/passwd",
        "ftp://example.org/a.mp4",
        "data:video/mp4;base64,AAAA",
        "https://user:word@example.org/a.mp4",
        "https://[::1",
        "https:///a.mp4",
        "https://" + "x" * 9000 + ".example.org",
    ],
)
@pytest.mark.parametrize("chosen", ["", "example.org"])
def test_what_is_never_asked(look, no_network, url, chosen):
    found = look(url, loopback=False, chosen=chosen)
    assert found.problem
    assert not found.steps
