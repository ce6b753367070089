"""Whether there is a newer version, what is new in it, and where it is."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QUrl, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from aleph_desktop.domain.release import Release
from aleph_desktop.errors import Failure
from aleph_desktop.ui.dialogs.release_notes import ReleaseNotes
from aleph_desktop.ui.labels import label

_NO_NOTES = "*There are no notes to it.*"


class UpdateDialog(QDialog):
    """Shows one of five states; asks nobody, opens nothing, downloads nothing itself."""

    page_wanted = Signal(QUrl)
    skip_wanted = Signal(str)  # the version
    look_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Updates")
        self.setMinimumWidth(460)
        self._release: Release | None = None
        self._heading = label("", "heading", wrap=True)
        self._words = label("", "dim", wrap=True)
        self._notes = ReleaseNotes()
        self._notes.setMinimumHeight(280)
        self._notes.link_wanted.connect(self.page_wanted)
        self._page = QPushButton("&Open its page")
        self._page.clicked.connect(self._on_page)
        self._skip = QPushButton("&Skip this version")
        self._skip.clicked.connect(self._on_skip)
        self._again = QPushButton("&Try again")
        self._again.clicked.connect(self.look_wanted)
        self._settings = QPushButton("&Settings…")
        self._settings.clicked.connect(self.settings_wanted)
        self._close = QPushButton("Close")
        self._close.clicked.connect(self.reject)
        self._lay_out()
        self.show_checking()

    def show_checking(self) -> None:
        self._show("Looking for updates…", "")

    def show_newest(self, version: str) -> None:
        """There is nothing newer than this one."""
        self._show(f"You have the newest version, {version}", "")

    def show_release(self, release: Release, own: str, *, skipped: bool) -> None:
        """There is. `skipped`: its user didn't want to be told of it."""
        self._release = release
        when = "" if release.published is None else f" ({_as_written(release.published)})"
        title = "" if release.version in release.title else f"{release.title}. "
        self._notes.show_notes(release.notes or _NO_NOTES)
        self._show(
            f"Version {release.version} is out{when}",
            f"{title}You have {own}. Nothing is downloaded here: its page has the files.",
            self._page,
            *(() if skipped else (self._skip,)),
        )
        self._notes.show()
        self._page.setDefault(True)
        self._fit()

    def show_problem(self, failure: Failure) -> None:
        self._show(failure.title, f"{failure.message} {failure.remedy}", self._again)
        self._again.setDefault(True)

    def show_no_feed(self, packager: str) -> None:
        """No address is set; `packager` brings updates, if there is one."""
        if packager:
            self._show(f"Updates come by {packager}", "This app looks for none itself.")
            return
        self._show(
            "No release feed is set",
            "Its address goes into Settings, at “Release feed”.",
            self._settings,
        )

    def show_no_browser(self, page: str) -> None:
        """The system opened nothing."""
        self._words.setText(f"No browser could be opened. The address is {page}")
        self._fit()

    def _show(self, heading: str, words: str, *buttons: QPushButton) -> None:
        self._heading.setText(heading)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._notes.hide()
        for button in (self._page, self._skip, self._again, self._settings):
            button.setVisible(button in buttons)
        self._close.setDefault(True)
        self._fit()

    def _fit(self) -> None:
        """Labels that wrap ask for the height of a narrower place than they get."""
        width = max(self.width(), 620) if self._release is not None else self.minimumWidth()
        self.resize(width, self._column.totalHeightForWidth(width))

    def _on_page(self) -> None:
        if self._release is not None:
            self.page_wanted.emit(QUrl(self._release.page))

    def _on_skip(self) -> None:
        if self._release is not None:
            self.skip_wanted.emit(self._release.version)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self._skip)
        buttons.addStretch(1)
        for button in (self._settings, self._again, self._page, self._close):
            buttons.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 18, 18, 14)
        self._column.setSpacing(10)
        self._column.addWidget(self._heading)
        self._column.addWidget(self._words)
        self._column.addWidget(self._notes, 1)
        self._column.addSpacing(4)
        self._column.addLayout(buttons)


def _as_written(day: date) -> str:
    """ "20 November 2026": in the words' own language, and not to be read two ways."""
    return QLocale.c().toString(QDate(day.year, day.month, day.day), "d MMMM yyyy")
