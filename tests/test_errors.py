"""Errors carry their words."""

from aleph_desktop.errors import FailureKind, KnownError


def test_a_known_error_says_what_happened_and_what_to_do():
    error = KnownError("No space", "The disk is full.", "Free some.", kind=FailureKind.DISK)
    assert str(error) == "No space: The disk is full. Free some."
    assert error.failure.kind is FailureKind.DISK


def test_without_a_remedy_nothing_dangles():
    assert str(KnownError("No space", "The disk is full.")) == "No space: The disk is full."
