"""What the model would not take is said before anything is prepared."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit, check
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.domain.prompt import utf16_length
from aleph_desktop.errors import FailureKind, KnownError

EDIT = Edit(ClipSource(SourceKind.FILE, "/clips/rabbit.mp4"), "Make it night", "runway/gen4_aleph")


@given(st.text(st.characters()))
def test_the_length_is_counted_in_utf16_units(text: str):
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"prompt": "x" * 1000},
        {"prompt": "🐇" * 500},
        {"frame_size": "960:960"},
        {"seed": 0},
        {"seed": 4_294_967_295},
        {"references": ("/a.png",)},
    ],
)
def test_good_edits(aleph: ModelSpec, changes: dict[str, Any]):
    check(replace(EDIT, **changes), aleph)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"prompt": ""}, "empty"),
        ({"prompt": " \n\t "}, "empty"),
        ({"prompt": "x" * 1001}, "Shorten it by 1"),
        ({"prompt": "🐇" * 501}, "has 1002 .* Shorten it by 2"),
        ({"prompt": "half \ud83d a rabbit"}, "half a character"),
        ({"frame_size": "1920:1080"}, "no 1920:1080.*1280:720"),
        ({"seed": -1}, "-1"),
        ({"seed": 4_294_967_296}, "4294967296"),
        ({"references": ("/a.png", "/b.png")}, "There are 2"),
    ],
)
def test_bad_edits_get_words(aleph: ModelSpec, changes: dict[str, Any], words: str):
    with pytest.raises(KnownError, match=words) as caught:
        check(replace(EDIT, **changes), aleph)
    assert caught.value.failure.kind is FailureKind.INPUT
    assert caught.value.failure.remedy
