"""The key is never shown by accident."""

import copy
import dataclasses
import logging
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.errors import FailureKind, KnownError

CANARY = "canary-0123456789abcdef"


def test_only_reveal_gives_it_out(caplog: pytest.LogCaptureFixture):
    key = ApiKey(f" {CANARY}\n")
    assert key.reveal() == CANARY

    @dataclasses.dataclass
    class Holder:
        key: ApiKey

    logging.getLogger().warning("%s %r %s", key, key, [key])
    shown = f"{key} {key!r} {key!s:>40} {Holder(key)} {dataclasses.asdict(Holder(1))} {caplog.text}"
    assert "ApiKey(…)" in caplog.text
    assert CANARY not in shown
    assert not hasattr(key, "__dict__")


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy])
def test_it_is_not_copied(copied):
    with pytest.raises(TypeError) as caught:
        copied(ApiKey(CANARY))
    assert CANARY not in str(caught.value)


def test_equal_keys_are_equal():
    assert ApiKey(CANARY) == ApiKey(CANARY)
    assert hash(ApiKey(CANARY)) == hash(ApiKey(CANARY))
    assert ApiKey(CANARY) != ApiKey("another")
    assert ApiKey(CANARY) != CANARY


@pytest.mark.parametrize(
    "text", ["", "  ", "abc", "two words", "schlüssel", "tab\tbed", "nul\0nul", "x" * 513]
)
def test_what_is_no_key_is_refused_without_showing_it(text: str):
    with pytest.raises(KnownError) as caught:
        ApiKey(text)
    assert caught.value.failure.kind is FailureKind.KEY
    assert caught.value.failure.remedy
    assert not text.strip() or text not in str(caught.value)


@given(st.text())
def test_any_text_is_a_key_that_a_header_can_carry_or_a_known_error(text: str):
    try:
        key = ApiKey(text)
    except KnownError:
        return
    assert key.reveal().encode("ascii").isascii()
    assert not any(character.isspace() for character in key.reveal())
