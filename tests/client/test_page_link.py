"""Links to pages: named, with the way to the file where there is one."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.client.page_link import page_link

DRIVE = "https://drive.usercontent.google.com/download?id=1AbC_d-EfGhIjK&export=download&confirm=t"
PAGES = [
    ("https://www.youtube.com/watch?v=aqz-KE-bpKQ", "YouTube", ""),
    ("https://m.youtube.com/shorts/abc", "YouTube", ""),
    ("HTTPS://YouTu.be/aqz-KE-bpKQ?t=3", "YouTube", ""),
    ("http://youtube.com./watch", "YouTube", ""),
    ("https://vimeo.com/1084537", "Vimeo", ""),
    ("https://player.vimeo.com/video/1084537", "Vimeo", ""),
    ("https://drive.google.com/file/d/1AbC_d-EfGhIjK/view?usp=sharing", "Google Drive", DRIVE),
    ("https://drive.google.com/open?id=1AbC_d-EfGhIjK", "Google Drive", DRIVE),
    ("https://drive.google.com/uc?export=download&id=1AbC_d-EfGhIjK", "Google Drive", DRIVE),
    ("https://drive.google.com/drive/folders/1AbC_d-EfGhIjK", "Google Drive", ""),
    ("https://drive.google.com/open?id=../../x", "Google Drive", ""),
    ("https://photos.app.goo.gl/abc", "Google Photos", ""),
    (
        "https://www.dropbox.com/scl/fi/q1/my%20clip.mp4?rlkey=k1&st=x&dl=0",
        "Dropbox",
        "https://www.dropbox.com/scl/fi/q1/my%20clip.mp4?rlkey=k1&st=x&dl=1",
    ),
    (
        "https://www.dropbox.com/s/q1/clip.mp4",
        "Dropbox",
        "https://www.dropbox.com/s/q1/clip.mp4?dl=1",
    ),
    ("https://www.dropbox.com/scl/fo/q1/h?rlkey=k1&dl=0", "Dropbox", ""),
    ("https://1drv.ms/v/s!Abc", "OneDrive", ""),
    (
        "https://acme-my.sharepoint.com/:v:/g/personal/jo/Eabc?e=x1",
        "SharePoint",
        "https://acme-my.sharepoint.com/:v:/g/personal/jo/Eabc?e=x1&download=1",
    ),
    ("https://acme.sharepoint.com/sites/film/Forms/AllItems.aspx", "SharePoint", ""),
    ("https://www.icloud.com/iclouddrive/0abc", "iCloud", ""),
    ("https://share.icloud.com/photos/0abc", "iCloud", ""),
    ("https://we.tl/t-abc", "WeTransfer", ""),
    ("https://app.frame.io/reviews/abc", "Frame.io", ""),
    ("https://app.box.com/s/abc", "Box", ""),
    (
        "https://github.com/o/r/blob/main/clips/a.mp4?x=1#L2",
        "GitHub",
        "https://github.com/o/r/raw/main/clips/a.mp4",
    ),
    ("https://s3.console.aws.amazon.com/s3/object/b?prefix=a.mp4", "the S3 console", ""),
    ("https://eu-west-1.console.aws.amazon.com/s3/object/b", "the S3 console", ""),
    ("https://www.instagram.com/reel/abc/", "Instagram", ""),
    ("https://vm.tiktok.com/abc", "TikTok", ""),
    ("https://x.com/a/status/1", "X", ""),
    ("https://fb.watch/abc", "Facebook", ""),
]
FILES = [
    "https://example.org/clip.mp4",
    "https://notyoutube.com/watch",
    "https://youtube.com.example.org/watch",
    "https://dl.dropboxusercontent.com/s/q1/clip.mp4",
    "https://www.dropbox.com/s/q1/clip.mp4?dl=1",
    "https://www.dropbox.com/s/q1/clip.mp4?raw=1",
    "https://player.vimeo.com/external/1.hd.mp4?s=abc",
    "https://github.com/o/r/raw/main/a.mp4",
    "https://github.com/o/r/releases/download/v1/a.mp4",
    "https://raw.githubusercontent.com/o/r/main/a.mp4",
    "https://bucket.s3.amazonaws.com/a.mp4",
    "https://acme.sharepoint.com/:v:/g/Eabc?download=1",
    DRIVE,
    "ftp://youtube.com/watch",
    "youtube.com/watch",
    "https://[youtube.com/watch",
    "",
]


@pytest.mark.parametrize(("url", "name", "direct"), PAGES)
def test_a_page_is_named(url, name, direct):
    found = page_link(url)
    assert found is not None
    assert found.problem == f"It is a page of {name}, not a video file."
    assert found.remedy
    assert found.direct == direct


@pytest.mark.parametrize("url", FILES)
def test_what_may_be_a_file_is_left_to_a_look(url):
    assert page_link(url) is None


@pytest.mark.parametrize("direct", [direct for *_, direct in PAGES if direct])
def test_a_direct_link_is_no_page_again(direct):
    assert page_link(direct) is None


SITES = st.sampled_from(sorted({urlsplit(url).netloc for url, *_ in PAGES}))


@given(st.text() | st.builds("https://{}/{}".format, SITES, st.text()))
def test_any_text_is_a_page_or_none(url):
    found = page_link(url)
    if found is not None and found.direct:
        assert found.direct.startswith("https://")
        assert page_link(found.direct) is None


@given(
    st.sampled_from(["/s/a/", "/scl/fi/a/", "/:v:/", "/o/r/blob/", "/file/d/"]),
    SITES,
    st.text(),
    st.dictionaries(st.sampled_from(["dl", "raw", "id", "download", "e"]), st.text()),
)
def test_a_direct_link_stays_at_its_site(start, host, path, query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    found = page_link(f"https://{host}{start}{path}?{asked}")
    if found is not None and found.direct:
        there = urlsplit(found.direct).hostname
        assert there in (host, "drive.usercontent.google.com")
        assert page_link(found.direct) is None
