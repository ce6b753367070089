"""Results leave the list by mouse and by Ctrl+C; rows without one stay."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from aleph_desktop.domain.job import JobState
from aleph_desktop.ui.queue import job_list_view
from aleph_desktop.ui.queue.row_layout import ROW_HEIGHT


@pytest.fixture
def dragged(monkeypatch):
    """What would go with the mouse; the drag itself is the desktop test's."""
    found = []
    monkeypatch.setattr(job_list_view, "drag_files", lambda _view, files: found.append(files))
    return found


@pytest.fixture
def results(tmp_path):
    paths = [tmp_path / f"{name}.mp4" for name in "ab"]
    for path in paths:
        path.touch()
    return [str(path) for path in paths]


@pytest.fixture
def view(panel, model, make_job, results):
    """Two results, one whose file is gone, one job that waits."""
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, model
    )
    assert tester.model() is model
    done = [make_job(JobState.DONE, result_path=path) for path in [*results, "/gone/c.mp4"]]
    model.set_jobs([*done, make_job()])
    return panel.findChild(job_list_view.JobListView)


def carry(view, row, place=None):
    """Press on a row, or a place of it, and move further than a hand trembles."""
    port, start = view.viewport(), place or QPoint(300, row * ROW_HEIGHT + 20)
    way = QPoint(QApplication.startDragDistance() + 5, 0)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(port, start + way)
    QTest.mouseMove(port, start + 2 * way)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=start + 2 * way)


def test_a_row_takes_its_result_along(view, dragged, results):
    carry(view, 1)
    assert dragged == [[results[1]]]


def test_selected_rows_go_together(view, dragged, results):
    view.selectAll()
    carry(view, 0)
    assert dragged == [results]  # not the one that is gone, and not the one that waits


@pytest.mark.parametrize("row", [2, 3])
def test_without_a_file_nothing_is_dragged(view, dragged, row):
    carry(view, row)
    assert dragged == []


def test_a_click_is_no_drag(view, dragged):
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 20))
    assert dragged == []
    assert view.job_ids() == ["job0"]


def test_ctrl_c_copies_the_files(view, results):
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert [url.toLocalFile() for url in clipboard.mimeData().urls()] == results


def test_ctrl_c_without_a_result_leaves_the_clipboard(view):
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    view.select_row(view.model().index(3))
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "before"


def test_the_fold_sign_drags_nothing(view, model, make_job, dragged, results):
    takes = [
        make_job(JobState.DONE, id=f"take{i}", shot="take0", take=i + 1, result_path=path)
        for i, path in enumerate(results)
    ]
    model.set_jobs(takes)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 20))
    rect, index = view.visualRect(model.index(0)), model.index(0)
    sign = next(
        QPoint(x, rect.center().y())
        for x in range(rect.width())
        if view.itemDelegate().is_on_fold(rect, index, QPoint(x, rect.center().y()))
    )
    carry(view, 0, sign)
    assert dragged == []
    carry(view, 0)
    assert dragged == [results]  # the shot's row takes all of its takes along


def test_a_path_let_go_over_the_filter_is_no_search(panel, results):
    (field,) = panel.findChildren(QLineEdit)
    assert not field.acceptDrops()
