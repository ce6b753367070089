"""How a stored picture has to be turned and mirrored to be shown."""

import struct
from typing import cast

from av.sidedata.sidedata import SideDataContainer, Type
from av.video.frame import VideoFrame

from aleph_desktop.media.frame_graph import graph_for

Step = tuple[str, str]  # a filter of FFmpeg's, and its arguments

_HFLIP, _VFLIP = ("hflip", ""), ("vflip", "")
# By the signs of the display matrix's parts that are not 0.
_STRAIGHT: dict[tuple[bool, bool], tuple[Step, ...]] = {  # (x is negative, y is negative)
    (False, False): (),
    (True, False): (_HFLIP,),
    (False, True): (_VFLIP,),
    (True, True): (_HFLIP, _VFLIP),
}
_LYING: dict[tuple[bool, bool], tuple[Step, ...]] = {  # (x into y, y into x)
    (False, False): (("transpose", "cclock_flip"),),
    (False, True): (("transpose", "clock"),),
    (True, False): (("transpose", "cclock"),),
    (True, True): (("transpose", "clock_flip"),),
}
_TURNED: dict[int, tuple[Step, ...]] = {  # by degrees against the clock
    0: (),
    90: (("transpose", "cclock"),),
    180: (_HFLIP, _VFLIP),
    270: (("transpose", "clock"),),
}
_MIRRORED = ((_HFLIP,), (_VFLIP,), _LYING[False, False], _LYING[True, True])


def turns_of(frame: VideoFrame) -> tuple[Step, ...]:
    """The filters that show a frame as the file says. For one frame of a clip, not for each.

    PyAV ties a frame that was asked for its side data into a ring, and it then takes memory until
    Python looks for such: 33 MB in 4K. So a small one is asked in its place.
    """
    try:
        matrix = cast("SideDataContainer", _stand_in(frame).side_data)[Type.DISPLAYMATRIX]
    except KeyError:
        return ()
    except ValueError:  # PyAV doesn't know all that a photo's frame carries
        return _TURNED[round(frame.rotation / 90) % 4 * 90]
    across, into_y, _, into_x, down, *_ = struct.unpack("=9i", bytes(matrix))
    if abs(across) >= abs(into_y):
        return _STRAIGHT[across < 0, down < 0]
    return _LYING[into_y < 0, into_x < 0]


def _stand_in(frame: VideoFrame) -> VideoFrame:
    """A tiny frame of which the file says the same."""
    graph, source = graph_for(frame)
    tiny = graph.add("scale", "16:16:flags=fast_bilinear")
    graph.link_nodes(source, tiny, graph.add("buffersink")).configure()
    graph.vpush(frame)
    return graph.vpull()


def is_mirrored(frame: VideoFrame) -> bool:
    """Whether the file says that its picture is to be mirrored, beside any turn."""
    return turns_of(frame) in _MIRRORED
