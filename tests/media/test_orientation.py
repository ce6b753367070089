"""How a picture is turned, told from one of its frames."""

import av
import pytest
from synthetic import numbered

from aleph_desktop.media.orientation import turns_of


def motion_jpeg(path, orientation: int):
    """A clip whose frames say, as a photo does, how the camera was held."""
    tag = b"\x01\x12\x00\x03\x00\x00\x00\x01" + bytes([0, orientation, 0, 0])
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01" + tag + bytes(4)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=25)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuvj420p"
        for number in range(3):
            for packet in stream.encode(numbered(number).reformat(160, 96, "yuvj420p")):
                jpeg = bytes(packet)
                marked = jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
                held = av.Packet(marked + jpeg[2:])
                held.stream, held.pts, held.dts = stream, packet.pts, packet.dts
                held.time_base, held.is_keyframe = packet.time_base, True
                container.mux(held)
    return path


@pytest.mark.parametrize(
    ("orientation", "filters"),
    [(1, []), (3, ["hflip", "vflip"]), (6, ["transpose"]), (8, ["transpose"])],
)
def test_a_motion_jpeg_of_a_camera_that_was_held_upright(tmp_path, orientation, filters):
    with av.open(str(motion_jpeg(tmp_path / "held.avi", orientation))) as container:
        frame = next(container.decode(video=0))
    assert [name for name, _ in turns_of(frame)] == filters
