"""The painted row: every state, width and theme; links that can be clicked."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from aleph_desktop.domain.job import JobState
from aleph_desktop.ui.queue.job_ask import JobAsk
from aleph_desktop.ui.queue.row_layout import ROW_HEIGHT


def row_image(panel, row):
    """One row as it is on the screen."""
    view = panel._view
    rect = view.visualRect(panel._model.index(row))
    return view.viewport().grab(rect).toImage()


def colours(image: QImage):
    step = range(0, image.width(), 3), range(0, image.height(), 2)
    return {image.pixelColor(x, y).name() for x in step[0] for y in step[1]}


@pytest.mark.parametrize("choice", ["dark", "light"])
@pytest.mark.parametrize("width", [560, 676, 900, 1090, 1600])
def test_every_state_paints(panel, theme, every_state, choice, width):
    theme.set_choice(choice)
    panel._model.set_jobs(every_state)
    panel.resize(width, 700)
    assert panel.width() == width
    for row in range(len(every_state)):
        image = row_image(panel, row)
        assert image.height() == ROW_HEIGHT * image.devicePixelRatio()
        assert len(colours(image)) > 10, f"{every_state[row].state} is blank"
    theme.set_choice("dark")


def test_nothing_is_painted_beyond_the_margin(panel, model, theme, make_job):
    """Long words are elided: the right margin keeps the ground's colour alone."""
    model.put(make_job(prompt="Incomprehensibilities" * 40, seed=4294967295))
    for width in (560, 676, 1090):
        panel.resize(width, 700)
        image = row_image(panel, 0)
        ground = image.pixel(image.width() - 1, 3)
        for x in range(image.width() - 12, image.width()):
            assert {image.pixel(x, y) for y in range(ROW_HEIGHT - 2)} == {ground}


def test_states_differ(panel, model, theme, make_job, failure):
    ok, bad = theme.tokens.ok, theme.tokens.bad
    model.put(make_job(JobState.DONE, result_path="/r.mp4"))
    model.put(make_job(JobState.FAILED, failure=failure))
    found = [colours(row_image(panel, row)) for row in range(2)]
    assert ok in found[0] - found[1]
    assert bad in found[1] - found[0]


def test_selection_and_focus_show(panel, model, theme, every_state):
    model.set_jobs(every_state)
    plain = row_image(panel, 0)
    panel.select(every_state[0].id)
    assert row_image(panel, 0).pixelColor(600, 3).name() == theme.tokens.selection
    panel.activateWindow()
    QTest.qWaitForWindowActive(panel)
    panel._view.setFocus()
    assert row_image(panel, 0).pixelColor(600, 0).name() == theme.tokens.accent
    assert row_image(panel, 0) != plain


def test_pictures_are_shown(panel, model, make_job):
    model.put(make_job(JobState.DONE, result_path="/r.mp4"))
    row_image(panel, 0)  # asks for the pictures
    image = row_image(panel, 0)
    assert image.pixelColor(50, 31).name() == "#208020"
    assert image.pixelColor(120, 31).name() == "#208020"


def test_a_running_job_has_no_result_yet(panel, model, make_job, theme):
    model.put(make_job(JobState.GENERATING, result_path="/r.mp4"))
    row_image(panel, 0)
    image = row_image(panel, 0)
    assert image.pixelColor(50, 31).name() == "#208020"
    assert image.pixelColor(95, 15).name() == theme.tokens.field


def link_position(panel, row, ask):
    """Where a link is, found as a user would: by looking over the row."""
    view = panel._view
    index = panel._model.index(row)
    rect = view.visualRect(index)
    for y in range(rect.top(), rect.bottom(), 3):
        for x in range(rect.left(), rect.right(), 3):
            if panel._delegate.link_at(rect, index, QPoint(x, y)) is ask:
                return QPoint(x, y)
    raise AssertionError(f"no link {ask}")


@pytest.mark.parametrize("width", [560, 1090])
def test_a_link_is_clicked(qtbot, panel, make_job, failure, width):
    panel._model.put(make_job())
    panel._model.put(make_job(JobState.FAILED, failure=failure))
    panel.resize(width, 700)
    for ask in (JobAsk.RETRY, JobAsk.EDIT_AGAIN):
        at = link_position(panel, 1, ask)
        with qtbot.waitSignal(panel.asked, timeout=1000) as caught:
            qtbot.mouseClick(panel._view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert caught.args == [ask.value, ["job1"]]


def test_a_press_that_leaves_the_link_does_nothing(qtbot, panel, model, make_job, failure):
    model.put(make_job(JobState.FAILED, failure=failure))
    at = link_position(panel, 0, JobAsk.RETRY)
    viewport = panel._view.viewport()
    with qtbot.assertNotEmitted(panel.asked):
        qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at)
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(at.x(), 5))


def test_a_click_beside_the_links_selects(qtbot, panel, model, make_job, failure):
    model.put(make_job(JobState.FAILED, failure=failure))
    with qtbot.assertNotEmitted(panel.asked), qtbot.waitSignal(panel.job_selected, timeout=1000):
        qtbot.mouseClick(panel._view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 30))


def test_the_pointer_says_what_is_a_link(qtbot, panel, model, make_job, failure):
    model.put(make_job(JobState.FAILED, failure=failure))
    viewport = panel._view.viewport()
    qtbot.mouseMove(viewport, link_position(panel, 0, JobAsk.RETRY))
    qtbot.waitUntil(lambda: viewport.cursor().shape() == Qt.CursorShape.PointingHandCursor)
    qtbot.mouseMove(viewport, QPoint(200, 30))
    qtbot.waitUntil(lambda: viewport.cursor().shape() == Qt.CursorShape.ArrowCursor)
