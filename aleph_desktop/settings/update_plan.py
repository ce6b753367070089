"""Where updates are looked for, and whether unasked: as the user says, else as the build does."""

from dataclasses import replace
from typing import NamedTuple

from aleph_desktop.build import Build
from aleph_desktop.settings.preferences import Preferences, check_update_feed


class UpdatePlan(NamedTuple):
    """`address`: the release feed's, "" for none. `daily`: look once a day, unasked."""

    address: str
    daily: bool
    packager: str  # the package manager that brings updates; "": nobody does


def update_plan(preferences: Preferences, build: Build) -> UpdatePlan:
    """A package manager's build looks for nothing unless its user says so."""
    address = build.feed if preferences.update_feed is None else preferences.update_feed
    by_build = bool(build.feed) and not build.packager
    wanted = by_build if preferences.look_for_updates is None else preferences.look_for_updates
    return UpdatePlan(address, bool(address) and wanted, build.packager)


def with_updates(
    preferences: Preferences, build: Build, *, address: str, daily: bool
) -> Preferences:
    """The preferences with another plan. Raises KnownError for a bad address.

    What is as it was, or as the build's own, stays as the build has it, the next build too.
    """
    before = update_plan(preferences, build)
    feed: str | None = check_update_feed(address)
    if feed == before.address:
        feed = preferences.update_feed
    elif feed == build.feed:
        feed = None
    wanted = preferences.look_for_updates if daily == before.daily else daily
    return replace(preferences, update_feed=feed, look_for_updates=wanted)
