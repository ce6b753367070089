"""Text can be read on every ground that it stands on."""

import pytest

from aleph_desktop.ui.theme import Theme
from aleph_desktop.ui.tokens import DARK, LIGHT, ON_CANVAS_DIM, ON_CANVAS_TEXT, Tokens

GROUNDS = ("window", "panel", "raised", "field")


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""

    def linear(part: int) -> float:
        value = part / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("name", ["text", "dim", "faint", "ok", "warning", "bad"])
def test_text_has_contrast_on_every_ground(tokens: Tokens, name: str) -> None:
    for ground in (*GROUNDS, "selection") if name in ("text", "dim") else GROUNDS:
        assert contrast(getattr(tokens, name), getattr(tokens, ground)) >= 4.5, ground


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_other_pairs(tokens: Tokens) -> None:
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.accent, tokens.panel) >= 4.5
    assert contrast(ON_CANVAS_TEXT, tokens.canvas) >= 4.5
    assert contrast(ON_CANVAS_DIM, tokens.canvas) >= 4.5


def test_the_choice_changes_the_palette(qapp) -> None:
    theme = Theme(qapp, "dark")
    told = []
    theme.changed.connect(lambda: told.append(theme.tokens))
    theme.set_choice("light")
    assert told == [LIGHT]
    assert qapp.palette().window().color().name() == LIGHT.window
    theme.set_choice("light")
    assert told == [LIGHT]
    theme.set_choice("dark")
    assert qapp.palette().window().color().name() == DARK.window
