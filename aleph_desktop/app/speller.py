"""The system's spell checker, through Enchant: Hunspell or Aspell on Linux, AppleSpell on macOS."""

import logging
from collections.abc import Sequence
from typing import Protocol

_log = logging.getLogger(__name__)

_MOST_SUGGESTIONS = 6

# Right words of the trade that dictionaries don't have.
_TRADE_WORDS = """
aleph backlight backlighting backlit bokeh cgi chromakey claymation closeup closeups
desaturate desaturated dolly fps frontlit ghibli greenscreen handheld hdr hyperlapse
hyperrealistic inpaint lensflare lowpoly noir oversaturated outpaint photorealistic pixar
prores recolor recolour relight relighting relit restyle restyled rotoscope sidelit slomo
softbox steadicam timelapse timelapses underlit vaporwave vfx vignetting volumetric
"""
_TRADE = frozenset(_TRADE_WORDS.split())


class Dictionary(Protocol):
    """One language's, as `enchant.Dict` is."""

    def check(self, word: str) -> bool: ...

    def suggest(self, word: str) -> list[str]: ...


class EnchantSpeller:
    """Fulfils `ui.ports.Speller`. A word is right when any of the languages has it: prompts are
    often in English, whatever the user's language is.
    """

    def __init__(self, dictionaries: Sequence[Dictionary]) -> None:
        """The user's own language first."""
        self._dictionaries = dictionaries

    def is_right(self, word: str) -> bool:
        if not word or word.lower() in _TRADE:
            return True
        return any(dictionary.check(word) for dictionary in self._dictionaries)

    def suggestions(self, word: str) -> Sequence[str]:
        """The best of each language in turn."""
        lists = [dictionary.suggest(word) for dictionary in self._dictionaries if word]
        found: list[str] = []
        for place in range(max(map(len, lists), default=0)):
            found += [each[place] for each in lists if place < len(each)]
        return list(dict.fromkeys(found))[:_MOST_SUGGESTIONS]


def find_speller(languages: Sequence[str] | None = None) -> EnchantSpeller | None:
    """A speller for these languages ("de_DE", best first; None: the system's) and for English.

    None where Enchant or every dictionary is missing. Blocks for some 50 ms: for a thread.
    """
    try:
        import enchant  # type: ignore[import-untyped] # it has no types
    except (ImportError, OSError):  # the package, or the library that it binds: missing, or refused
        _log.info("no spell checker: Enchant is missing")
        return None
    if languages is None:
        languages = _system_languages()
    try:
        broker = enchant.Broker()
        tags = _chosen(languages, broker.list_languages())
        dictionaries = [broker.request_dict(tag) for tag in tags]
    except enchant.errors.Error as error:
        _log.info("no spell checker: %s", error)
        return None
    _log.info("spell checker: %s", ", ".join(tags) or "no dictionary")
    return EnchantSpeller(dictionaries) if dictionaries else None


def _chosen(languages: Sequence[str], available: Sequence[str]) -> list[str]:
    """Of the user's languages the first that is there, then the English of both shores."""
    tags = [tag.replace("-", "_") for tag in languages]
    own = next((found for tag in tags if (found := _nearest(tag, available))), None)
    wanted = [own, "en_US" if "en_US" in available else _nearest("en", available), "en_GB"]
    return list(dict.fromkeys(tag for tag in wanted if tag in available and tag is not None))


def _nearest(tag: str, available: Sequence[str]) -> str | None:
    """The dictionary of a language, or of its next country."""
    language = tag.partition("_")[0]
    same = [found for found in available if found.partition("_")[0] == language]
    return tag if tag in same else next(iter(sorted(same, key=len)), None)


def _system_languages() -> list[str]:
    from PySide6.QtCore import QLocale

    return QLocale.system().uiLanguages()
