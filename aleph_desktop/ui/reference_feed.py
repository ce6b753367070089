"""The tray of image references, and the library that its images come from."""

import asyncio

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QFileDialog

from aleph_desktop.domain.source_url import is_url
from aleph_desktop.errors import KnownError
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.clip_sort import IMAGE_SUFFIXES
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.ports import ClipReader, Library


class ReferenceFeed(QObject):
    """What can't be used is said at the tray."""

    def __init__(
        self, window: MainWindow, library: Library, clips: ClipReader, scope: TaskScope
    ) -> None:
        super().__init__(window)
        self._window = window
        self._tray = window.composer.references
        self._library = library
        self._clips = clips
        self._scope = scope
        self._tray.file_wanted.connect(self._on_file_wanted)
        self._tray.library_wanted.connect(self._on_library_wanted)
        self._tray.library_removal_wanted.connect(self._on_library_removal_wanted)
        window.image_given.connect(self._on_image_given)
        window.review.use_frame_wanted.connect(self._on_use_frame_wanted)

    async def add(self, given: str) -> None:
        """Take an image into the draft: a path, or a URL that the service fetches itself."""
        try:
            self._tray.add_reference(await self.kept(given))
        except KnownError as error:
            self._say(error)

    async def kept(self, given: str) -> str:
        """An image as an edit can have it: a URL, or a path in the library. Raises KnownError."""
        return given if is_url(given) else await self._library.add(given)

    def _say(self, error: KnownError) -> None:
        self._tray.show_problem(f"{error.failure.message} {error.failure.remedy}".strip())

    def _on_file_wanted(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in IMAGE_SUFFIXES)
        dialog = QFileDialog(self._window, "Add an image reference", "", f"Images ({kinds})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_chosen(self, path: str) -> None:
        self._scope.spawn(self.add(path), name="add image")

    def _on_image_given(self, image: QImage) -> None:
        self._scope.spawn(self._add_image(image), name="add image")

    async def _add_image(self, image: QImage) -> None:
        data = await asyncio.to_thread(_as_png, image)
        try:
            self._tray.add_reference(await self._library.add_data(data))
        except KnownError as error:
            self._say(error)

    def _on_use_frame_wanted(self, path: str, seconds: float) -> None:
        self._scope.spawn(self._use_frame(path, seconds), name="use frame")

    async def _use_frame(self, path: str, seconds: float) -> None:
        try:
            self._tray.add_reference(await self._clips.keep_frame(path, seconds))
        except KnownError as error:
            self._say(error)

    def _on_library_wanted(self) -> None:
        self._scope.spawn(self._show_library(), name="library")

    async def _show_library(self) -> None:
        try:
            self._tray.set_library(await self._library.images())
        except KnownError as error:
            self._say(error)

    def _on_library_removal_wanted(self, path: str) -> None:
        self._scope.spawn(self._remove(path), name="remove image")

    async def _remove(self, path: str) -> None:
        try:
            await self._library.remove(path)
        except KnownError as error:
            self._say(error)
        await self._show_library()


def _as_png(image: QImage) -> bytes:
    """Blocks: a screenshot of a large screen takes a tenth of a second."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())
