"""The transport: scrub bar, timecode, steps, play, loop, speed, sound. It asks; the room does."""

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aleph_desktop.domain.timecode import timecode
from aleph_desktop.ui.review.file_button import FileButton
from aleph_desktop.ui.review.glyph_button import GlyphButton
from aleph_desktop.ui.review.glyphs import Glyph
from aleph_desktop.ui.review.line_slider import LineSlider
from aleph_desktop.ui.review.menu_button import Choice, MenuButton
from aleph_desktop.ui.review.scrub_bar import ScrubBar
from aleph_desktop.ui.review.shuttle import SPEEDS, speed_words
from aleph_desktop.ui.review.timecode_field import TimecodeField
from aleph_desktop.ui.theme import fixed

_LEAST = 672  # pixels
_WORDED = 960  # pixels, with which the dropped frames are told in words
_SILENCE = "Silent"


class TransportBar(QWidget):
    """Frames are counted from 0; volume is 0 to 1."""

    play_toggled = Signal()
    step_wanted = Signal(int)  # frames, negative: back
    frame_wanted = Signal(int)
    to_start_wanted = Signal()
    to_end_wanted = Signal()
    loop_changed = Signal(bool)
    speed_wanted = Signal(float)  # seconds of the clip in a second
    sound_chosen = Signal(int)  # which of `set_sounds`
    volume_changed = Signal(float)
    muted_changed = Signal(bool)
    scrub_started = Signal()
    scrub_ended = Signal()
    reveal_wanted = Signal()
    drag_wanted = Signal()  # the result is to go with the mouse

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rate = Fraction(25)
        self._first = 0
        self._drops = 0
        self._make_controls()
        self._lay_out()
        self._connect()
        self.set_clip(0, Fraction(25))
        self.set_can_reveal(False)
        self.set_rate(1.0)
        self.set_counted(0, 0)
        self.set_sounds([_SILENCE], 0)

    def set_clip(self, frames: int, rate: Fraction, first: int = 0, *, drop: bool = False) -> None:
        """How many frames there are, and how many a second; 0: there is no clip.

        `first` is the number that the first of them has in its file: the timecodes are the file's.
        `drop`: they are counted with dropped numbers.
        """
        self._rate, self._first = rate, first
        self._scrub.setRange(0, max(0, frames - 1))
        self._now.set_clip(rate, first, drop=drop)
        self._total.setText(f"/ {timecode(first + frames, rate, drop=drop)}")
        for control in (self._scrub, self._now, *self._buttons):
            control.setEnabled(frames > 0)
        self.set_frame(self._scrub.value())

    def set_frame(self, frame: int) -> None:
        """Which frame is on screen."""
        self._scrub.setValue(frame)
        self._frame.setText(f"f{frame}")
        self.set_time(self._first + frame)

    def set_time(self, number: int) -> None:
        """Which of the file's frames is on screen; it may be none of the scrub bar's."""
        self._now.set_number(number)

    def set_marks(self, marks: tuple[int, int] | None) -> None:
        """The first and the last frame that loop; None: all."""
        self._scrub.set_marks(marks)

    def set_playing(self, playing: bool) -> None:
        if playing:
            self._play.set_meaning(Glyph.PAUSE, "Pause")
        else:
            self._play.set_meaning(Glyph.PLAY, "Play")

    def set_rate(self, rate: float) -> None:
        """How fast it plays, or would: seconds of the clip in a second."""
        self._speed.set_current(*([SPEEDS.index(rate)] if rate in SPEEDS else []))
        self._speed.say(speed_words(rate))

    def set_counted(self, shown: int, dropped: int) -> None:
        """How many frames were shown since it began to play, and how many were not."""
        self._drops = dropped
        role = "warning" if dropped else "dim"
        if self._dropped.property("role") != role:
            self._dropped.setProperty("role", role)
            self._dropped.style().polish(self._dropped)
        self._dropped.setToolTip(
            f"{shown:,} frames shown, {dropped:,} dropped since it began to play"
        )
        self._give_way()

    def set_loop(self, on: bool) -> None:
        self._loop.setChecked(on)

    def set_sounds(self, names: Sequence[str], current: int) -> None:
        """What can be heard; the last is silence."""
        self._sound.set_choices([Choice(name) for name in names])
        self._sound.set_current(current)
        self._sound.say(names[current])
        self._sound.setEnabled(len(names) > 1)

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

    def set_strip(self, strip: QWidget) -> None:
        """A strip along the scrub bar, under it."""
        self._whole.insertWidget(1, strip)

    def export_menu(self) -> QMenu:
        """What hangs under the button."""
        return self._menu

    def open_export_menu(self) -> None:
        """By key."""
        corner = self._export.mapToGlobal(QPoint(0, 0))
        self._menu.popup(corner - QPoint(0, self._menu.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """Without what gives way."""
        return QSize(_LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is needed less gives way first."""
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        """Frames that were dropped are never hidden: in little room by their number alone."""
        for least, parts in self._givers:
            for part in parts:
                part.setVisible(self.width() >= least)
        is_wide = self.width() >= _WORDED
        self._dropped.setVisible(is_wide or self._drops > 0)
        words = " dropped" if is_wide else ""
        self._dropped.setText(f"⚠ {self._drops:,}{words}" if self._drops else "0 dropped")

    def _make_controls(self) -> None:
        self._scrub = ScrubBar()
        self._now = TimecodeField()
        self._total, self._frame = QLabel(), QLabel()
        for text in (self._total, self._frame):
            text.setFont(fixed())
            text.setProperty("role", "dim")
        self._frame.setFixedWidth(self._frame.fontMetrics().horizontalAdvance("f0000"))
        self._frame.setToolTip("The frame, counted from the first that plays")
        self._start = GlyphButton(Glyph.TO_START, "To the start", "Home")
        self._back = GlyphButton(Glyph.BACK, "One frame back", "←, ten with Shift")
        self._play = GlyphButton(Glyph.PLAY, "Play", "Space")
        self._play.set_raised()
        self._forward = GlyphButton(Glyph.FORWARD, "One frame forward", "→, ten with Shift")
        self._to_end = GlyphButton(Glyph.TO_END, "To the end", "End")
        for button in (self._back, self._forward):
            button.setAutoRepeat(True)
        self._buttons = (self._start, self._back, self._play, self._forward, self._to_end)
        self._loop = GlyphButton(Glyph.LOOP, "Loop", "I and O set its ends")
        self._loop.setCheckable(True)
        self._loop.setChecked(True)
        self._speed = MenuButton("Speed")
        self._speed.set_choices([Choice(speed_words(speed)) for speed in SPEEDS])
        self._speed.keep_room_for(["0.25×", "−8×"])
        self._speed.setToolTip("Speed; J, K and L shuttle")
        self._dropped = QLabel()
        self._dropped.setAccessibleName("Dropped frames")
        self._sound = MenuButton("Sound")
        self._sound.keep_room_for(["Reference"])
        self._sound.setToolTip("Which sound is heard")
        self._mute = GlyphButton(Glyph.SOUND, "Mute")
        self._mute.setCheckable(True)
        self._volume = LineSlider()
        self._volume.setRange(0, 100)
        self._volume.setValue(100)
        self._volume.setPageStep(10)
        self._volume.setFixedWidth(64)
        self._volume.setAccessibleName("Volume")
        self._volume.setToolTip("Volume")
        self._reveal = FileButton("⠿ Reveal")
        self._reveal.setAccessibleName("Reveal")
        self._reveal.setToolTip(
            "Show the file in its folder (Ctrl+R). Drag this into your editor to take it along"
        )
        self._export = QPushButton("Export…")
        self._export.setToolTip("A frame, a contact sheet or a review movie (Ctrl+E)")
        self._menu = QMenu(self._export)
        # the window's width with which each has room
        self._givers = (
            (1050, (self._volume,)),
            (900, (self._total,)),
            (850, (self._reveal,)),
            (800, (self._frame,)),
            (700, (self._start,)),
        )

    def _lay_out(self) -> None:
        left, middle, right = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for first in (self._now, self._total, self._frame):
            left.addWidget(first)
        left.addStretch()
        middle.setSpacing(4)
        for button in (*self._buttons, self._loop, self._speed):
            middle.addWidget(button)
        right.addStretch()
        right.setSpacing(4)
        for last in (
            *(self._dropped, self._sound, self._mute, self._volume),
            *(self._reveal, self._export),
        ):
            right.addWidget(last)
        row = QGridLayout()
        row.setContentsMargins(0, 0, 0, 0)
        for column, part in enumerate((left, middle, right)):
            row.addLayout(part, 0, column)
        row.setColumnStretch(0, 1)
        row.setColumnStretch(2, 1)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(14, 6, 14, 10)
        self._whole.setSpacing(4)
        self._whole.addWidget(self._scrub)
        self._whole.addLayout(row)

    def _connect(self) -> None:
        self._scrub.chosen.connect(self.frame_wanted)
        self._scrub.sliderPressed.connect(self.scrub_started)
        self._scrub.sliderReleased.connect(self.scrub_ended)
        self._now.number_given.connect(self._on_number)
        self._start.clicked.connect(self.to_start_wanted)
        self._back.clicked.connect(self._on_back)
        self._play.clicked.connect(self.play_toggled)
        self._forward.clicked.connect(self._on_forward)
        self._to_end.clicked.connect(self.to_end_wanted)
        self._loop.toggled.connect(self.loop_changed)
        self._speed.wanted.connect(self._on_speed)
        self._sound.wanted.connect(self.sound_chosen)
        self._volume.chosen.connect(self._on_volume)
        self._mute.toggled.connect(self._on_muted)
        self._reveal.clicked.connect(self.reveal_wanted)
        self._reveal.drag_wanted.connect(self.drag_wanted)
        self._export.clicked.connect(self.open_export_menu)

    def _on_number(self, number: int) -> None:
        self.frame_wanted.emit(number - self._first)

    def _on_speed(self, number: int) -> None:
        self.speed_wanted.emit(SPEEDS[number])

    def _on_back(self) -> None:
        self.step_wanted.emit(-1)

    def _on_forward(self) -> None:
        self.step_wanted.emit(1)

    def _on_volume(self, value: int) -> None:
        self.volume_changed.emit(value / 100)

    def _on_muted(self, muted: bool) -> None:
        self._mute.set_meaning(*((Glyph.MUTED, "Unmute") if muted else (Glyph.SOUND, "Mute")))
        self.muted_changed.emit(muted)
