"""Images that go with a prompt."""

from fractions import Fraction
from pathlib import Path

import av
import pytest
import pytest_asyncio
from synthetic import numbered

from aleph_desktop.errors import KnownError
from aleph_desktop.media.proxy import ProxyPreparer

FORMATS = {"png": "rgb24", "mjpeg": "yuvj420p", "libwebp": "yuv420p"}


@pytest_asyncio.fixture
async def preparer():
    preparer = ProxyPreparer()
    yield preparer
    preparer.close()


def write_image(path: Path, codec: str) -> Path:
    encoder = av.CodecContext.create(codec, "w")
    encoder.width, encoder.height = 256, 144
    encoder.pix_fmt = FORMATS[codec]
    encoder.time_base = Fraction(1, 25)
    frame = numbered(5).reformat(format=encoder.pix_fmt)
    path.write_bytes(b"".join(bytes(p) for p in [*encoder.encode(frame), *encoder.encode(None)]))
    return path


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("codec", "mime_type"),
    [("png", "image/png"), ("mjpeg", "image/jpeg"), ("libwebp", "image/webp")],
)
async def test_the_type_comes_from_the_content(preparer, tmp_path, codec, mime_type):
    image = write_image(tmp_path / "still.dat", codec)
    made = await preparer.prepare_image(image, limit=1_000_000)
    assert (made.path, made.mime_type) == (image, mime_type)


@pytest.mark.asyncio
async def test_a_large_one_is_refused_with_what_to_do(preparer, tmp_path):
    image = write_image(tmp_path / "still.png", "png")
    with pytest.raises(KnownError, match="limit for an image") as raised:
        await preparer.prepare_image(image, limit=100)
    assert "smaller" in raised.value.failure.remedy


@pytest.mark.asyncio
async def test_what_is_no_image_or_a_broken_one(preparer, tmp_path, sample):
    with pytest.raises(KnownError, match="not an image"):
        await preparer.prepare_image(sample, limit=10_000_000)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + b"nothing more")
    with pytest.raises(KnownError, match="damaged"):
        await preparer.prepare_image(broken, limit=10_000_000)
    with pytest.raises(KnownError, match="not there"):
        await preparer.prepare_image(tmp_path / "gone.png", limit=10_000_000)
