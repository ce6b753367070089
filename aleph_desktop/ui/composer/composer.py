"""The composer as a whole: an edit in the making."""

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from aleph_desktop.domain.clip import ClipInfo, ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.errors import BugError, Failure
from aleph_desktop.ui.composer.clip_card import ClipCard
from aleph_desktop.ui.composer.key_card import KeyCard
from aleph_desktop.ui.composer.options_row import OptionsRow
from aleph_desktop.ui.composer.url_field import UrlField
from aleph_desktop.ui.labels import label, link_button
from aleph_desktop.ui.prompt_editor import PromptEditor
from aleph_desktop.ui.theme import Theme

_REST_MS = 1000  # a double click, or Enter and a click, is one job


class Composer(QWidget):
    """Holds the draft, and says when it is asked to run."""

    generate_requested = Signal(Edit)
    source_changed = Signal(object)  # ClipSource, or None
    choose_wanted = Signal()
    key_entered = Signal(str)
    demo_wanted = Signal()
    pasted = Signal(QMimeData)  # into the prompt, and no text

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._spec: ModelSpec | None = None
        self._source: ClipSource | None = None
        self._readable = False
        self._references: tuple[str, ...] = ()
        self._needs_key = False
        self._connected = False
        self._resting = False  # the last edit was asked for just now
        self._last: Edit | None = None
        self._had_focus = False  # Generate, before it was disabled
        self._storing = 0  # edits that were asked for and are not on the disk yet
        self._why_unconnected = "Starting…"
        self._cost_note = ""
        self._card = ClipCard(theme)
        self._clip_problem = label("", "error", wrap=True)
        self._clip_problem.hide()
        self._length = label("", "dim")
        self._length.setToolTip("How much of the clip counts for the model: its start")
        self._url = UrlField()
        self._prompt = PromptEditor()
        self._options = OptionsRow()
        self._key = KeyCard()
        self._key.hide()
        self._reference_note = link_button("")
        self._hint = label("", "dim", wrap=True)
        self._generate = QPushButton("Generate")
        self._generate.setProperty("primary", True)
        self._generate.setToolTip("Ctrl+Return")
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out()
        self._connect()
        self._refresh()
        self.setFocusProxy(self._prompt)

    # The draft

    def set_spec(self, spec: ModelSpec) -> None:
        """The model whose limits hold."""
        self._spec = spec
        self._prompt.set_limit(spec.prompt_limit)
        self._options.set_spec(spec)
        self._refresh()

    @property
    def source(self) -> ClipSource | None:
        return self._source

    def set_source(self, source: ClipSource | None) -> None:
        """Take a clip; `set_clip` or `set_clip_problem` follow for a file."""
        self._source = source
        self._clip_problem.hide()
        self._options.set_match(None)
        is_url = source is not None and source.kind is SourceKind.URL
        self._url.set_quietly(source.location if source is not None and is_url else "")
        self._take_source(source)

    def set_clip(self, info: ClipInfo) -> None:
        """The clip was read and can be used."""
        if self._source is None or self._spec is None:
            return
        self._readable = True
        self._card.show_clip(self._source, info)
        counted = min(info.duration, self._spec.clip_seconds)
        self._length.setText(f"{counted:.2f} s of {info.duration:.2f} s")
        self._options.set_match(self._spec.frame_size_for(info.width, info.height))
        self._refresh()

    def set_clip_problem(self, failure: Failure) -> None:
        """The clip can't be used: say why, on the clip."""
        if self._source is None:
            return
        self._readable = False
        self._card.show_problem(self._source, failure)
        self._clip_problem.setText(f"{failure.message} {failure.remedy}".strip())
        self._clip_problem.show()
        self._refresh()

    def set_clip_images(self, images: list[QImage]) -> None:
        self._card.set_images(images)

    def set_edit(self, edit: Edit) -> None:
        """Put an earlier edit back: "Edit again"."""
        self._prompt.setPlainText(edit.prompt)
        self._options.set_frame_size(edit.frame_size)
        self._options.set_seed(edit.seed)
        self._references = edit.references
        self.set_source(edit.source)
        self._prompt.setFocus()

    def set_prompt(self, text: str) -> None:
        self._prompt.setPlainText(text)

    # The service

    def set_unconnected(self, why: str) -> None:
        """No job can be run, and this is why, in a few words."""
        self._why_unconnected = why
        self._connected = self._needs_key = False
        self._key.hide()
        self._refresh()

    def set_connection(
        self, *, connected: bool, needs_key: bool, loopback: bool, cost_note: str
    ) -> None:
        """Whether jobs can be run, what is missing if not, and what a run costs in words."""
        self._cost_note = cost_note
        self._connected = connected
        self._needs_key = needs_key
        self._url.set_loopback(loopback)
        self._key.setVisible(needs_key)
        self._refresh()

    def show_key_problem(self, message: str) -> None:
        self._key.show_problem(message)

    def generate(self) -> None:
        """Ask to run the draft, if it can be run and this very one wasn't just asked for."""
        if self._obstacle() or self._source is None:
            self._refresh()
            return
        edit = self.edit_for(self._source)
        if edit == self._last and (self._resting or self._storing):
            return
        self._last = edit
        self._storing += 1
        self._resting = True
        self._rest.start()
        self._refresh()
        self.generate_requested.emit(edit)

    def settle(self) -> None:
        """What was asked for is a job on the disk now, or has failed to become one."""
        self._storing -= 1
        self._refresh()

    def edit_for(self, source: ClipSource) -> Edit:
        """The draft with another clip. The model must have been set."""
        if self._spec is None:
            raise BugError("no model was set")
        return Edit(
            source=source,
            prompt=self._prompt.toPlainText().strip(),
            model_id=self._spec.id,
            frame_size=self._options.frame_size,
            seed=self._options.seed,
            references=self._references,
        )

    @property
    def prompt_limit(self) -> int:
        """The model's, in UTF-16 units."""
        return 0 if self._spec is None else self._spec.prompt_limit

    def _obstacle(self) -> str:
        """Why Generate can't be pressed, in a few words; empty when it can."""
        limit = self._spec.seed_limit if self._spec else 0
        unusable = self._clip_problem.isVisibleTo(self)
        for blocked, words in (
            (not self._connected and not self._needs_key, self._why_unconnected),
            (not self._connected, "Enter a key, or try without one."),
            (self._url.is_wrong, "This URL can't be used."),
            (self._source is None, "Add a clip: drop it anywhere, or paste its URL."),
            (not self._readable, "This clip can't be used." if unusable else "Reading the clip…"),
            (self._prompt.excess, f"The prompt is {self._prompt.excess} characters too long."),
            (not self._prompt.is_usable, "Say what should change."),
            (not self._options.is_usable, f"The seed goes from 0 to {limit}."),
        ):
            if blocked:
                return words
        return ""

    def _refresh(self) -> None:
        obstacle = self._obstacle()
        self._enable(not obstacle and not self._storing)
        self._hint.setText(obstacle or ("Queued." if self._resting else self._cost_note))
        self._reference_note.setVisible(bool(self._references))
        self._reference_note.setText(f"{len(self._references)} image reference · Remove")

    def _enable(self, on: bool) -> None:
        """A button that is disabled loses the focus: give it back."""
        if not on and self._generate.hasFocus():
            self._had_focus = True
        self._generate.setEnabled(on)
        if on and self._had_focus:
            self._had_focus = False
            self._generate.setFocus()

    def _take_source(self, source: ClipSource | None) -> None:
        self._source = source
        self._length.clear()
        if source is None:
            self._readable = False
            self._card.show_nothing()
        elif source.kind is SourceKind.URL:
            self._readable = True
            self._card.show_clip(source, None)
            seconds = self._spec.clip_seconds if self._spec else 0
            self._length.setText(f"first {seconds:g} s")
        else:
            self._readable = False
            self._card.show_reading(source)
        self._refresh()
        self.source_changed.emit(source)

    def _on_url_given(self, source: ClipSource) -> None:
        if source.kind is SourceKind.FILE:
            self.set_source(source)
            return
        self._clip_problem.hide()
        self._options.set_match(None)
        if source != self._source:
            self._take_source(source)

    def _on_url_gone(self) -> None:
        if self._source is not None and self._source.kind is SourceKind.URL:
            self._take_source(None)
        self._refresh()

    def _on_clear(self) -> None:
        self.set_source(None)

    def _on_drop_references(self) -> None:
        self._references = ()
        self._refresh()

    def _on_rested(self) -> None:
        self._resting = False
        self._refresh()

    def _connect(self) -> None:
        self._card.choose_wanted.connect(self.choose_wanted)
        self._card.clear_wanted.connect(self._on_clear)
        self._url.url_given.connect(self._on_url_given)
        self._url.url_gone.connect(self._on_url_gone)
        self._prompt.textChanged.connect(self._refresh)
        self._prompt.clip_pasted.connect(self.pasted)
        self._options.changed.connect(self._refresh)
        self._key.key_entered.connect(self.key_entered)
        self._key.demo_wanted.connect(self.demo_wanted)
        self._generate.clicked.connect(self.generate)
        self._reference_note.clicked.connect(self._on_drop_references)
        self._rest.timeout.connect(self._on_rested)

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 12, 14, 14)
        inside.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(label("Reference clip", "heading"))
        top.addStretch(1)
        top.addWidget(self._length)
        inside.addLayout(top)
        inside.addWidget(self._card)
        inside.addWidget(self._clip_problem)
        inside.addWidget(self._url)
        inside.addSpacing(4)
        inside.addWidget(label("Prompt", "heading"))
        inside.addWidget(self._prompt, 1)
        inside.addWidget(self._reference_note)
        inside.addWidget(self._options)
        inside.addSpacing(4)
        inside.addWidget(self._key)
        inside.addWidget(self._hint)
        inside.addWidget(self._generate)
