"""Settings: key, service, folder, how many at once, how long to wait, theme."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from aleph_desktop.ui.choice_box import ChoiceBox
from aleph_desktop.ui.dialogs.settings_form import SettingsForm
from aleph_desktop.ui.labels import label


class SettingsDialog(QDialog):
    """Shows a `SettingsForm`, and gives back a changed one; checks nothing itself."""

    submitted = Signal(SettingsForm)
    key_removed = Signal()

    def __init__(self, form: SettingsForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.setMinimumWidth(520)
        self._key = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._key.setPlaceholderText("Unchanged" if form.has_key else "None")
        self._base = QLineEdit(form.api_base)
        self._folder = QLineEdit(form.results_dir)
        self._path = ChoiceBox()
        self._path.addItem("Universal (/v2/video/generations)", "universal")
        self._path.addItem("Older (/v2/generate/video/runway/generation)", "older")
        self._path.setCurrentIndex(max(0, self._path.findData(form.service_path)))
        self._concurrency = _number(form.concurrency, 1, 20, "")
        self._give_up = _number(form.give_up_minutes, 1, 1440, " min")
        self._rate = _number(form.requests_per_minute, 1, 600, " a minute")
        self._theme = ChoiceBox()
        for choice in ("system", "dark", "light"):
            self._theme.addItem(choice.capitalize(), choice)
        self._theme.setCurrentIndex(max(0, self._theme.findData(form.theme)))
        self._keep_awake = QCheckBox("Keep the computer a&wake while jobs run")
        self._keep_awake.setChecked(form.keep_awake)
        self._feed = QLineEdit(form.update_feed)
        self._feed.setPlaceholderText("None")
        self._updates = QCheckBox("Look for &updates once a day")
        self._updates.setChecked(form.look_for_updates)
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        self._lay_out(form)

    def show_problem(self, words: str) -> None:
        """Why the settings can't be taken; the dialog stays."""
        self._problem.setText(words)
        self._problem.show()

    def _lay_out(self, form: SettingsForm) -> None:
        remove = QPushButton("Remove")
        remove.setEnabled(form.can_remove_key)
        remove.setToolTip("Delete the key from the system's keyring")
        remove.clicked.connect(self.key_removed)
        choose = QPushButton("Choose…")
        choose.clicked.connect(self._on_choose)
        rows = QFormLayout()
        rows.setVerticalSpacing(10)
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.addRow(_named("&API key", self._key), _beside(self._key, remove))
        rows.addRow("", label(form.key_note, "dim", wrap=True))
        rows.addRow("&Service", self._base)
        rows.addRow("&Path", self._path)
        rows.addRow(_named("&Results folder", self._folder), _beside(self._folder, choose))
        rows.addRow("&Jobs at once", self._concurrency)
        rows.addRow("&Give up after", self._give_up)
        rows.addRow("Re&quests at most", self._rate)
        rows.addRow("", self._keep_awake)
        rows.addRow("&Theme", self._theme)
        rows.addRow("Release &feed", self._feed)
        rows.addRow("", self._updates)
        if form.packager:
            rows.addRow("", label(f"Updates come by {form.packager}.", "dim", wrap=True))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._on_saved)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(12)
        layout.addLayout(rows)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, "Results folder", self._folder.text() or str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._folder.setText)
        dialog.open()

    def _on_saved(self) -> None:
        self._problem.hide()
        self.submitted.emit(
            SettingsForm(
                new_key=self._key.text().strip(),
                api_base=self._base.text().strip(),
                results_dir=self._folder.text().strip(),
                service_path=self._path.currentData(),
                concurrency=self._concurrency.value(),
                give_up_minutes=self._give_up.value(),
                requests_per_minute=self._rate.value(),
                theme=self._theme.currentData(),
                keep_awake=self._keep_awake.isChecked(),
                update_feed=self._feed.text().strip(),
                look_for_updates=self._updates.isChecked(),
            )
        )


def _number(value: int, low: int, high: int, suffix: str) -> QSpinBox:
    box = QSpinBox(minimum=low, maximum=high, value=value)
    box.setSuffix(suffix)
    box.setMinimumHeight(32)
    return box


def _named(text: str, field: QWidget) -> QLabel:
    """A label whose key leads to the field, though the row holds more than it."""
    made = QLabel(text)
    made.setBuddy(field)
    return made


def _beside(field: QWidget, button: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(field, 1)
    row.addWidget(button)
    return row
