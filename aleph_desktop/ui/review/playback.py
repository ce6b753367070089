"""Playing a pair: which frame is on screen, while it plays, is stepped, sought and looped."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from aleph_desktop.ui.review.frame_count import FrameCount
from aleph_desktop.ui.review.pairing import EvenTiming, Pairing, Timing
from aleph_desktop.ui.review.reel_ask import ReelAsk
from aleph_desktop.ui.review.shuttle import Shuttle

if TYPE_CHECKING:
    from aleph_desktop.ui.review.player import Conductor

_USUAL_RATE = 25.0  # frames per second, where the player doesn't know


class Playback(QObject):
    """The leader's frame on screen, and the conductor that moves it.

    While paused the frame is the one that was asked for, whatever the player has reached.
    """

    clip_changed = Signal()  # `pairing` is another
    frame_shown = Signal(int, int, int)  # the leader's, the reference's, the edited clip's
    playing_changed = Signal(bool)
    pictured = Signal(QImage)  # the player's own picture, while `set_pictures(True)`
    sound_problem = Signal(str)  # why nothing is heard; empty: there is no problem
    rate_changed = Signal(float)  # seconds of the clip in a second; negative: backwards
    marks_changed = Signal(object)  # (first, last) of the leader's frames, or None
    counted = Signal(int, int)  # frames shown and dropped since it began to play

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._conductor: Conductor | None = None
        self._loop = True
        self._volume = 1.0
        self._muted = False
        self._resumes = False
        self._even: EvenTiming | None = None
        self._sound: ReelAsk | None = None
        self._offset = 0.0
        self._hears_edited = False
        self._wants_pictures = False
        self._shuttle = Shuttle()
        self._count = FrameCount()
        self.marks: tuple[int, int] | None = None  # the loop's first and last frame
        self.pairing = Pairing()
        self.index = 0

    def attach(self) -> Conductor:
        """Make the conductor: loads QtMultimedia, so not before the window has been painted."""
        if self._conductor is None:
            # the start-up goal: QtMultimedia is imported after the first paint
            from aleph_desktop.ui.review.player import Conductor  # noqa: PLC0415

            self._conductor = Conductor(self)
            self._conductor.set_loop(self._loop)
            self._conductor.set_volume(self._volume)
            self._conductor.set_muted(self._muted)
            self._conductor.ticked.connect(self._on_ticked)
            self._conductor.state_changed.connect(self._on_state_changed)
            self._conductor.loaded.connect(self._on_loaded)
            self._conductor.pictured.connect(self.pictured)
            self._conductor.error.connect(self.sound_problem)
        return self._conductor

    @property
    def is_playing(self) -> bool:
        return self._conductor is not None and self._conductor.is_playing

    @property
    def seconds(self) -> float:
        """The middle of the leader's frame on screen, in the file that is heard."""
        return self._start + self.pairing.time_of(self.index)

    @property
    def start_seconds(self) -> float:
        """The start of that frame."""
        return self._start + self.pairing.start_of(self.index)

    def load(
        self, sound: ReelAsk | None, *, pictures: bool, even: EvenTiming | None = None
    ) -> None:
        """Take another clip, paused on its first frame; without `sound` it plays in silence.

        With `pictures` the player shows its own until there is something better; `even` is the
        clip's timing until a better one is known.
        """
        self._even, self._sound = even, sound
        self._resumes = False
        self.index = 0
        self.sound_problem.emit("")
        conductor = self.attach()
        self._hears_edited, self._wants_pictures = False, pictures
        self._show_pictures()
        conductor.load(sound.path if sound else None, 0.0, self._start)
        self.pairing = Pairing()
        self._set_marks(None)
        self._pair(None, None)
        conductor.seek(self.pairing.time_of(0))

    def set_part(self, sound: ReelAsk, even: EvenTiming) -> None:
        """Play another part of the same file, paused on the time in it that is on screen now, or
        on the nearest that is left. The player shows its own pictures until there are better ones.
        """
        at = self.seconds
        self._even, self._sound = even, sound
        self._resumes = False
        conductor = self.attach()
        conductor.pause()
        conductor.set_start(self._start)
        self.pairing = Pairing(even)
        self.index = self.pairing.index_at(at - self._start)
        self._set_marks(None)
        conductor.seek(self.pairing.time_of(self.index))
        self._wants_pictures = True
        self._show_pictures()
        self.clip_changed.emit()
        self._show()

    def unload(self) -> None:
        """Let go of the clip."""
        self._even = self._sound = None
        if self._conductor is not None:
            self._conductor.release()
        self.index = 0
        self._pair(None, None)

    def set_timings(self, reference: Timing | None, edited: Timing | None) -> None:
        """Play these by their frames, from the time that is on screen now."""
        if reference is not None:
            self._wants_pictures = False
            self._show_pictures()
        self._pair(reference, edited)

    def toggle(self) -> None:
        if self._conductor is not None:
            self._conductor.toggle()

    def play(self) -> None:
        if self._conductor is not None:
            self._conductor.play()

    def pause(self) -> None:
        if self._conductor is not None:
            self._conductor.pause()

    def step(self, frames: int) -> None:
        """Pause, and go some of the leader's frames on, or back."""
        self.go_to(self.index + frames)

    def go_to(self, index: int) -> None:
        """Pause on a frame of the leader."""
        if self._conductor is None or self.pairing.count == 0:
            return
        self._conductor.pause()
        self.index = self.pairing.clamp(index)
        self._conductor.seek(self.pairing.time_of(self.index))
        self._show()

    def go_to_seconds(self, seconds: float) -> None:
        """Pause on the frame of a time in the file that is heard, if it is played."""
        at = seconds - self._start
        if 0 <= at < self.pairing.end:
            self.go_to(self.pairing.index_at(at))

    def begin_scrub(self) -> None:
        """Hold still while the user drags; `end_scrub` plays on if it played."""
        self._resumes = self.is_playing
        if self._conductor is not None:
            self._conductor.pause()

    def end_scrub(self) -> None:
        if self._resumes:
            self._resumes = False
            self.play()

    def set_loop(self, on: bool) -> None:
        self._loop = on
        if self._conductor is not None:
            self._conductor.set_loop(on)

    def set_volume(self, volume: float) -> None:
        """0 to 1."""
        self._volume = volume
        if self._conductor is not None:
            self._conductor.set_volume(volume)

    def set_muted(self, muted: bool) -> None:
        self._muted = muted
        if self._conductor is not None:
            self._conductor.set_muted(muted)

    def set_sound(self, sound: ReelAsk | None, *, edited: bool = False) -> None:
        """Let another file be heard, from the time that is on screen on; None: silence.

        `edited`: it is the edited clip, which the offset moves, and whose pictures are not the
        reference's.
        """
        if (sound, edited) == (self._sound, self._hears_edited) or self._conductor is None:
            return
        at, plays = self._conductor.position, self._conductor.is_playing
        self._sound, self._hears_edited = sound, edited
        self.sound_problem.emit("")
        self._show_pictures()
        self._conductor.load(sound.path if sound else None, self.pairing.end, self._start)
        self._set_range()
        self._conductor.seek(at)
        if plays:
            self._conductor.play()

    def set_offset(self, seconds: float) -> None:
        """Show the edited clip that much later beside the reference."""
        if seconds == self._offset:
            return
        self._offset = seconds
        if self._conductor is not None and self._hears_edited:
            self._conductor.set_start(self._start)
            self._conductor.seek(self._conductor.position)
        if self.pairing.count:
            self._pair(self.pairing.reference, self.pairing.edited)

    # Speed

    def set_speed(self, speed: float) -> None:
        """Seconds of the clip in a second, 0.1 to 2."""
        self._set_shuttle(Shuttle(speed))

    def shuttle(self, direction: int) -> None:
        """J (-1), K (0) and L (1): the same again is twice as fast, up to eight times."""
        if self._conductor is None or self.pairing.count == 0:
            return
        if direction == 0:
            self._conductor.pause()
            return
        self._set_shuttle(self._shuttle.pushed(direction, plays=self.is_playing))
        self._conductor.play()

    # The loop

    def mark_in(self) -> None:
        """The loop begins with the frame on screen; once more on the same frame: no loop."""
        last = self.marks[1] if self.marks else self.pairing.count - 1
        was_here = self.marks is not None and self.marks[0] == self.index
        end = last if last > self.index else self.pairing.count - 1
        self._set_marks(None if was_here or end <= self.index else (self.index, end))

    def mark_out(self) -> None:
        """The loop ends with the frame on screen; once more on the same frame: no loop."""
        first = self.marks[0] if self.marks else self.pairing.first
        was_here = self.marks is not None and self.marks[1] == self.index
        begin = first if first < self.index else self.pairing.first
        self._set_marks(None if was_here or begin >= self.index else (begin, self.index))

    def clear_marks(self) -> None:
        """All of the clip plays."""
        self._set_marks(None)

    # What was shown

    def painted(self, index: int) -> None:
        """The leader's frame is on the screen."""
        first, last = self._range()
        backwards = self._shuttle.rate < 0
        if self.is_playing and self._count.painted(index, first, last, backwards=backwards):
            self.counted.emit(self._count.shown, self._count.dropped)

    def _range(self) -> tuple[int, int]:
        """The first and the last frame that play."""
        return self.marks or (self.pairing.first, max(0, self.pairing.count - 1))

    def _set_marks(self, marks: tuple[int, int] | None) -> None:
        if marks != self.marks:
            self.marks = marks
            self.marks_changed.emit(marks)
        self._set_range()

    def _set_range(self) -> None:
        if self._conductor is None:
            return
        first, last = self._range()
        half = 0.5 / float(self.pairing.rate)
        begin = self.pairing.start_of(first) if first else 0.0
        whole = self.marks is None or last == self.pairing.count - 1
        end = self.pairing.end if whole else self.pairing.time_of(last) + half
        self._conductor.set_range(begin, end)

    def _set_shuttle(self, shuttle: Shuttle) -> None:
        if shuttle != self._shuttle:
            self._shuttle = shuttle
            self._count.set_pace(shuttle.rate * float(self.pairing.rate))
            if self._conductor is not None:
                self._conductor.set_rate(shuttle.rate)
            self.rate_changed.emit(shuttle.rate)

    def _on_state_changed(self, plays: bool) -> None:
        if plays:
            self._count.begin(self._shuttle.rate * float(self.pairing.rate))
            self.counted.emit(0, 0)
        else:
            self._set_shuttle(self._shuttle.stopped())
        self.playing_changed.emit(plays)

    @property
    def _start(self) -> float:
        """Of what plays, in the file that is heard; seconds."""
        late = self._offset if self._hears_edited else 0.0
        return (self._sound.start if self._sound else 0.0) - late

    def _show_pictures(self) -> None:
        if self._conductor is not None:
            self._conductor.set_pictures(self._wants_pictures and not self._hears_edited)

    def _pair(self, reference: Timing | None, edited: Timing | None) -> None:
        before = self.pairing
        at = before.time_of(self.index)
        if reference is None and edited is None:
            reference = self._even
        self.pairing = pairing = Pairing(reference, edited, self._offset)
        self.index = pairing.index_at(at) if before.count and pairing.count else pairing.first
        if self.marks is not None:
            first, last = (pairing.index_at(before.time_of(mark)) for mark in self.marks)
            self.marks = (first, last) if first < last else None
            self.marks_changed.emit(self.marks)
        self._set_range()
        self.clip_changed.emit()
        self._show()

    def _show(self) -> None:
        self.frame_shown.emit(self.index, *self.pairing.pair(self.index))

    def _on_ticked(self, seconds: float) -> None:
        first, last = self._range()  # a time on the very edge is the next frame's already
        index = min(max(self.pairing.index_at(seconds), first), last)
        if index != self.index:
            self.index = index
            self._count.passed()
            self._show()

    def _on_loaded(self, duration: float, rate: float) -> None:
        if self._even is None:
            frame_rate = Fraction(rate or _USUAL_RATE).limit_denominator(1001)
            span = self._sound.span if self._sound else None
            longest = span.length if span else duration
            self._even = EvenTiming(frame_rate, max(0.0, min(duration - self._start, longest)))
        if self.pairing.count == 0:
            self._pair(None, None)
