"""The dialog about updates, and notes that a stranger wrote."""

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextCursor, QTextDocument
from PySide6.QtTest import QTest

from aleph_desktop.domain.release import Release
from aleph_desktop.errors import KnownError
from aleph_desktop.ui.dialogs.release_notes import ReleaseNotes
from aleph_desktop.ui.dialogs.update_dialog import UpdateDialog

RELEASE = Release(
    "0.2.0", "Drag and drop", "https://example.com/0.2.0", "## New\n- a *thing*", None
)


@pytest.fixture
def dialog(qapp, qtbot):
    made = UpdateDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def buttons(dialog):
    named = {"page": dialog._page, "skip": dialog._skip, "again": dialog._again}
    named |= {"settings": dialog._settings, "close": dialog._close}
    return {name for name, button in named.items() if button.isVisible()}


def test_what_each_state_offers(dialog):
    assert buttons(dialog) == {"close"}
    dialog.show_newest("0.1.0")
    assert (dialog._heading.text(), buttons(dialog)) == (
        "You have the newest version, 0.1.0",
        {"close"},
    )
    dialog.show_problem(KnownError("A title", "It happened.", "Do this.").failure)
    assert dialog._words.text() == "It happened. Do this."
    assert buttons(dialog) == {"again", "close"}
    dialog.show_no_feed("")
    assert buttons(dialog) == {"settings", "close"}
    dialog.show_no_feed("apt")
    assert (dialog._heading.text(), buttons(dialog)) == ("Updates come by apt", {"close"})


def test_a_release(dialog, qtbot):
    dialog.show_release(RELEASE, "0.1.0", skipped=False)
    assert dialog._heading.text() == "Version 0.2.0 is out"
    assert "Drag and drop" in dialog._words.text()
    assert "You have 0.1.0" in dialog._words.text()
    assert dialog._notes.toPlainText() == "New\na thing"
    assert dialog._notes.isVisible()
    assert buttons(dialog) == {"page", "skip", "close"}
    with qtbot.waitSignal(dialog.page_wanted) as page:
        QTest.mouseClick(dialog._page, Qt.MouseButton.LeftButton)
    assert page.args == [QUrl(RELEASE.page)]
    with qtbot.waitSignal(dialog.skip_wanted) as skip:
        QTest.mouseClick(dialog._skip, Qt.MouseButton.LeftButton)
    assert skip.args == ["0.2.0"]


def test_a_day_and_a_version_that_was_skipped(dialog):
    made = Release("0.2.0", "Version 0.2.0", RELEASE.page, "", date(2026, 11, 2))
    dialog.show_release(made, "0.1.0", skipped=True)
    assert dialog._heading.text() == "Version 0.2.0 is out (2 November 2026)"
    assert dialog._words.text().startswith("You have 0.1.0")
    assert dialog._notes.toPlainText() == "There are no notes to it."
    assert buttons(dialog) == {"page", "close"}


def test_words_fit(dialog):
    """Each state is as high as its words need."""
    long = KnownError("A title", "word " * 60, "Do this.").failure
    for show in (partial(dialog.show_problem, long), partial(dialog.show_no_feed, "")):
        show()
        needed = dialog._words.heightForWidth(dialog._words.width())
        assert dialog._words.height() >= needed


def test_notes_load_nothing(qapp, qtbot, tmp_path):
    red = QImage(40, 40, QImage.Format.Format_RGB32)
    red.fill(QColor("red"))
    assert red.save(str(tmp_path / "red.png"))
    url = QUrl.fromLocalFile(str(tmp_path / "red.png"))
    notes = ReleaseNotes()
    qtbot.addWidget(notes)
    notes.resize(300, 200)
    notes.show()
    for name in (url.toString(), str(tmp_path / "red.png"), "red.png"):
        picture = f"![x]({name}) !!![y]({name}) ![z] ![z][z] <img src='{name}'>"
        notes.show_notes(f"{picture} <b>bold</b>\n\n[z]: {name}\n")
        shown = notes.grab().toImage()
        colours = {
            shown.pixelColor(x, y).name()
            for x in range(shown.width())
            for y in range(shown.height())
        }
        assert "#ff0000" not in colours
        assert "x y z z" in notes.toPlainText()
        assert "<b>bold</b>" in notes.toPlainText()
        notes.setMarkdown(f"![x]({name})")  # and if one got through
        assert notes.grab().toImage().pixelColor(30, 30).name() != "#ff0000"
    kind = QTextDocument.ResourceType.ImageResource
    assert notes.document().resource(kind, url).width() == 1


@pytest.mark.parametrize(
    ("target", "opened"),
    [
        ("https://example.com/x", True),
        ("http://example.com/x", False),
        ("file:///etc/passwd", False),
        ("javascript:x", False),
        ("#below", False),
    ],
)
def test_links_lead_to_https_only(qapp, qtbot, target, opened):
    notes = ReleaseNotes()
    qtbot.addWidget(notes)
    wanted = []
    notes.link_wanted.connect(wanted.append)
    notes.show_notes(f"[wwwwwwwwwwww]({target})")
    notes.resize(300, 100)
    notes.show()
    notes.moveCursor(QTextCursor.MoveOperation.Start)
    place = notes.cursorRect().center() + QPoint(20, 0)
    assert notes.anchorAt(place) == target
    QTest.mouseClick(notes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted == ([QUrl(target)] if opened else [])
    assert "wwww" in notes.toPlainText()  # nothing was loaded in its place
