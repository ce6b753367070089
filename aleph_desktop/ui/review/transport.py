"""The transport: scrub bar, timecode, steps, play, loop, volume. It asks; the room does."""

from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from aleph_desktop.domain.timecode import timecode
from aleph_desktop.ui.review.glyph_button import GlyphButton
from aleph_desktop.ui.review.glyphs import Glyph
from aleph_desktop.ui.review.line_slider import LineSlider
from aleph_desktop.ui.theme import fixed


class TransportBar(QWidget):
    """Frames are counted from 0; volume is 0 to 1."""

    play_toggled = Signal()
    step_wanted = Signal(int)  # frames, negative: back
    frame_wanted = Signal(int)
    to_start_wanted = Signal()
    to_end_wanted = Signal()
    loop_changed = Signal(bool)
    volume_changed = Signal(float)
    muted_changed = Signal(bool)
    scrub_started = Signal()
    scrub_ended = Signal()
    reveal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rate = Fraction(25)
        self._first = 0
        self._make_controls()
        self._lay_out()
        self._connect()
        self.set_clip(0, Fraction(25))
        self.set_can_reveal(False)

    def set_clip(self, frames: int, rate: Fraction, first: int = 0) -> None:
        """How many frames there are, and how many a second; 0: there is no clip.

        `first` is the number that the first of them has in its file: the timecodes are the file's.
        """
        self._rate, self._first = rate, first
        self._scrub.setRange(0, max(0, frames - 1))
        self._total.setText(f"/ {timecode(first + frames, rate)}")
        for control in (self._scrub, *self._buttons):
            control.setEnabled(frames > 0)
        self.set_frame(self._scrub.value())

    def set_frame(self, frame: int) -> None:
        """Which frame is on screen."""
        self._scrub.setValue(frame)
        self.set_time(self._first + frame)

    def set_time(self, number: int) -> None:
        """Which of the file's frames is on screen; it may be none of the scrub bar's."""
        self._now.setText(timecode(number, self._rate))

    def set_playing(self, playing: bool) -> None:
        if playing:
            self._play.set_meaning(Glyph.PAUSE, "Pause")
        else:
            self._play.set_meaning(Glyph.PLAY, "Play")

    def set_loop(self, on: bool) -> None:
        self._loop.setChecked(on)

    def set_volume(self, volume: float) -> None:
        self._volume.setValue(round(volume * 100))

    def set_muted(self, muted: bool) -> None:
        self._mute.setChecked(muted)

    def set_sound_problem(self, text: str) -> None:
        """Say why nothing is heard; empty: it is."""
        self._volume.setToolTip(f"No sound: {text}" if text else "Volume")
        self._mute.setEnabled(not text)
        self._volume.setEnabled(not text)

    def set_can_reveal(self, can: bool) -> None:
        self._reveal.setEnabled(can)

    def _make_controls(self) -> None:
        self._scrub = LineSlider()
        self._scrub.setPageStep(10)
        self._scrub.setAccessibleName("Position")
        self._now = QLabel()
        self._now.setAccessibleName("Timecode")
        self._now.setFont(fixed())
        self._total = QLabel()
        self._total.setFont(fixed())
        self._total.setProperty("role", "dim")
        self._start = GlyphButton(Glyph.TO_START, "To the start", "Home")
        self._back = GlyphButton(Glyph.BACK, "One frame back", "←, ten with Shift")
        self._play = GlyphButton(Glyph.PLAY, "Play", "Space")
        self._play.set_raised()
        self._forward = GlyphButton(Glyph.FORWARD, "One frame forward", "→, ten with Shift")
        self._to_end = GlyphButton(Glyph.TO_END, "To the end", "End")
        for button in (self._back, self._forward):
            button.setAutoRepeat(True)
        self._buttons = (self._start, self._back, self._play, self._forward, self._to_end)
        self._loop = GlyphButton(Glyph.LOOP, "Loop")
        self._loop.setCheckable(True)
        self._loop.setChecked(True)
        self._mute = GlyphButton(Glyph.SOUND, "Mute")
        self._mute.setCheckable(True)
        self._volume = LineSlider()
        self._volume.setRange(0, 100)
        self._volume.setValue(100)
        self._volume.setPageStep(10)
        self._volume.setFixedWidth(72)
        self._volume.setAccessibleName("Volume")
        self._volume.setToolTip("Volume")
        self._reveal = QPushButton("Reveal")
        self._reveal.setToolTip("Show the file in its folder (Ctrl+R)")

    def _lay_out(self) -> None:
        left, middle, right = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        left.addWidget(self._now)
        left.addWidget(self._total)
        left.addStretch()
        middle.setSpacing(4)
        for button in (*self._buttons, self._loop):
            middle.addWidget(button)
        right.addStretch()
        right.addWidget(self._mute)
        right.addWidget(self._volume)
        right.addSpacing(6)
        right.addWidget(self._reveal)
        row = QGridLayout()
        row.setContentsMargins(0, 0, 0, 0)
        for column, part in enumerate((left, middle, right)):
            row.addLayout(part, 0, column)
        row.setColumnStretch(0, 1)
        row.setColumnStretch(2, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 6, 14, 10)
        whole.setSpacing(4)
        whole.addWidget(self._scrub)
        whole.addLayout(row)

    def _connect(self) -> None:
        self._scrub.chosen.connect(self.frame_wanted)
        self._scrub.sliderPressed.connect(self.scrub_started)
        self._scrub.sliderReleased.connect(self.scrub_ended)
        self._start.clicked.connect(self.to_start_wanted)
        self._back.clicked.connect(self._on_back)
        self._play.clicked.connect(self.play_toggled)
        self._forward.clicked.connect(self._on_forward)
        self._to_end.clicked.connect(self.to_end_wanted)
        self._loop.toggled.connect(self.loop_changed)
        self._volume.chosen.connect(self._on_volume)
        self._mute.toggled.connect(self._on_muted)
        self._reveal.clicked.connect(self.reveal_wanted)

    def _on_back(self) -> None:
        self.step_wanted.emit(-1)

    def _on_forward(self) -> None:
        self.step_wanted.emit(1)

    def _on_volume(self, value: int) -> None:
        self.volume_changed.emit(value / 100)

    def _on_muted(self, muted: bool) -> None:
        self._mute.set_meaning(*((Glyph.MUTED, "Unmute") if muted else (Glyph.SOUND, "Mute")))
        self.muted_changed.emit(muted)
