"""What the review place's tests share: clips whose frames say which they are, and a room."""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from aleph_desktop.domain.clip import ClipInfo, ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.media.reel import Reel, load_reel
from aleph_desktop.media.stills import Still
from aleph_desktop.resources import resource
from aleph_desktop.ui.review.pair_view import PairView
from aleph_desktop.ui.review.reel_ask import ReelAsk
from aleph_desktop.ui.review.review_room import ReviewRoom
from aleph_desktop.ui.theme import Theme

HERE = Path(__file__).parent
# What Qt and the sound system say on a machine without graphics card and sound card.
NO_HARDWARE = (
    "pipewire",
    "PulseAudioService",
    "No HW decoder",
    "No RHI backend",
    "No audio device",
    "propagateSizeHints",
    "Could not open media",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_ignore(*NO_HARDWARE, extend=True))


class GreyReel:
    """Every pixel of frame n has the level 10 + n."""

    def __init__(self, frames: int = 125, rate: Fraction = Fraction(25), size=(64, 36)) -> None:
        self._frames = frames
        self.frame_rate = rate
        self.duration = float(frames / rate)
        self.width, self.height = size
        self.asked: list[tuple[int, int, int]] = []

    def __len__(self) -> int:
        return self._frames

    def index_at(self, seconds: float) -> int:
        return min(max(0, math.floor(seconds * self.frame_rate)), self._frames - 1)

    def time_of(self, index: int) -> float:
        return float((index + Fraction(1, 2)) / self.frame_rate)

    def still(self, index: int, width: int, height: int) -> Still:
        self.asked.append((index, width, height))
        return Still(width, height, width * 4, bytes([10 + index] * 3 + [255]) * (width * height))


def painted(view: PairView) -> tuple[int, int]:
    """The frames of two GreyReels, as read from the painted pixels."""
    picture = view.grab().toImage()
    scale = picture.devicePixelRatio()
    levels = []
    for pane in view.panes():
        assert pane is not None
        at = pane.center() * scale
        levels.append(picture.pixelColor(at).green() - 10)
    return levels[0], levels[1]


def job(id_: str = "1", state: JobState = JobState.DONE, **changes: object) -> Job:
    source = ClipSource(SourceKind.FILE, str(resource("sample", "bigbuckbunny.mp4")))
    edit = Edit(source, "Make it\nnight", "m", seed=91827)
    result = {"result_path": "/results/one.mp4"} if state is JobState.DONE else {}
    return Job(id_, edit, 0.0, state=state, **{**result, **changes})


@pytest.fixture
def sample() -> str:
    return str(resource("sample", "bigbuckbunny.mp4"))


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "dark")


@pytest.fixture
def room(qtbot, theme):
    room = ReviewRoom(theme)
    qtbot.addWidget(room)
    room.resize(1090, 550)
    room.show()
    qtbot.waitExposed(room)
    yield room
    room.release()


@pytest.fixture(scope="session")
def grey_clip(tmp_path_factory) -> Callable[..., str]:
    """A file whose frame n has the luma 16 + 7 n, at a rate, of a size."""

    def make(rate: Fraction, frames: int, size=(128, 72), first: int = 16, step: int = 7) -> str:
        path = tmp_path_factory.mktemp("clips") / "grey.mp4"
        with av.open(str(path), "w") as out:
            stream = out.add_stream("libx264", rate=rate, options={"qp": "0"})
            stream.width, stream.height = size
            stream.pix_fmt = "yuv420p"
            for number in range(frames):
                frame = av.VideoFrame(*size, "yuv420p")
                for plane, level in zip(
                    frame.planes, (first + step * number, 128, 128), strict=True
                ):
                    plane.update(bytes([level]) * plane.buffer_size)
                frame.pts, frame.time_base = number, 1 / rate
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
        return str(path)

    return make


def file_reel_of(path: str, span: TimeRange | None = None) -> Reel:
    """The frames of a part of a real file, as the app reads them."""
    seconds, start = (span.length, span.start) if span else (5.0, None)
    return load_reel(Path(path), seconds, 1920 * 1080, 2**30, lambda: False, start=start)


def number_in(picture: QImage, place: QRect) -> int:
    """The number that a picture of a numbered clip has in its ten bars, the highest bit first."""
    scale = picture.devicePixelRatio()
    bits = ""
    for bar in range(10):
        at = QPointF(place.x() + place.width() * (bar + 0.5) / 10, place.y() + place.height() / 2)
        level = picture.pixelColor((at * scale).toPoint()).green()
        assert level < 60 or level > 190, "it is one of the bars, and undimmed"
        bits += str(int(level > 128))
    return int(bits, 2)


@pytest.fixture(scope="session")
def numbered_clip(tmp_path_factory) -> Callable[..., str]:
    """A file whose frames have their number in ten bars. `first`: the first one's.

    `uneven`: how many tenths of a frame every second frame comes late.
    """

    def make(
        rate: Fraction = Fraction(25), frames: int = 300, size=(160, 90), first: int = 0, uneven=0
    ) -> str:
        path = tmp_path_factory.mktemp("clips") / "numbered.mp4"
        width, height = size
        with av.open(str(path), "w") as out:
            stream = out.add_stream("libx264", rate=rate, options={"crf": "12", "g": "50"})
            stream.width, stream.height = size
            stream.pix_fmt = "yuv420p"
            if uneven:
                stream.codec_context.time_base = 1 / rate / 10
            for number in range(frames):
                bits = [16 + 219 * int(bit) for bit in f"{first + number:010b}"]
                row = bytes(bits[x * 10 // width] for x in range(width))
                frame = av.VideoFrame(width, height, "yuv420p")
                stride = frame.planes[0].line_size
                frame.planes[0].update(row.ljust(stride, b"\0") * height)
                for plane in frame.planes[1:]:
                    plane.update(b"\x80" * plane.buffer_size)
                frame.pts, frame.time_base = 10 * number + number % 2 * uneven, 1 / rate / 10
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
        return str(path)

    return make


@pytest.fixture(scope="session")
def twelve(numbered_clip) -> str:
    """Twelve seconds at 25 frames a second."""
    return numbered_clip()


@pytest.fixture
def make_info() -> Callable[..., ClipInfo]:
    def make(duration: float = 12.0, rate: Fraction = Fraction(25), size=(160, 90)) -> ClipInfo:
        return ClipInfo(*size, rate, duration, 9000, "mov,mp4", "h264", "yuv420p", False)

    return make


@pytest.fixture
def file_reel() -> Callable[..., Reel]:
    return file_reel_of


@pytest.fixture
def wanted(room) -> list[tuple[int, ReelAsk | None, ReelAsk | None]]:
    """What the room has asked for."""
    asked = []
    room.reels_wanted.connect(lambda *args: asked.append(args))
    return asked


@pytest.fixture
def bring(room, wanted) -> Callable[[], None]:
    """Reads, from real files, what was asked for last."""

    def read() -> None:
        token, *asks = wanted[-1]
        for side, ask in zip(("reference", "edited"), asks, strict=True):
            if ask is not None:
                room.set_reel(token, side, file_reel_of(*ask))

    return read


@pytest.fixture
def numbers(room) -> Callable[[], list[int]]:
    """The frames' numbers in the painted pictures."""

    def read(places: Sequence[QRect | None] | None = None) -> list[int]:
        picture = room.view.grab().toImage()
        return [number_in(picture, pane) for pane in places or room.view.panes() if pane]

    return read


@pytest.fixture
def grey_reel() -> type[GreyReel]:
    return GreyReel


@pytest.fixture
def read_pair() -> Callable[[PairView], tuple[int, int]]:
    return painted


@pytest.fixture
def make_job() -> Callable[..., Job]:
    return job
