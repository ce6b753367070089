"""Images that go with a prompt."""

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import pytest
import pytest_asyncio
from av.video.frame import VideoFrame
from synthetic import noise, numbered, quarters, shade

from aleph_desktop.errors import KnownError
from aleph_desktop.media.frame_out import frame_out
from aleph_desktop.media.image import ready_image
from aleph_desktop.media.proxy import ProxyPreparer

ROOMY = 3_600_000
# Pixel formats that the encoders take.
FORMATS = {
    "png": "rgb24",
    "mjpeg": "yuvj420p",
    "libwebp": "yuv420p",
    "bmp": "bgr24",
    "tiff": "rgb24",
    "gif": "rgb8",
    "jpeg2000": "rgb24",
    "ppm": "rgb24",
    "qoi": "rgb24",
}


@pytest_asyncio.fixture
async def preparer():
    preparer = ProxyPreparer()
    yield preparer
    preparer.close()


def write_image(path: Path, codec: str, frame: VideoFrame | None = None, layout="") -> Path:
    encoder = av.CodecContext.create(codec, "w")
    frame = (frame or numbered(5)).reformat(format=layout or FORMATS[codec])
    encoder.width, encoder.height = frame.width, frame.height
    encoder.pix_fmt = frame.format.name
    encoder.time_base = Fraction(1, 25)
    path.write_bytes(b"".join(bytes(p) for p in [*encoder.encode(frame), *encoder.encode(None)]))
    return path


def with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """The JPEG with an Exif block that says how a camera was held (TIFF tag 0x112)."""
    tag = b"\x01\x12\x00\x03\x00\x00\x00\x01" + bytes([0, orientation, 0, 0])
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01" + tag + bytes(4)
    return jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + jpeg[2:]


def shown(data: bytes) -> VideoFrame:
    with av.open(BytesIO(data)) as container:
        return next(container.decode(video=0))


def shades(data: bytes) -> list[int]:
    frame = shown(data).reformat(format="gray", dst_color_range="JPEG")
    return [shade(frame, x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]


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


@pytest.mark.parametrize("codec", ["png", "mjpeg", "libwebp"])
def test_what_is_plain_goes_as_it_is_whatever_its_name(tmp_path, codec):
    for name in ("still.jpg", "still.png", "a%03d.jpg", "still"):
        image = write_image(tmp_path / name, codec)
        made = ready_image(image, ROOMY)
        assert made.data == image.read_bytes() == ready_image(image.read_bytes(), ROOMY).data
        assert made.mime_type == {"png": "image/png", "mjpeg": "image/jpeg"}.get(
            codec, "image/webp"
        )


@pytest.mark.parametrize("codec", ["bmp", "tiff", "gif", "jpeg2000", "ppm", "qoi"])
def test_what_the_service_does_not_take_becomes_a_jpeg(tmp_path, codec):
    made = ready_image(write_image(tmp_path / "still", codec, quarters(0)), ROOMY)
    assert (made.mime_type, made.ending) == ("image/jpeg", ".jpg")
    assert made.data.startswith(b"\xff\xd8\xff")
    assert shades(made.data) == pytest.approx([28, 86, 156, 226], abs=22 if codec == "gif" else 4)


@pytest.mark.parametrize(
    ("orientation", "wanted"),
    [(3, [226, 156, 86, 28]), (6, [156, 28, 226, 86]), (8, [86, 226, 28, 156])],
)
def test_a_photo_from_a_turned_camera_is_upright(tmp_path, orientation, wanted):
    image = write_image(tmp_path / "photo.jpg", "mjpeg", quarters(0))
    image.write_bytes(with_orientation(image.read_bytes(), orientation))
    made = ready_image(image, ROOMY)
    frame = shown(made.data)
    assert frame.rotation == 0
    assert (frame.width, frame.height) == ((256, 144) if orientation == 3 else (144, 256))
    assert shades(made.data) == pytest.approx(wanted, abs=4)


def test_what_is_transparent_lies_on_white(tmp_path):
    frame = VideoFrame(64, 64, "rgba")
    left, right = b"\x28\x28\x28\xff", b"\x00\x00\x00\x00"  # opaque dark, nothing
    frame.planes[0].update((left * 32 + right * 32) * 64)
    made = ready_image(write_image(tmp_path / "logo.png", "png", frame, "rgba"), ROOMY)
    assert made.mime_type == "image/jpeg"
    assert shades(made.data) == pytest.approx([40, 255, 40, 255], abs=4)


def test_sixteen_bits_become_eight(tmp_path):
    image = write_image(tmp_path / "deep.png", "png", quarters(0), "rgb48be")
    made = ready_image(image, ROOMY)
    assert made.mime_type == "image/jpeg"
    assert shades(made.data) == pytest.approx([28, 86, 156, 226], abs=4)


def test_a_huge_one_is_made_small(tmp_path):
    image = write_image(tmp_path / "huge.png", "png", quarters(0, (5000, 1000)))
    frame = shown(ready_image(image, ROOMY).data)
    assert (frame.width, frame.height) == (2048, 410)


def test_what_no_encoder_makes_small_loses_quality_then_size(tmp_path):
    image = write_image(tmp_path / "noise.png", "png", noise(1, (640, 640)))
    sizes = []
    for limit in (500_000, 200_000, 20_000):
        made = ready_image(image, limit)
        assert len(made.data) <= limit
        sizes.append(shown(made.data).width)
    assert sizes[0] == sizes[1] == 640
    assert sizes[2] < 640
    with pytest.raises(KnownError, match="limit for an image"):
        ready_image(image, 500)


def test_avif_is_read(tmp_path):
    path = tmp_path / "still.avif"
    with av.open(str(path), "w", format="avif") as container:
        stream = container.add_stream("libsvtav1", rate=1)
        stream.width, stream.height, stream.pix_fmt = 256, 144, "yuv420p"
        container.mux([*stream.encode(quarters(0)), *stream.encode(None)])
    made = ready_image(path, ROOMY)
    assert made.mime_type == "image/jpeg"
    assert shades(made.data) == pytest.approx([28, 86, 156, 226], abs=8)


def test_what_is_none_says_so(tmp_path, sample):
    letter = tmp_path / "letter.jpg"
    letter.write_text("Dear editor")
    cut = write_image(tmp_path / "cut.jpg", "mjpeg", noise(1))
    cut.write_bytes(cut.read_bytes()[:9000])
    for path, words in (
        (letter, "is not an image"),
        (cut, "damaged"),
        (sample, "not an image, but a video"),
        (tmp_path, "is a folder"),
        (tmp_path / "gone.png", "not there"),
    ):
        with pytest.raises(KnownError, match=words):
            ready_image(path, ROOMY)
    with pytest.raises(KnownError, match="pasted image"):
        ready_image(b"nothing", ROOMY)


def test_a_frame_comes_out_of_a_clip_whole_and_upright(clip, sample):
    frame = shown(frame_out(sample, 2.0, lambda: False))
    assert (frame.width, frame.height) == (1280, 720)
    turned = clip("turned.mp4", rotation=90, paint=quarters, frames=5)
    data = frame_out(turned, 0.1, lambda: False)
    assert (shown(data).width, shown(data).height) == (144, 256)
    assert shades(data) == pytest.approx([86, 226, 28, 156], abs=5)


def test_where_a_photo_was_taken_stays_here(tmp_path):
    plain = write_image(tmp_path / "photo.jpg", "mjpeg").read_bytes()
    photo = with_orientation(plain, 1)
    made = ready_image(photo, ROOMY)
    assert b"Exif" in photo
    assert b"Exif" not in made.data
    assert shades(made.data) == pytest.approx(shades(plain), abs=3)
