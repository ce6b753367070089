"""A file that names other files is no clip: FFmpeg would open those."""

import pytest

from aleph_desktop.errors import KnownError
from aleph_desktop.media.formats import CLIP_FORMATS, RESULT_FORMATS
from aleph_desktop.media.opening import open_clip
from aleph_desktop.media.probe import probe
from aleph_desktop.media.stills import thumbnail

SDP = """v=0
o=- 0 0 IN IP4 127.0.0.1
s=x
c=IN IP4 127.0.0.1
t=0 0
m=video 5004 RTP/AVP 96
a=rtpmap:96 H264/90000
"""


@pytest.fixture(params=["m3u8", "mp4", "part"])
def named(request, tmp_path):
    def write(text: str):
        path = tmp_path / f"clip.{request.param}"
        path.write_text(text)
        return path

    return write


@pytest.mark.parametrize(
    "script",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:5,\n{path}\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:5,\nfile://{path}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{path}'\n",
        SDP,
        '<?xml version="1.0"?><MPD><Period><BaseURL>{path}</BaseURL></Period></MPD>',
    ],
    ids=["hls", "hls by url", "concat", "sdp", "dash"],
)
def test_a_script_is_no_clip(named, script, sample):
    path = named(script.format(path=sample))
    for look in (probe, lambda p: thumbnail(p, 80, 80)):
        with pytest.raises(KnownError, match="is not a video"):
            look(path)
    for formats in (CLIP_FORMATS, RESULT_FORMATS):
        with pytest.raises(KnownError, match="is not a video"), open_clip(path, formats=formats):
            pytest.fail("it was opened")


def test_a_text_that_begins_like_a_video_is_none(named):
    with pytest.raises(KnownError, match="is not a video"):
        probe(named("Good morning.\n" * 200))
