"""A look at URLs of the web: a proxy takes every host for our servers."""

import pytest
from web_pages import Page, moved, show

from aleph_desktop.client import preflight as preflight_room
from aleph_desktop.client.page_link import PageLink
from aleph_desktop.domain.url_report import UrlStep

FETCH = (UrlStep.FETCH,)
BOTH = (UrlStep.USE_TARGET, UrlStep.FETCH)


def test_a_clip_on_the_web(web, look, clip, no_network):
    _, secure, trust = web
    show(secure, {"/a.mp4": clip})
    found = look("https://clips.example.org/a.mp4", loopback=False, trust=trust)
    assert found.is_usable
    assert found.info.width == 1280


def test_http_that_is_there_by_https_too(web, look, clip):
    plain, secure, trust = web
    show(plain, {"/a.mp4": clip})
    show(secure, {"/a.mp4": clip})
    found = look("http://clips.example.org/a.mp4", loopback=False, trust=trust)
    assert "http://" in found.problem
    assert found.steps == BOTH
    assert found.target == "https://clips.example.org/a.mp4"


def test_http_that_redirects_to_https(web, look, clip):
    plain, secure, trust = web
    show(plain, {"/a.mp4": moved("https://clips.example.org/a.mp4")})
    show(secure, {"/a.mp4": clip})
    found = look("http://clips.example.org/a.mp4", loopback=False, trust=trust)
    assert found.steps == BOTH
    assert found.target == "https://clips.example.org/a.mp4"


def test_http_alone_can_be_fetched(web, look, clip):
    plain, secure, trust = web
    show(plain, {"/a.mp4": clip})
    show(secure, {})
    found = look("http://clips.example.org/a.mp4", loopback=False, trust=trust)
    assert "https" in found.problem
    assert found.steps == FETCH
    assert found.info.width == 1280


def test_https_never_leads_to_http(web, look, clip):
    plain, secure, trust = web
    show(plain, {"/a.mp4": clip})
    show(secure, {"/go": moved("http://clips.example.org/a.mp4")})
    found = look("https://clips.example.org/go", loopback=False, trust=trust)
    assert "isn't https" in found.problem
    assert not found.steps
    assert not plain.seen


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://1.1.1.1/a.mp4", "IP address"),
        (f"https://clips.example.org/a.mp4?x={'y' * 2100}", "characters long"),
        ("https://clips.example.org/a b.mp4", "a space"),
    ],
)
def test_a_url_that_only_this_app_takes_can_be_fetched(web, look, clip, url, words):
    _, secure, trust = web
    show(secure, {"/a.mp4": clip, "/a%20b.mp4": clip})
    found = look(url, loopback=False, trust=trust)
    assert words in found.problem
    assert found.steps == FETCH


def test_a_page_link_is_named_and_asked_only_where_there_is_a_file(look, no_network):
    found = look("https://youtu.be/aqz-KE-bpKQ", loopback=False)
    assert "YouTube" in found.problem
    assert not found.steps


@pytest.mark.parametrize(
    ("page", "steps", "remedy"),
    [
        (None, BOTH, "own address"),
        (moved("https://cdn.example.org/c.mp4"), BOTH, "own address"),
        (Page(b"<html>", kind="text/html"), (), "Download the video there"),
        (Page(status=404), (), "Download the video there"),
    ],
)
def test_a_shared_file_is_found_behind_its_page(web, look, clip, page, steps, remedy):
    _, secure, trust = web
    show(secure, {"/s/q1/a.mp4": page or clip, "/c.mp4": clip})
    # a name that the certificate has stands in for the site's own
    direct = "https://clips.example.org/s/q1/a.mp4"
    link = PageLink(
        "It is a page of Dropbox, not a video file.", "Download the video there.", direct
    )
    url = "https://www.dropbox.com/s/q1/a.mp4?dl=0"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preflight_room, "page_link", {url: link}.get)
        found = look(url, loopback=False, trust=trust)
    assert found.problem == link.problem
    assert found.steps == steps
    assert remedy in found.remedy


def test_a_shared_file_of_another_type_is_fetched(web, look, bunny_bytes, monkeypatch):
    _, secure, trust = web
    show(secure, {"/a.mp4": Page(bunny_bytes, kind="application/binary")})
    link = PageLink("It is a page.", "Download it.", "https://clips.example.org/a.mp4")
    monkeypatch.setattr(preflight_room, "page_link", {"https://d.example/x": link}.get)
    found = look("https://d.example/x", loopback=False, trust=trust)
    assert (found.steps, found.target) == (FETCH, "")
    assert found.info.width == 1280
