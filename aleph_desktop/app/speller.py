"""The system's spell checker, through Enchant."""

from collections.abc import Sequence


class EnchantSpeller:
    """Fulfils `ui.ports.Speller`."""

    def is_right(self, word: str) -> bool:
        return True

    def suggestions(self, word: str) -> Sequence[str]:
        return ()


def find_speller() -> EnchantSpeller | None:
    """None where the system has none. Blocks: for a thread."""
    return None
