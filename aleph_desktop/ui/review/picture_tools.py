"""What can be done with the pictures by mouse and key: take a frame, drag the crop."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from aleph_desktop.domain.framing import Placement
from aleph_desktop.ui.review.crop_handle import CropHandle
from aleph_desktop.ui.review.frame_button import USE_FRAME, FrameButton


class PictureTools(QObject):
    """Small widgets over the view's pictures; the view says where these are."""

    frame_used = Signal(str)  # "reference" or "edited"

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.crop = CropHandle(view)
        self._reference = FrameButton("reference", view)
        self._edited = FrameButton("edited", view)
        self._places: tuple[QRect | None, QRect | None] = (None, None)
        self._reference.clicked.connect(self._on_reference)
        self._edited.clicked.connect(self._on_edited)

    def arrange(self, reference: QRect | None, edited: QRect | None) -> None:
        """Where there are pictures, None: there is none. In one place each has its corner."""
        self._places = (reference, edited)
        self._reference.put_on(reference, left=reference == edited)
        self._edited.put_on(edited)
        if reference is not None:
            self.crop.setGeometry(reference)

    def are_in(self, place: QRect) -> bool:
        """Whether a button has some of this place."""
        buttons = (self._reference, self._edited)
        return any(not b.isHidden() and b.geometry().intersects(place) for b in buttons)

    def set_crop(self, placement: Placement | None) -> None:
        """The crop that can be dragged; None: none can."""
        if placement is not None:
            self.crop.set_placement(placement)
        self.crop.setVisible(placement is not None)

    def set_lit(self, on: bool) -> None:
        """Whether the mouse is over the view."""
        self._reference.set_lit(on)
        self._edited.set_lit(on)

    def show_menu(self, at: QPoint) -> None:
        """The menu of the picture at a point of the view; of the first, where there is none."""
        reference, edited = self._places
        if reference is None and edited is None:
            return
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if reference is not None and reference == edited:
            _add(menu, f"{USE_FRAME}: reference", self._on_reference)
            _add(menu, f"{USE_FRAME}: edited", self._on_edited)
        elif edited is not None and (reference is None or edited.contains(at)):
            _add(menu, USE_FRAME, self._on_edited)
        else:
            _add(menu, USE_FRAME, self._on_reference)
        menu.popup(self._view.mapToGlobal(at))

    def _on_reference(self) -> None:
        self.frame_used.emit("reference")

    def _on_edited(self) -> None:
        self.frame_used.emit("edited")


def _add(menu: QMenu, words: str, slot: Callable[[], None]) -> None:
    action = QAction(words, menu)
    action.triggered.connect(slot)
    menu.addAction(action)
