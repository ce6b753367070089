"""Which files FFmpeg may open: a playlist or a script names others, and it would open those."""

# By FFmpeg's names of its demuxers. Nothing that refers to other files or hosts: no hls, concat,
# sdp, dash, imf, image2 (whose names can be patterns), and no text drawn as a terminal's screen.
RESULT_FORMATS = ("mov", "matroska", "webm", "avi", "mpegts")
IMAGE_FORMATS = ("png_pipe", "jpeg_pipe", "webp_pipe", "webp")

_VIDEO = (
    *("amv", "asf", "av1", "dv", "f4v", "flv", "gif", "gxf", "h264", "hevc", "ivf", "m4v", "mjpeg"),
    *("mpeg", "mpeg1video", "mpeg2video", "mpegvideo", "mxf", "nut", "obu", "ogg", "rm", "vc1"),
    *("wtv", "yuv4mpegpipe"),
)
# These are opened so that the words can say what they are.
_SOUND = ("aac", "aiff", "ape", "caf", "flac", "mp3", "wav")
_IMAGES = ("apng", "bmp_pipe", "dpx_pipe", "exr_pipe", "gif_pipe", "jpegxl_pipe", "tiff_pipe")

CLIP_FORMATS = (*RESULT_FORMATS, *_VIDEO, *_SOUND, *IMAGE_FORMATS, *_IMAGES)


def access(formats: tuple[str, ...]) -> dict[str, str]:
    """FFmpeg's options for one file of these formats and nothing else."""
    return {"format_whitelist": ",".join(formats), "protocol_whitelist": "file"}
