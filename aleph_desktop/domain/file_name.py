"""Readable file names that every system takes."""

import re
import unicodedata
from pathlib import PurePath

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)  # Windows: these can't be file names, with any suffix


def result_name(source_name: str, prompt: str, seed: int | None) -> str:
    """The stem of a result's file, for example "bigbuckbunny - moonlit night - 91827"."""
    stem = PurePath(source_name).stem
    words = " ".join(prompt.split()[:8])
    parts = [_safe(stem, 50), _safe(words, 70), "" if seed is None else str(seed)]
    name = " - ".join(part for part in parts if part) or "clip"
    return f"{name}_" if name.split(".")[0].strip().lower() in _RESERVED else name


def _safe(text: str, limit: int) -> str:
    """`text` without what some file system, shell or eye would misread; at most `limit` bytes."""
    text = unicodedata.normalize("NFC", text)
    # categories: C control, format (right-to-left marks), surrogate; Z spaces but the plain one
    kept = "".join(
        character
        for character in text
        if character == " " or unicodedata.category(character)[0] not in "CZ"
    )
    kept = re.sub(r'[<>:"/\\|?*%]+', " ", kept)
    kept = re.sub(r" +", " ", kept).strip(" .-")
    return kept.encode()[:limit].decode(errors="ignore").rstrip(" .-")
