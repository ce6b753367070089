"""Whether a clip can be sent as it is: the service would be paid for one that breaks off."""

from pathlib import Path

import av

from aleph_desktop.media.opening import OpenClip, open_clip
from aleph_desktop.media.stopped import Stop, heed


def is_sound(path: Path, stop: Stop) -> bool:
    """Decode a short clip to its end. Blocks. Raises KnownError, or Stopped."""
    with open_clip(path, threads=1) as clip:
        return _decodes(clip, stop)


def _decodes(clip: OpenClip, stop: Stop) -> bool:
    try:
        for packet in clip.container.demux(clip.stream):
            heed(stop)
            if packet.is_corrupt or any(frame.is_corrupt for frame in packet.decode()):
                return False
    except av.FFmpegError as error:
        if isinstance(error, OSError):
            raise
        return False
    return True
