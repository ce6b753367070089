"""Qt Multimedia: whether a player delivers the sample clip's pictures, and where sound goes."""

import asyncio
from collections.abc import Iterable

from PySide6.QtCore import QObject, QUrl
from PySide6.QtMultimedia import QMediaDevices, QMediaPlayer, QVideoFrame, QVideoSink

from aleph_desktop.app.doctor.finding import REINSTALL, Finding, failed, ok, warning
from aleph_desktop.app.sample import sample_clip

_SECONDS = 20.0  # a cold disk and a busy machine


async def check_player(said: list[str]) -> Iterable[Finding]:
    """`said`: what Qt has logged so far; its backend names itself there."""
    viewer = _Viewer()
    try:
        async with asyncio.timeout(_SECONDS):
            size = await viewer.first_picture
        words = f"It plays the sample: a picture of {size} came."
        playing = ok("player", f"{words} {_backend(said)}".strip())
    except TimeoutError:
        words = f"No picture of the sample came within {_SECONDS:.0f} s. {' '.join(said[-1:])}"
        playing = failed("player", words.strip(), REINSTALL)
    except ValueError as error:
        playing = failed("player", f"It can't play the sample: {error}.", REINSTALL)
    finally:
        viewer.stop()
    return [playing, _check_sound()]


class _Viewer(QObject):
    """Plays the sample clip up to its first picture."""

    def __init__(self) -> None:
        super().__init__()
        self.first_picture: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(self._on_frame)
        self._player = QMediaPlayer(self)
        self._player.errorOccurred.connect(self._on_error)
        self._player.setVideoSink(self._sink)
        self._player.setSource(QUrl.fromLocalFile(sample_clip()))
        self._player.play()

    def stop(self) -> None:
        self._player.stop()
        self._player.setSource(QUrl())

    def _on_frame(self, frame: QVideoFrame) -> None:
        picture = frame.toImage()
        if not picture.isNull() and not self.first_picture.done():
            self.first_picture.set_result(f"{picture.width()}×{picture.height()}")

    def _on_error(self, _error: QMediaPlayer.Error, words: str) -> None:
        if not self.first_picture.done():
            self.first_picture.set_exception(ValueError(words))


def _backend(said: list[str]) -> str:
    return next((f"{line}." for line in said if line.startswith("Using Qt multimedia")), "")


def _check_sound() -> Finding:
    device = QMediaDevices.defaultAudioOutput()
    if device.isNull():
        remedy = "Connect one, or see that the system's sound server runs."
        return warning("sound", "There is no audio output: clips play without sound.", remedy)
    return ok("sound", f"It goes to {device.description()}.")
