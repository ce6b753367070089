"""The tokens put on: the palette first; a style sheet for what it can't say."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from aleph_desktop.ui.tokens import BASE_PX, DARK, LIGHT, SMALL_PX, Tokens


class Theme(QObject):
    """The theme that is on. Follows the system, or what the user set."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        """`choice`: system, dark or light."""
        super().__init__(app)
        self._app = app
        self._choice = choice
        app.setStyle(QStyleFactory.create("Fusion"))
        font = app.font()
        font.setPixelSize(BASE_PX)
        app.setFont(font)
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._tokens = self._chosen()
        self._put_on()

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    def set_choice(self, choice: str) -> None:
        """Take the user's setting."""
        self._choice = choice
        self._on_scheme_changed()

    def _on_scheme_changed(self) -> None:
        tokens = self._chosen()
        if tokens is not self._tokens:
            self._tokens = tokens
            self._put_on()
            self.changed.emit()

    def _chosen(self) -> Tokens:
        if self._choice == "system":
            scheme = QGuiApplication.styleHints().colorScheme()
            return LIGHT if scheme is Qt.ColorScheme.Light else DARK
        return DARK if self._choice == "dark" else LIGHT

    def _put_on(self) -> None:
        self._app.setPalette(palette(self._tokens))
        self._app.setStyleSheet(style_sheet(self._tokens))


def palette(t: Tokens) -> QPalette:
    """The theme as Qt's own roles, which native parts understand."""
    p = QPalette()
    role = QPalette.ColorRole
    for r, colour in (
        (role.Window, t.window),
        (role.WindowText, t.text),
        (role.Base, t.field),
        (role.AlternateBase, t.panel),
        (role.Text, t.text),
        (role.Button, t.raised),
        (role.ButtonText, t.text),
        (role.BrightText, t.bad),
        (role.Highlight, t.accent),
        (role.HighlightedText, t.on_accent),
        (role.ToolTipBase, t.raised),
        (role.ToolTipText, t.text),
        (role.PlaceholderText, t.faint),
        (role.Link, t.accent),
        (role.Light, t.raised),
        (role.Midlight, t.line),
        (role.Mid, t.line),
        (role.Dark, t.line),
        (role.Accent, t.accent),
    ):
        p.setColor(r, QColor(colour))
    for r in (role.WindowText, role.Text, role.ButtonText):
        p.setColor(QPalette.ColorGroup.Disabled, r, QColor(t.faint))
    return p


def style_sheet(t: Tokens) -> str:
    """What the palette can't say: lines, radii, the primary and the segmented buttons."""
    return f"""
QMenuBar {{ background: {t.window}; border-bottom: 1px solid {t.line}; padding: 2px 6px; }}
QMenuBar::item {{ background: transparent; color: {t.dim}; padding: 4px 8px; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {t.raised}; color: {t.text}; }}
QSplitter::handle {{ background: {t.line}; }}
QLineEdit, QPlainTextEdit, QComboBox {{
  background: {t.field}; color: {t.text}; border: 1px solid {t.line}; border-radius: 6px;
  padding: 0 9px; selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit, QComboBox {{ min-height: 30px; }}
QPlainTextEdit {{ padding: 8px 6px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{
  border: 1px solid {t.accent}; }}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"] {{ border: 1px solid {t.bad}; }}
QSpinBox QLineEdit {{ border: 0; min-height: 0; padding: 0 4px; }}
QComboBox::drop-down {{ border: 0; width: 22px; }}
QComboBox QAbstractItemView {{ background: {t.raised}; border: 1px solid {t.line}; }}
QPushButton, QToolButton {{
  background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; border-radius: 6px;
  padding: 4px 10px; min-height: 18px; }}
QPushButton:hover, QToolButton:hover {{ border-color: {t.faint}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {t.line}; }}
QPushButton:focus, QToolButton:focus {{ border: 1px solid {t.accent}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {t.faint}; background: {t.panel}; }}
QPushButton[primary="true"] {{
  background: {t.accent}; color: {t.on_accent}; border: 1px solid {t.accent}; font-weight: 600;
  min-height: 30px; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[primary="true"]:disabled {{
  background: {t.raised}; color: {t.faint}; border-color: {t.line}; }}
QPushButton[link="true"] {{
  background: transparent; border: 0; color: {t.accent}; padding: 0; text-align: left; }}
QPushButton[link="true"]:focus {{ text-decoration: underline; }}
QToolButton[flat="true"] {{ background: transparent; border: 1px solid transparent; }}
QToolButton[flat="true"]:hover {{ background: {t.raised}; }}
QToolButton[flat="true"]:focus {{ border: 1px solid {t.accent}; }}
QToolButton[flat="true"]:checked {{ color: {t.accent}; }}
QToolButton[segment="true"] {{ border-radius: 0; background: {t.panel}; color: {t.dim}; }}
QToolButton[segment="true"]:checked {{ background: {t.raised}; color: {t.text}; font-weight: 600; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 4px; }}
QMenu {{ background: {t.raised}; border: 1px solid {t.line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.accent}; color: {t.on_accent}; }}
QMenu::item:disabled {{ color: {t.faint}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 6px; }}
#panel {{ background: {t.panel}; }}
#card {{ background: {t.field}; border: 1px solid {t.line}; border-radius: 8px; }}
QLabel[role="heading"] {{ font-weight: 600; }}
QLabel[role="dim"] {{ color: {t.dim}; font-size: {SMALL_PX}px; }}
QLabel[role="error"] {{ color: {t.bad}; font-size: {SMALL_PX}px; }}
QLabel[role="warning"] {{ color: {t.warning}; font-size: {SMALL_PX}px; }}
"""


def small(font: QFont) -> QFont:
    """The secondary size."""
    font = QFont(font)
    font.setPixelSize(SMALL_PX)
    return font


def semibold(font: QFont) -> QFont:
    font = QFont(font)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def fixed() -> QFont:
    """For timecode: figures that don't move their neighbours."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(BASE_PX)
    return font
