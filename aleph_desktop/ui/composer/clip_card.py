"""The clip in the composer: a drop target while there is none, then what the clip is."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from aleph_desktop.domain.clip import ClipInfo, ClipSource
from aleph_desktop.errors import Failure
from aleph_desktop.ui.elided_label import ElidedLabel
from aleph_desktop.ui.labels import label
from aleph_desktop.ui.theme import Theme

STRIP_HEIGHT = 78


class ClipCard(QWidget):
    """Shows the clip, or invites one. Its height stays the same, so that nothing jumps."""

    choose_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._empty = True
        self._strip = _Strip(theme, self)
        self._name = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self._facts = ElidedLabel()
        self._facts.setProperty("role", "dim")
        self._clear = QToolButton()
        self._clear.setText("✕")
        self._clear.setProperty("flat", True)
        self._clear.setToolTip("Remove the clip")
        self._clear.setAccessibleName("Remove the clip")
        self._clear.clicked.connect(self.clear_wanted)
        self._invitation = QLabel("Drop a clip anywhere")
        self._invitation.setProperty("role", "heading")
        self._invitation.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._ways = label("or paste its URL below, or", "dim")
        self._choose = QPushButton("Choose a file…")
        self._choose.clicked.connect(self.choose_wanted)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.show_nothing()

    def sizeHint(self) -> QSize:
        return QSize(300, STRIP_HEIGHT + 50)

    def show_nothing(self) -> None:
        """No clip: teach the ways in."""
        self._empty = True
        self._refresh_visibility()

    def show_reading(self, source: ClipSource) -> None:
        """The clip was given, and is being looked at."""
        self._show(source.name, "Reading…", source.location)
        self._strip.set_images([])

    def show_clip(self, source: ClipSource, info: ClipInfo | None) -> None:
        """What the clip is; `info` None for a URL."""
        if info is None:
            self._show(source.name, "The service fetches it itself", source.location)
            self._strip.set_message("On the web")
            return
        facts = f"{info.summary()} · {_megabytes(info.size)}"
        self._show(source.name, facts, source.location)

    def show_problem(self, source: ClipSource, failure: Failure) -> None:
        """The clip can't be used; the composer shows the words."""
        self._show(source.name, failure.title, source.location)
        self._strip.set_message("No picture")

    def set_images(self, images: list[QImage]) -> None:
        """Stills spread over the clip."""
        self._strip.set_images(images)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        pen = QPen(QColor(t.faint if self._empty else t.line), 1)
        if self._empty:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(t.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _lay_out(self) -> None:
        words = QHBoxLayout()
        words.setContentsMargins(10, 4, 4, 6)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(self._name)
        column.addWidget(self._facts)
        words.addLayout(column, 1)
        words.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self._strip)
        layout.addLayout(words)
        layout.addStretch(1)
        layout.addWidget(self._invitation)
        layout.addWidget(self._ways, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addSpacing(6)
        layout.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)

    def _show(self, name: str, facts: str, location: str) -> None:
        self._empty = False
        self._name.setText(name)
        self._name.setToolTip(location)
        self._facts.setText(facts)
        self._facts.setToolTip(facts)
        self._refresh_visibility()

    def _refresh_visibility(self) -> None:
        inviting: tuple[QWidget, ...] = (self._invitation, self._ways, self._choose)
        describing: tuple[QWidget, ...] = (self._strip, self._name, self._facts, self._clear)
        for widget in inviting:
            widget.setVisible(self._empty)
        for widget in describing:
            widget.setVisible(not self._empty)
        self.update()


class _Strip(QWidget):
    """Stills beside each other, filling the card's top."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._images: list[QImage] = []
        self._message = ""
        self.setFixedHeight(STRIP_HEIGHT)
        self.setAccessibleName("Pictures of the clip")

    def set_images(self, images: list[QImage]) -> None:
        self._images = images
        self._message = ""
        self.update()

    def set_message(self, message: str) -> None:
        self._images = []
        self._message = message
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(0, 0, 0, 8), 7, 7)
        painter.setClipPath(path)
        painter.setClipRect(self.rect(), Qt.ClipOperation.IntersectClip)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.canvas))
        if self._message:
            painter.setPen(QColor("#9aa1ab"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._message)
        for number, image in enumerate(self._images):
            left = self.width() * number / len(self._images)
            width = self.width() / len(self._images)
            painter.drawImage(QRectF(left, 0, width, self.height()), image, _crop(image, width))


def _crop(image: QImage, width: float) -> QRectF:
    """The middle of `image` with the shape of a strip cell."""
    shape = width / STRIP_HEIGHT
    if image.width() / image.height() > shape:
        wide = image.height() * shape
        return QRectF((image.width() - wide) / 2, 0, wide, image.height())
    high = image.width() / shape
    return QRectF(0, (image.height() - high) / 2, image.width(), high)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.0f} kB"
