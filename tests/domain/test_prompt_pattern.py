"""Wordings for the kinds of edit, and where they go in a prompt."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.domain.prompt import utf16_length
from aleph_desktop.domain.prompt_pattern import PATTERNS, EditKind, find_place, put_in
from aleph_desktop.resources import resource

BY_KIND = {pattern.kind: pattern for pattern in PATTERNS}
patterns = st.sampled_from(PATTERNS)


def test_each_kind_has_one_wording_that_says_what_to_fill_in_and_what_stays() -> None:
    assert len(BY_KIND) == len(PATTERNS) == len(EditKind)
    limit = find_model_spec(resource("models"), "runway/gen4_aleph").prompt_limit
    for pattern in PATTERNS:
        assert find_place(pattern.wording)
        assert "Keep " in pattern.wording
        assert utf16_length(pattern.wording) < limit / 5  # there is room for the words that matter


def test_the_two_kinds_that_reframe_say_so() -> None:
    reframing = [pattern for pattern in PATTERNS if not pattern.keeps_framing]
    assert [pattern.kind for pattern in reframing] == [EditKind.NEW_ANGLE, EditKind.NEXT_SHOT]
    for pattern in PATTERNS:
        assert ("framing isn't kept" in pattern.purpose) == (not pattern.keeps_framing)


REMOVE = "Remove [what]. Keep the background and everything else as they are."


@pytest.mark.parametrize(
    ("before", "selection", "after", "text", "selected"),
    [
        ("", "", "", REMOVE, "[what]"),
        ("  \n", "", "", REMOVE, "[what]"),
        # behind a text, whether it ends with a full stop or not, wherever the cursor is
        ("Make it night.", "", "", f"Make it night. {REMOVE}", "[what]"),
        ("Make it night", "", "", f"Make it night. {REMOVE}", "[what]"),
        ("Make it", "", " night!  ", f"Make it night! {REMOVE}", "[what]"),
        # the target is there already
        ("", "the red car", "", REMOVE.replace("[what]", "the red car"), ""),
        ("", "the red car.", "", REMOVE.replace("[what]", "the red car"), ""),
        (
            "Make it night. ", "the red car", "",
            "Make it night. " + REMOVE.replace("[what]", "the red car"), "",
        ),
        (
            "", "the red car.", " Make it night.",
            REMOVE.replace("[what]", "the red car") + " Make it night.", "",
        ),
        # words inside a sentence stay where they are
        (
            "Rain falls on ", "the red car", ".",
            "Rain falls on the red car. " + REMOVE.replace("[what]", "the red car"), "",
        ),
        # what is selected names nothing: all of it, an order, two sentences
        ("", "Make it night.", "", f"Make it night. {REMOVE}", "[what]"),
        ("", "A cat. A dog.", "", f"A cat. A dog. {REMOVE}", "[what]"),
        ("Now ", "add rain", "", f"Now add rain. {REMOVE}", "[what]"),
        # pressed after another chip: nothing was filled in, so it takes its place
        ("Add ", "[what, and where]", ". Keep the camera and everything else as they are.",
         REMOVE, "[what]"),
        ("Make it night. " + REMOVE, "", "", f"Make it night. {REMOVE}", "[what]"),
    ],
)  # fmt: skip
def test_where_it_goes(before, selection, after, text, selected) -> None:
    put = put_in(BY_KIND[EditKind.REMOVE], before, selection, after)
    assert put.text == text
    assert put.selected == selected


def test_with_the_target_given_the_second_place_is_next() -> None:
    put = put_in(BY_KIND[EditKind.REPLACE], "", "the bicycles", "")
    assert put.before == "Replace the bicycles with "
    assert put.selected == "[what instead]"


@given(patterns, st.text(max_size=40), st.text(max_size=20), st.text(max_size=40))
def test_no_word_of_the_users_is_lost(pattern, before, selection, after) -> None:
    put = put_in(pattern, before, selection, after)
    for part in (before, selection, after):  # a sign at a target's end is no word
        assert all(word in put.text for word in re.findall(r"\w+", part))
    first_words = pattern.wording.partition("[")[0]
    assert first_words in put.text


@given(patterns, patterns, st.text(max_size=40))
def test_pressing_chips_in_turn_leaves_the_last(first, second, text) -> None:
    one = put_in(first, text, "", "")
    both = put_in(second, *one)
    assert both == put_in(second, text, "", "")


@given(st.text(alphabet="ab [].,what", max_size=60))
def test_only_our_own_places_are_places(text) -> None:
    found = find_place(text)
    assert (found is not None) == ("[what]" in text)
