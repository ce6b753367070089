"""The system's spell checker: found where there is one, and quiet where there is none."""

import subprocess
import sys

import pytest

from aleph_desktop.app.speller import EnchantSpeller, _chosen, find_speller

HAS_ENGLISH = find_speller(["en_US"]) is not None
needs_english = pytest.mark.skipif(not HAS_ENGLISH, reason="no Enchant, or no English dictionary")


class Words:
    """A dictionary of some words."""

    def __init__(self, *words: str) -> None:
        self._words = words

    def check(self, word: str) -> bool:
        return word in self._words

    def suggest(self, word: str) -> list[str]:
        return list(self._words)


def test_a_word_is_right_in_any_language() -> None:
    speller = EnchantSpeller([Words("Mond", "Nacht"), Words("moon", "night")])
    assert speller.is_right("Mond")
    assert speller.is_right("moon")
    assert not speller.is_right("lune")
    assert list(speller.suggestions("mon")) == ["Mond", "moon", "Nacht", "night"]


def test_words_of_the_trade_and_none_are_right() -> None:
    speller = EnchantSpeller([Words("moon")])
    assert speller.is_right("Bokeh")
    assert speller.is_right("timelapse")
    assert speller.is_right("")
    assert list(speller.suggestions("")) == []


@pytest.mark.parametrize(
    ("languages", "available", "chosen"),
    [
        (["en-US", "en"], ["en", "en_US", "en_GB"], ["en_US", "en_GB"]),
        (["de-DE"], ["de_AT", "de_DE", "en_US"], ["de_DE", "en_US"]),
        (["de-CH"], ["de_AT", "de_DE", "en_GB"], ["de_AT", "en_GB"]),
        (["cs-CZ", "de"], ["de_DE", "en_US"], ["de_DE", "en_US"]),
        (["C"], ["en_AU", "fr"], ["en_AU"]),
        (["fr-FR"], ["fr"], ["fr"]),
        (["fr-FR"], ["de_DE"], []),
        ([], [], []),
    ],
)
def test_the_users_language_and_english(languages, available, chosen) -> None:
    assert _chosen(languages, available) == chosen


@needs_english
def test_the_systems_own_english() -> None:
    speller = find_speller(["en_US"])
    assert speller.is_right("rabbit")
    assert not speller.is_right("rabitt")
    assert "rabbit" in speller.suggestions("rabitt")
    assert len(speller.suggestions("rabitt")) <= 6


def test_without_the_library_there_is_none() -> None:
    program = (
        "import sys; sys.modules['enchant'] = None\n"
        "from aleph_desktop.app.speller import find_speller\n"
        "print(find_speller(['en_US']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "None"
