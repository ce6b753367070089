"""Results on their way out: what goes with the mouse, and what goes on meanwhile."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QDrag, QKeyEvent
from PySide6.QtWidgets import QPushButton

from aleph_desktop.app import loop
from aleph_desktop.ui.file_drag import drag_files, file_data, there

ODD = "a b%25 ü#1.mp4"


def test_only_files_that_are_there(tmp_path: Path) -> None:
    clip = tmp_path / ODD
    clip.touch()
    gone = str(tmp_path / "gone.mp4")
    assert there([None, str(clip), gone, str(clip), str(tmp_path)]) == [str(clip)]


def test_the_data_names_the_files_exactly(tmp_path: Path) -> None:
    files = [str(tmp_path / ODD), str(tmp_path / "b.mp4")]
    data = file_data(files)
    assert [url.toLocalFile() for url in data.urls()] == files
    assert data.text().splitlines() == files
    asked = bytes(data.data("x-special/gnome-copied-files").data()).decode().splitlines()
    assert asked[0] == "copy"
    assert asked[1].endswith("/a%20b%2525%20%C3%BC%231.mp4")


def test_coroutines_go_on_while_a_file_is_dragged(qapp, qtbot, tmp_path: Path) -> None:
    clip = tmp_path / ODD
    clip.touch()
    button = QPushButton("out")
    qtbot.addWidget(button)
    with qtbot.waitExposed(button):
        button.show()
    order: list[str] = []
    actions: list[Qt.DropAction] = []

    def begin() -> None:
        drag_files(button, [str(clip)])
        order.append("the drag is over")

    async def main() -> None:
        """Ten steps of a job's, within the drag; then Escape ends it."""
        QTimer.singleShot(0, button, begin)  # as the mouse would: from Qt, in no coroutine
        while not button.findChildren(QDrag):
            await asyncio.sleep(0)
        for _ in range(10):
            await asyncio.to_thread(str)
        actions.extend(drag.supportedActions() for drag in button.findChildren(QDrag))
        order.append("ten steps are done")
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            escape = QKeyEvent(kind, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.postEvent(button.windowHandle(), escape)
        while len(order) < 2:
            await asyncio.sleep(0)

    loop.run(qapp, main())
    assert order == ["ten steps are done", "the drag is over"]
    assert actions == [Qt.DropAction.CopyAction]
