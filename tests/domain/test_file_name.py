"""Names for results, out of any source and prompt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.file_name import result_name

text = st.text(st.characters()) | st.text("./\\:*? -\u202eé🐇CONnul\0\n")


@pytest.mark.parametrize(
    ("source", "prompt", "seed", "name"),
    [
        ("bigbuckbunny.mp4", "moonlit night", 91827, "bigbuckbunny - moonlit night - 91827"),
        ("../../etc/passwd", "x", None, "passwd - x"),
        ("a.mp4", "one two three four five six seven eight nine", None, None),
        ("CON.mp4", "", None, "CON_"),
        ("", "", None, "clip"),
    ],
)
def test_names(source: str, prompt: str, seed: int | None, name: str | None):
    made = result_name(source, prompt, seed)
    assert made == (name or "a - one two three four five six seven eight")


@given(text, text, st.none() | st.integers(0, 2**32 - 1))
def test_any_words_make_a_name_that_stays_in_its_folder(source: str, prompt: str, seed: int | None):
    name = result_name(source, prompt, seed)
    assert 0 < len(name.encode()) <= 150
    assert not set(name) & set('<>:"/\\|?*%\0\n\u202e')
    assert name == name.strip(" .")
    assert name.isprintable()
    assert name.split(".")[0].strip().lower() not in {"con", "nul", "com1", "lpt9"}
