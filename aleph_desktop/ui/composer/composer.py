"""The composer as a whole: an edit in the making."""

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from aleph_desktop.domain.clip import ClipSource
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.domain.price import Price
from aleph_desktop.errors import BugError
from aleph_desktop.ui.composer.clip_section import ClipSection
from aleph_desktop.ui.composer.key_card import KeyCard
from aleph_desktop.ui.composer.options_row import OptionsRow
from aleph_desktop.ui.composer.prompt_section import PromptSection
from aleph_desktop.ui.composer.reference_tray import ReferenceTray
from aleph_desktop.ui.labels import label
from aleph_desktop.ui.theme import Theme

_REST_MS = 1000  # a double click, or Enter and a click, is one job


class Composer(QWidget):
    """Holds the draft, and says when it is asked to run."""

    generate_requested = Signal(Edit, int)  # and how many takes
    key_entered = Signal(str)
    demo_wanted = Signal()
    pasted = Signal(QMimeData)  # into the prompt, and no text

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._spec: ModelSpec | None = None
        self._needs_key = False
        self._connected = False
        self._resting = False  # the last edit was asked for just now
        self._last: tuple[Edit, int] | None = None
        self._had_focus = False  # Generate, before it was disabled
        self._storing = 0  # edits that were asked for and are not on the disk yet
        self._why_unconnected = "Starting…"
        self._cost_note = ""
        self._price: Price | None = None
        self._again: Edit | None = None  # whose seed is there
        self.clip = ClipSection(theme)
        self.prompt = PromptSection(theme)
        self.references = ReferenceTray(theme)
        self.options = OptionsRow()
        self._key = KeyCard()
        self._key.hide()
        self._hint = label("", "dim", wrap=True)
        self._generate = QPushButton("Generate")
        self._generate.setProperty("primary", True)
        self._generate.setToolTip("Ctrl+Return")
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out()
        self._connect()
        self._refresh()
        self.setFocusProxy(self.prompt)

    # The draft

    def set_spec(self, spec: ModelSpec) -> None:
        """The model whose limits hold."""
        self._spec = spec
        self.clip.set_spec(spec)
        self.prompt.set_limit(spec.prompt_limit)
        self.references.set_limit(spec.reference_limit)
        self.options.set_spec(spec)
        self._refresh()

    @property
    def source(self) -> ClipSource | None:
        return self.clip.source

    def set_edit(self, edit: Edit) -> None:
        """Put an earlier edit back: "Edit again"."""
        self._again = None
        self.prompt.set_text(edit.prompt)
        self.options.set_frame_size(edit.frame_size)
        self.options.set_seed(edit.seed)
        self.references.set_references(edit.references)
        self.clip.set_source(edit.source, edit.span, edit.framing)
        self._again = edit
        self.prompt.setFocus()

    # The service

    def set_unconnected(self, why: str) -> None:
        """No job can be run, and this is why, in a few words."""
        self._why_unconnected = why
        self._connected = self._needs_key = False
        self._price = None
        self._key.hide()
        self._refresh()

    def set_connection(
        self, *, connected: bool, needs_key: bool, loopback: bool, cost_note: str
    ) -> None:
        """Whether jobs can be run, what is missing if not, and what a run costs in words."""
        self._cost_note = cost_note
        self._connected = connected
        self._needs_key = needs_key
        self.clip.set_loopback(loopback)
        self._key.setVisible(needs_key)
        self._refresh()

    def set_price(self, price: Price | None) -> None:
        """What a run costs; None: nobody knows."""
        self._price = price
        self._refresh()

    @property
    def price(self) -> Price | None:
        return self._price

    def show_key_problem(self, message: str) -> None:
        self._key.show_problem(message)

    def generate(self) -> None:
        """Ask to run the draft, if it can be run and this very one wasn't just asked for."""
        source = self.source
        if self._obstacle() or source is None:
            self._refresh()
            return
        asked = (self.edit_for(source), self.options.takes)
        if asked == self._last and (self._resting or self._storing):
            return
        self._last = asked
        self._storing += 1
        self._resting = True
        self._rest.start()
        self._refresh()
        self.generate_requested.emit(*asked)

    def settle(self) -> None:
        """What was asked for is a job on the disk now, or has failed to become one."""
        self._storing -= 1
        self._refresh()

    def edit_for(self, source: ClipSource) -> Edit:
        """The draft; with another clip, that clip's own start. The model must have been set."""
        if self._spec is None:
            raise BugError("no model was set")
        return Edit(
            source=source,
            prompt=self.prompt.text().strip(),
            model_id=self._spec.id,
            frame_size=self.options.frame_size,
            seed=self.options.seed,
            references=self.references.references,
            span=self.clip.span if source == self.source else None,
            framing=self.clip.framing,
        )

    @property
    def spec(self) -> ModelSpec:
        """The model. Raises BugError before it was set."""
        if self._spec is None:
            raise BugError("no model was set")
        return self._spec

    def _obstacle(self) -> str:
        """Why Generate can't be pressed, in a few words; empty when it can."""
        limit = self._spec.seed_limit if self._spec else 0
        excess = self.prompt.excess
        for blocked, words in (
            (not self._connected and not self._needs_key, self._why_unconnected),
            (not self._connected, "Enter a key, or try without one."),
            (bool(self.clip.obstacle), self.clip.obstacle),
            (excess > 0, f"The prompt is {excess} characters too long."),
            (not self.prompt.is_usable, "Say what should change."),
            (not self.references.is_usable, "An image reference can't be used."),
            (not self.options.is_usable, f"The seed goes from 0 to {limit}."),
        ):
            if blocked:
                return words
        return ""

    def _refresh(self) -> None:
        obstacle = self._obstacle()
        self._enable(not obstacle and not self._storing)
        self._hint.setText(obstacle or ("Queued." if self._resting else self._cost()))

    def _cost(self) -> str:
        """What pressing Generate costs, as far as it is known."""
        takes = self.options.takes
        if self._price is not None:
            return f"{self._price.words(takes)} · {self._cost_note}"
        runs = "1 run" if takes == 1 else f"{takes} runs"
        return f"{runs} · {self._cost_note}"

    def _enable(self, on: bool) -> None:
        """A button that is disabled loses the focus: give it back."""
        if not on and self._generate.hasFocus():
            self._had_focus = True
        self._generate.setEnabled(on)
        if on and self._had_focus:
            self._had_focus = False
            self._generate.setFocus()

    def _on_options_changed(self) -> None:
        self.clip.set_frame_size(self.options.frame_size)
        self._refresh()

    def _on_source_changed(self, source: ClipSource | None) -> None:
        """The seed of an earlier take says nothing about another clip."""
        again = self._again
        if again is not None and source is not None and source != again.source:
            self._again = None
            if self.options.seed == again.seed:
                self.options.set_seed(None)

    def _on_clip_changed(self) -> None:
        plan = self.clip.plan
        matched = plan is not None and self.options.frame_size is None
        self.options.set_match(plan.frame_size if plan is not None and matched else None)
        self._refresh()

    def _on_rested(self) -> None:
        self._resting = False
        self._refresh()

    def _connect(self) -> None:
        self.clip.changed.connect(self._on_clip_changed)
        self.clip.source_changed.connect(self._on_source_changed)
        self.prompt.changed.connect(self._refresh)
        self.prompt.pasted.connect(self.pasted)
        self.references.changed.connect(self._refresh)
        self.options.changed.connect(self._on_options_changed)
        self._key.key_entered.connect(self.key_entered)
        self._key.demo_wanted.connect(self.demo_wanted)
        self._generate.clicked.connect(self.generate)
        self._rest.timeout.connect(self._on_rested)

    def _lay_out(self) -> None:
        draft = QWidget()
        inside = QVBoxLayout(draft)
        inside.setContentsMargins(14, 12, 14, 4)
        inside.setSpacing(8)
        inside.addWidget(self.clip)
        inside.addSpacing(4)
        inside.addWidget(self.prompt, 1)
        inside.addWidget(self.references)
        inside.addWidget(self.options)
        scroll = QScrollArea()  # a low window scrolls the draft, never what sends it
        scroll.setWidget(draft)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for ground in (draft, scroll.viewport()):  # the panel's shows through
            ground.setAutoFillBackground(False)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 4, 14, 14)
        foot.setSpacing(8)
        foot.addWidget(self._key)
        foot.addWidget(self._hint)
        foot.addWidget(self._generate)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addLayout(foot)
