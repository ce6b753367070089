"""Bringing a clip in, in the real window on the demo service: what is chosen is what is sent."""

from pathlib import Path

import av
import pytest
from live_window import drop, jobs, live, until
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.domain.job import JobState
from aleph_desktop.ui.dialogs.batch_dialog import BatchDialog
from aleph_desktop.ui.main_window import MainWindow

RATE, SECONDS = 25, 8


def brightness(number: int) -> int:
    """Of a frame of the made clip, on the screen's scale; no two neighbours are near."""
    return 40 + number * 7 % 170


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """A clip longer than what is sent; each frame tells its number by its grey."""
    path = tmp_path / "steps.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"crf": "5", "g": "100"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(RATE * SECONDS):
            image = QImage(320, 180, QImage.Format.Format_RGB888)
            image.fill(QColor(*[brightness(number)] * 3))
            frame = av.VideoFrame(320, 180, "rgb24")
            frame.planes[0].update(bytes(image.constBits()))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def greys(path: str) -> list[int]:
    with av.open(path) as container:
        frames = [frame.reformat(format="rgb24") for frame in container.decode(video=0)]
    return [bytes(frame.planes[0])[frame.width * 3 * 20 + 60] for frame in frames]


def type_into(field, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_the_part_that_is_typed_is_the_part_that_is_sent_and_shown(qapp, steps, tmp_path) -> None:
    async def scenario(window: MainWindow) -> None:
        section = window.composer.clip
        await until(lambda: "Add a clip" in window.composer._hint.text())
        drop(window, steps)
        await until(lambda: section.plan is not None)
        type_into(section._card.range_row._in, "3:05")
        type_into(section._card.range_row._out, "5:10")
        assert section.span == (3.2, 5.4)
        window.composer.prompt.set_text("Make it night")
        window.composer.options._takes.set_takes(2)
        await until(window.composer._generate.isEnabled)
        window.composer.generate()
        await until(lambda: [job.state for job in jobs(window)] == [JobState.DONE] * 2)
        first, second = jobs(window)
        assert (first.edit.span, second.edit.span) == ((3.2, 5.4), (3.2, 5.4))
        assert {first.take, second.take} == {1, 2}
        assert first.sent_path == second.sent_path
        sent = greys(first.sent_path)
        assert len(sent) == 55
        for number, grey in enumerate(sent, start=80):
            assert grey == pytest.approx(brightness(number), abs=3)

    live(Arguments("window", data_dir=tmp_path / "data", demo=True), scenario)


def test_a_pasted_picture_and_a_frame_become_references(qapp, steps, tmp_path) -> None:
    async def scenario(window: MainWindow) -> None:
        tray, section = window.composer.references, window.composer.clip
        await until(lambda: "Add a clip" in window.composer._hint.text())
        picture = QImage(200, 100, QImage.Format.Format_RGB32)
        picture.fill(QColor("teal"))
        data = QMimeData()
        data.setImageData(picture)
        QApplication.clipboard().setMimeData(data)
        window.actions_["paste"].trigger()
        await until(lambda: tray.references)
        pasted = tray.references[0]
        assert Path(pasted).parent == tmp_path / "data" / "references"
        drop(window, steps)
        await until(lambda: section.plan is not None)
        window.review.use_frame_wanted.emit(str(steps), 4.02)
        await until(lambda: tray.references != (pasted,))
        kept = QImage(tray.references[0])
        assert kept.size().toTuple() == (320, 180)
        assert QColor(kept.pixel(9, 9)).red() == pytest.approx(brightness(100), abs=4)

    live(Arguments("window", data_dir=tmp_path / "data", demo=True), scenario)


def test_a_folder_is_one_question_with_takes(qapp, bunny, tmp_path) -> None:
    folder = tmp_path / "shots"
    (folder / "day 2").mkdir(parents=True)
    for name in ("a.mp4", "day 2/b.mp4"):
        (folder / name).write_bytes(bunny.read_bytes())
    (folder / "list.txt").write_text("not a clip")
    moon = tmp_path / "moon.png"
    assert QImage(64, 64, QImage.Format.Format_RGB32).save(str(moon))

    async def scenario(window: MainWindow) -> None:
        await until(lambda: "Add a clip" in window.composer._hint.text())
        drop(window, folder, moon)
        await until(lambda: window.findChild(BatchDialog) is not None)
        window.findChild(BatchDialog).reject()
        await until(lambda: window.findChild(BatchDialog) is None)
        assert window.composer.references.references == ()  # Cancel changes nothing
        drop(window, folder, moon)
        await until(lambda: window.findChild(BatchDialog) is not None)
        dialog = window.findChild(BatchDialog)
        QTest.keyClicks(dialog._prompt, "night")
        dialog._takes.set_takes(2)
        assert dialog._hint.text() == ("2 clips × 2 takes = 4 runs on the demo service: free.")
        assert not jobs(window)
        dialog._queue.click()
        await until(lambda: len(jobs(window)) == 4)
        assert len({job.shot for job in jobs(window)}) == 2
        assert {len(job.edit.references) for job in jobs(window)} == {1}
        await until(lambda: all(job.state is JobState.DONE for job in jobs(window)), 90)
        assert len({job.sent_path for job in jobs(window)}) == 2

    live(Arguments("window", data_dir=tmp_path / "data", demo=True), scenario)
