"""Frame out: what is on show as a picture, a contact sheet or a movie."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QMenu

from aleph_desktop.domain.job import Job
from aleph_desktop.errors import Failure
from aleph_desktop.ui.review.caption import Caption, caption_of
from aleph_desktop.ui.review.exhibit import Exhibit, FrameAsk, MovieAsk, Shown
from aleph_desktop.ui.review.frame_export import copy_image
from aleph_desktop.ui.review.movie_dialog import MovieDialog
from aleph_desktop.ui.review.pair_view import Side
from aleph_desktop.ui.review.save_box import SaveBox
from aleph_desktop.ui.review.stage import Stage


class _Way(NamedTuple):
    """One line of the menu."""

    words: str
    do: Callable[[], None]
    why_not: Callable[[], str]  # the reason why it can't be done now; "": it can


class ExportDesk(QObject):
    """Fills a menu, and asks for what is chosen there; who writes it tells what has become of it.

    A frame is read from its file in the clip's full size; the comparison is as it is seen.
    """

    frame_wanted = Signal(object, str)  # FrameAsk, file; "": to the clipboard
    picture_wanted = Signal(object, str)  # QImage, file
    sheet_wanted = Signal(object, str)  # Exhibit, file
    movie_wanted = Signal(object, str)  # MovieAsk, file
    movie_cancelled = Signal()
    problem = Signal(str, str)  # title, what happened and what to do
    done = Signal(str, str)  # words, the file that was written; "": there is none to reveal

    def __init__(
        self, stage: Stage, menu: QMenu, frame_of: Callable[[Side], tuple[str, float]]
    ) -> None:
        """`frame_of` a side on screen: its file, seconds from the file's first frame."""
        super().__init__(stage)
        self._stage = stage
        self._menu = menu
        self._frame_of = frame_of
        self._caption = Caption("")
        self._folder = ""
        self._first, self._drop = 0, False
        self._marks: tuple[int, int] | None = None
        self._peaks: Sequence[int] = ()
        self._movie: MovieDialog | None = None
        self._save_box = SaveBox(self)
        self._save_box.chosen.connect(self._on_file_chosen)
        self._ways: dict[QAction, _Way] = {}
        self._fill()
        menu.triggered.connect(self._on_triggered)
        menu.aboutToShow.connect(self._on_about_to_show)

    # What is on show

    def show_job(self, job: Job) -> None:
        """A job is on the stage."""
        self._caption = caption_of(job)
        self._folder = str(Path(job.result_path).parent) if job.result_path else ""

    def show_clip(self, path: str) -> None:
        """A clip alone is on the stage; "": nothing is."""
        self._caption = Caption(Path(path).name)
        self._folder = str(Path(path).parent) if path else ""

    def set_first(self, first: int, *, drop: bool = False) -> None:
        """The leader's first frame, counted from where its timecode is 0.

        `drop`: it is counted with dropped numbers.
        """
        self._first, self._drop = first, drop

    def set_marks(self, marks: tuple[int, int] | None) -> None:
        """The loop's first and last frame, by the leader."""
        self._marks = marks

    def set_peaks(self, peaks: Sequence[int]) -> None:
        """The leader's frames where much has changed, the most first."""
        self._peaks = tuple(peaks)

    # What has become of it

    def tell_done(self, words: str, path: str = "") -> None:
        """It is on the clipboard, or in a file."""
        self.done.emit(words, path)

    def tell_problem(self, failure: Failure) -> None:
        """It could not be done."""
        self.problem.emit(failure.title, f"{failure.message} {failure.remedy}".rstrip())

    def set_movie_progress(self, done: int, count: int) -> None:
        """Frames."""
        if self._movie is not None:
            self._movie.set_progress(done, count)

    def tell_movie_done(self, path: str) -> None:
        """It is written."""
        if self._movie is not None:
            self._movie.set_done()
        self.tell_done(f"The review movie was saved as “{Path(path).name}”.", path)

    def tell_movie_problem(self, failure: Failure) -> None:
        """It was not written."""
        if self._movie is not None:
            self._movie.set_problem(str(failure))

    # The menu

    def _fill(self) -> None:
        """In the order of use."""
        for group in (
            (
                ("Copy reference frame", self._copy_reference, self._no_reference),
                ("Copy edited frame", self._copy_edited, self._no_edited),
                ("Copy comparison", self._copy_comparison, self._no_pair),
            ),
            (
                ("Save reference frame…", self._save_reference, self._no_reference),
                ("Save edited frame…", self._save_edited, self._no_edited),
                ("Save comparison…", self._save_comparison, self._no_pair),
            ),
            (
                ("Contact sheet…", self._save_sheet, self._no_reel),
                ("Review movie…", self._open_movie, self._no_pair),
            ),
        ):
            if self._ways:
                self._menu.addSeparator()
            for words, do, why_not in group:
                self._ways[self._menu.addAction(words)] = _Way(words, do, why_not)

    def _on_about_to_show(self) -> None:
        for action, way in self._ways.items():
            reason = way.why_not()
            action.setEnabled(not reason)
            action.setText(f"{way.words} ({reason})" if reason else way.words)

    def _on_triggered(self, action: QAction) -> None:
        self._ways[action].do()

    def _no_reference(self) -> str:
        return "" if self._frame_of("reference")[0] else "there is no file"

    def _no_edited(self) -> str:
        return "" if self._frame_of("edited")[0] else "there is no result yet"

    def _no_reel(self) -> str:
        order = self._stage.order
        has = order.reel("reference") or order.reel("edited")
        return "" if has else "the frames aren't here"

    def _no_pair(self) -> str:
        """Why there is nothing to compare."""
        if reason := self._no_edited():
            return reason
        order = self._stage.order
        has = order.reel("reference") and order.reel("edited")
        return "" if has else "the frames of both aren't here"

    # What is chosen there

    def _copy_reference(self) -> None:
        self.frame_wanted.emit(self._frame_ask("reference"), "")

    def _copy_edited(self) -> None:
        self.frame_wanted.emit(self._frame_ask("edited"), "")

    def _copy_comparison(self) -> None:
        copy_image(self._stage.view.comparison_image())
        self.tell_done("The comparison was copied.")

    def _save_reference(self) -> None:
        self._save("Save the reference frame", self._frame_ask("reference"), self._number())

    def _save_edited(self) -> None:
        ask = self._frame_ask("edited")
        self._save("Save the edited frame", ask, self._number(), take=True)

    def _save_comparison(self) -> None:
        image = self._stage.view.comparison_image()
        self._save("Save the comparison", image, self._number(), "comparison", take=True)

    def _save_sheet(self) -> None:
        self._save("Save the contact sheet", self._exhibit(), "sheet", take=True)

    def _open_movie(self) -> None:
        if self._movie is None:
            self._movie = MovieDialog(self._menu.window())
            self._movie.file_wanted.connect(self._on_movie_file_wanted)
            self._movie.cancelled.connect(self.movie_cancelled)
        if not self._movie.is_writing:
            self._movie.ask(self._exhibit(), self._stage.view.look, self._marks)
        self._movie.raise_()
        self._movie.activateWindow()

    def _on_movie_file_wanted(self, ask: MovieAsk) -> None:
        self._save("Write the review movie", ask, "review", take=True, suffix="mp4")

    def _save(
        self, title: str, what: object, *parts: str, take: bool = False, suffix: str = "png"
    ) -> None:
        over = self._stage.view.window()
        if isinstance(what, MovieAsk) and self._movie is not None:
            over = self._movie
        name = self._caption.file_name(*parts, take=take, suffix=suffix)
        self._save_box.ask(over, title, what, str(Path(self._folder or Path.home()) / name))

    def _on_file_chosen(self, what: object, path: str) -> None:
        if isinstance(what, FrameAsk):
            self.frame_wanted.emit(what, path)
        elif isinstance(what, QImage):
            self.picture_wanted.emit(what, path)
        elif isinstance(what, Exhibit):
            self.sheet_wanted.emit(what, path)
        elif isinstance(what, MovieAsk) and self._movie is not None:
            self._movie.begin()
            self.movie_wanted.emit(what, path)

    def _frame_ask(self, side: Side) -> FrameAsk:
        return FrameAsk(*self._frame_of(side), f"The {side} frame")

    def _number(self) -> str:
        """The frame on screen, as in a file's name: "f0073"."""
        return f"f{self._first + self._stage.playback.index:04}"

    def _exhibit(self) -> Exhibit:
        pairing = self._stage.playback.pairing
        return Exhibit(
            self._caption,
            self._shown("reference"),
            self._shown("edited"),
            tuple(pairing.pair(index) for index in range(pairing.count)),
            pairing.rate,
            self._first,
            self._drop,
            self._peaks,
        )

    def _shown(self, side: Side) -> Shown | None:
        reel, ask = self._stage.order.reel(side), self._stage.order.shown(side)
        return Shown(reel, ask) if reel is not None and ask is not None else None
