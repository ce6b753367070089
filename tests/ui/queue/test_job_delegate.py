"""The painted row: every state, width and theme; links that can be clicked."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from aleph_desktop.domain.job import LOOKING, JobState
from aleph_desktop.errors import FailureKind
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.ui.queue.job_ask import JobAsk
from aleph_desktop.ui.queue.row_layout import ROW_HEIGHT
from aleph_desktop.ui.queue.turn import WAITS


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


@pytest.mark.parametrize("width", [480, 676, 1090])
def test_two_clips_with_one_prompt_differ(panel, model, make_job, width):
    """Not by the place in line, nor by the age: by the clip's name, where the prompt is."""
    panel.resize(width, 700)
    for clip in ("A001_C004_0412.mp4", "A001_C005_0412.mp4"):
        model.put(make_job(JobState.GENERATING, prompt="Moonlit night " * 20, clip=clip))
    rect = panel._delegate._layout(panel._view.viewport().width()).prompt
    first, second = (row_image(panel, row).copy(rect) for row in (0, 1))
    assert first != second


def test_the_lines_of_prompt_and_clip_stay_in_the_row(panel):
    delegate = panel._delegate
    assert delegate._base.height + 2 + 2 * delegate._small.height <= ROW_HEIGHT - 2


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


@pytest.mark.parametrize("width", [480, 676, 1092])
def test_an_unconfirmed_job_has_all_its_links(qtbot, panel, make_job, failure, width):
    panel._model.put(make_job(JobState.UNCONFIRMED, client_request_id="ours", failure=failure))
    panel.resize(width, 700)
    for ask in (JobAsk.LOOK_AGAIN, JobAsk.RETRY, JobAsk.FORGET):
        at = link_position(panel, 0, ask)
        with qtbot.waitSignal(panel.asked, timeout=1000) as caught:
            qtbot.mouseClick(panel._view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert caught.args == [ask.value, ["job0"]]


KINDS = {
    FailureKind.KEY: (JobState.GENERATING, JobState.FAILED),
    FailureKind.CREDITS: (JobState.GENERATING, JobState.FAILED),
    FailureKind.NETWORK: (JobState.WAITING, JobState.UNCONFIRMED, JobState.FAILED),
    FailureKind.SPACE: (JobState.DOWNLOADING,),
    FailureKind.DISK: (JobState.DONE,),
    FailureKind.GENERATION: (JobState.FAILED,),
    FailureKind.TIMEOUT: (JobState.FAILED,),
    FailureKind.MODERATION: (JobState.FAILED,),
    FailureKind.PROVIDER: (JobState.FAILED,),
    FailureKind.OURS: (JobState.FAILED,),
}


@pytest.mark.parametrize("width", [480, 676, 1092])
def test_no_word_that_matters_is_clipped(panel, make_job, failure, width):
    """With titles and remedies that are too long for a row, and with each kind of hold."""
    long = replace(failure, title="t" * 60, message="14 MB are free.", remedy="r" * 60)
    jobs = [
        make_job(state, failure=replace(long, kind=kind), generation_id="gen")
        for kind, states in KINDS.items()
        for state in states
    ]
    jobs += [make_job(JobState.UNCONFIRMED, status_word=LOOKING), make_job(held=True)]
    jobs += [make_job() for _ in range(120)]
    panel._model.set_jobs(jobs)
    panel.resize(width, 700)
    layout = panel._delegate._layout(panel._view.viewport().width())
    holds = [Hold(), Hold(by_user=True)]
    holds += [Hold(failure=replace(long, kind=kind)) for kind in WAITS]
    for hold in holds:
        panel.set_hold(hold)
        for job in jobs[:40]:
            row = panel._model.row_of(job)
            block = panel._delegate._block(job, row, layout.state)
            assert block.words == row.state
            assert "".join(line for _, line in block.details).replace(" ", "") == (
                row.detail.replace(" ", "")
            )
            assert tuple(link.ask for link in block.links) == row.links
            assert all("…" not in link.text for link in block.links)


def test_the_lines_of_a_state_stay_in_the_row(panel, make_job, failure):
    job = make_job(JobState.UNCONFIRMED, client_request_id="ours", failure=failure)
    panel._model.put(job)
    rect = panel._delegate._layout(676).state
    block = panel._delegate._block(job, panel._model.row_of(job), rect)
    assert len({link.rect.y() for link in block.links}) == 2
    assert block.top > 0
    assert all(link.rect.bottom() < ROW_HEIGHT - 2 for link in block.links)
    assert not block.links[0].rect.intersects(block.links[2].rect)


def test_a_missing_result_shows_no_picture_of_it(panel, model, make_job, theme, failure):
    model.put(make_job(JobState.DONE, result_path="/r.mp4", failure=failure))
    row_image(panel, 0)
    image = row_image(panel, 0)
    assert image.pixelColor(50, 31).name() == "#208020"
    assert image.pixelColor(95, 15).name() == theme.tokens.field
    assert theme.tokens.warning in colours(image)


def test_the_cost_column_has_room_for_its_words(panel):
    widths = panel._delegate._text_widths
    for width in (676, 900, 1092):
        columns = panel._delegate._layout(width).facts
        assert any("cost" in line for column in columns for line in column.lines)
        for column in columns:
            for line in column.lines:
                if line == ("cost",):
                    assert column.rect.width() >= widths.cost


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
