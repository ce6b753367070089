"""The conductor: the one player whose time both pictures follow. Loads QtMultimedia."""

from PySide6.QtCore import Q_ARG, QElapsedTimer, QMetaObject, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (
    QAudio,
    QAudioOutput,
    QMediaMetaData,
    QMediaPlayer,
    QVideoFrame,
    QVideoSink,
)

from aleph_desktop.ui.review.clock import SmoothClock

_TICK = 8  # ms; a pair at 60 frames per second stands for 17
_FASTEST = 2.0  # times; above, sound is but noise
_CLOSE = 0.001  # seconds; the player counts in whole milliseconds
# Seconds. Files can say that a frame is shorter than it stands; there the player takes the next.
_NEAR = 0.1


class Conductor(QObject):
    """Clock, sound, loop and state of what is shown; of pictures only a stand-in.

    Its player plays the sound. Where it can't (or there is no file), time runs without it. While
    paused the position is just the one that was asked for. What plays can be a part of the file:
    its start is 0 here.
    """

    state_changed = Signal(bool)  # plays
    ticked = Signal(float)  # seconds, while it plays
    loaded = Signal(float, float)  # the file's duration in seconds, frames per second or 0
    pictured = Signal(QImage)  # the player's own picture, while `set_pictures(True)`
    error = Signal(str)  # this file's sound and picture can't be played, and why

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = QMediaPlayer(self)
        self._audio = QAudioOutput(self)
        self._player.setAudioOutput(self._audio)
        self._player.mediaStatusChanged.connect(self._on_media_status)
        self._player.errorOccurred.connect(self._on_error)
        self._sink: QVideoSink | None = None
        self._clock = SmoothClock()
        self._elapsed = QElapsedTimer()
        self._elapsed.start()
        self._timer = QTimer(self, interval=_TICK)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._url = QUrl()
        self._position = 0.0
        self._start = 0.0  # of what plays, in the file
        self._end = 0.0
        self._begin = 0.0  # where the loop goes back to
        self._loop = True
        self._rate = 1.0
        self._is_loaded = False  # the player has a file that it can play

    def load(self, path: str | None, end: float, start: float = 0.0) -> None:
        """Take another clip, paused at its start. `end` in seconds, where it loops; 0: unknown.

        `start` is where in the file the clip begins, seconds.
        """
        self.pause()
        self._position = 0.0
        self._start, self._begin, self._end = start, 0.0, end
        self._tell("stop")  # setSource would do it, and say "loaded" of the old clip once more
        self._url = QUrl.fromLocalFile(path) if path is not None else QUrl()
        self._open(pictures=self._sink is not None)

    def release(self) -> None:
        """Let go of the file and of everything that was made for it."""
        self.load(None, 0.0)
        self.set_pictures(False)

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    @property
    def position(self) -> float:
        """Seconds."""
        return self._position

    def set_range(self, begin: float, end: float) -> None:
        """Where it loops, or stops."""
        self._begin, self._end = begin, end

    def set_rate(self, rate: float) -> None:
        """Seconds of the clip in a second; negative: backwards. Nothing is heard then, nor above
        2: time runs without the player.
        """
        if rate == self._rate:
            return
        self._rate = rate
        if 0 < rate <= _FASTEST:
            QMetaObject.invokeMethod(
                self._player,
                "setPlaybackRate",
                Qt.ConnectionType.DirectConnection,
                Q_ARG("double", rate),
            )
        if self.is_playing:
            self._run_from(self._position)

    def set_start(self, seconds: float) -> None:
        """Where in the file 0 is, from now on; to be followed by a seek."""
        self._start = seconds

    def set_loop(self, on: bool) -> None:
        self._loop = on

    def set_volume(self, volume: float) -> None:
        """0 to 1, as heard: even steps sound even."""
        scale = QAudio.VolumeScale
        linear = QAudio.convertVolume(volume, scale.LogarithmicVolumeScale, scale.LinearVolumeScale)
        self._audio.setVolume(linear)

    def set_muted(self, muted: bool) -> None:
        self._audio.setMuted(muted)

    def set_pictures(self, on: bool) -> None:
        """Whether the player decodes pictures too; only while nothing better is there."""
        if on != (self._sink is not None):
            self._open(pictures=on)  # and goes on from where it is once it has been opened

    def play(self) -> None:
        if self.is_playing or self._end <= 0:
            return
        self._run_from(self._inside(self._position))
        self._timer.start()
        self.state_changed.emit(True)

    def pause(self) -> None:
        if not self.is_playing:
            return
        self._timer.stop()
        self._tell("pause")
        self.state_changed.emit(False)

    def toggle(self) -> None:
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def seek(self, seconds: float) -> None:
        """Go to a time; goes on playing if it plays."""
        self._position = seconds
        if self.is_playing:
            self._run_from(seconds)
        elif self._is_loaded:
            self._move_to(seconds)

    def _run_from(self, seconds: float) -> None:
        self._position = seconds
        if self._is_loaded:
            self._move_to(seconds)
            self._tell("play" if self._is_heard else "pause")
        self._clock.start(seconds, self._now(), self._sample(), self._rate)

    @property
    def _is_heard(self) -> bool:
        return 0 < self._rate <= _FASTEST

    def _inside(self, seconds: float) -> float:
        """Where playing begins: in the range, and not at the end that it runs to."""
        if self._rate < 0:
            return seconds if self._begin < seconds <= self._end else self._end
        return seconds if self._begin <= seconds < self._end else self._begin

    def _tell(self, order: str) -> None:
        """Play, pause or stop.

        By name: the methods themselves wait for the player's threads with the interpreter's lock
        held, and these want it to take leave of our audio output. They hang, now and then
        (seen with PySide6 6.11.3).
        """
        QMetaObject.invokeMethod(self._player, order, Qt.ConnectionType.DirectConnection)

    def _move_to(self, seconds: float) -> None:
        """By name, like `_tell`."""
        ms = Q_ARG("qlonglong", max(0, round((self._start + seconds) * 1000)))
        QMetaObject.invokeMethod(
            self._player, "setPosition", Qt.ConnectionType.DirectConnection, ms
        )

    def _open(self, *, pictures: bool) -> None:
        """Open the file anew. A late picture of the one before goes to the old sink.

        Changing the sink waits for the player's threads, and has no name to call it by: so it is
        changed while there is no file, and there are no threads.
        """
        self._is_loaded = False
        self._set_source(QUrl())
        if self._sink is not None:
            self._sink.videoFrameChanged.disconnect(self._on_frame)
            self._sink.deleteLater()
        self._sink = QVideoSink(self) if pictures else None
        if self._sink is not None:
            self._sink.videoFrameChanged.connect(self._on_frame)
        self._player.setVideoSink(self._sink)  # type: ignore[arg-type]  # None takes it away
        if not self._url.isEmpty():
            self._set_source(self._url)

    def _set_source(self, url: QUrl) -> None:
        """By name, like `_tell`."""
        QMetaObject.invokeMethod(
            self._player, "setSource", Qt.ConnectionType.DirectConnection, Q_ARG("QUrl", url)
        )

    def _now(self) -> float:
        return self._elapsed.nsecsElapsed() / 1e9

    def _sample(self) -> float | None:
        """What the player tells, seconds; None when it isn't running."""
        playing = self._player.playbackState() is QMediaPlayer.PlaybackState.PlayingState
        is_telling = self._is_loaded and playing and self._is_heard
        return self._player.position() / 1000 - self._start if is_telling else None

    def _on_tick(self) -> None:
        at = self._clock.read(self._now(), self._sample())
        over = at <= self._begin if self._rate < 0 else at >= self._end
        if over and self._loop:
            self._run_from(self._end - _CLOSE if self._rate < 0 else self._begin)
        else:
            self._position = min(max(at, self._begin), self._end)
        self.ticked.emit(self._position)
        if over and not self._loop:
            self.pause()

    def _on_media_status(self, status: QMediaPlayer.MediaStatus) -> None:
        is_loaded = status is QMediaPlayer.MediaStatus.LoadedMedia
        if self._is_loaded or not is_loaded or self._player.duration() <= 0:
            return  # it says it again after each seek
        self._is_loaded = True
        rate = self._player.metaData().value(QMediaMetaData.Key.VideoFrameRate)
        self.loaded.emit(self._player.duration() / 1000, float(rate or 0))
        if self._sink is not None:
            self._tell("pause")  # stopped, it would show nothing
        self.seek(self._position)  # it may have been sent somewhere while the file was opened

    def _on_error(self, _error: QMediaPlayer.Error, text: str) -> None:
        self._is_loaded = False
        self.error.emit(text)

    def _on_frame(self, _frame: QVideoFrame) -> None:
        frame = self._sink.videoFrame() if self._sink is not None else QVideoFrame()
        if frame.isValid() and self._is_wanted(frame.startTime() / 1e6, frame.endTime() / 1e6):
            self.pictured.emit(frame.toImage())

    def _is_wanted(self, start: float, end: float) -> bool:
        """Whether a picture is one of what plays or, while paused, near what was asked for.

        The player shows some more that were on their way, and in some files it seeks badly
        (MPEG-TS: two seconds off). Times are the file's, seconds, negative where it has none.
        """
        if start < 0 or self._end <= 0:
            return True
        at = start - self._start
        if self.is_playing:
            return -_CLOSE < at < self._end - _CLOSE
        return at - _NEAR < self._position < max(start, end) - self._start + _NEAR
