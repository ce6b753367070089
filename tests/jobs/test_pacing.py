"""The budget and the estimate, for any times."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.jobs.pacing import (
    FULLEST,
    HISTORY,
    LONGEST_PAUSE,
    SHARE,
    WAITS,
    GenerationTimes,
    RequestBudget,
)

moments = st.floats(0, 1e5)
rates = st.floats(0.05, 20)


@given(rates, st.lists(st.floats(0, 5), min_size=2, max_size=60))
def test_never_more_than_the_share_of_the_rate(rate: float, pauses: list[float]):
    budget, now, taken = RequestBudget(rate), 0.0, []
    for pause in pauses:
        now += pause
        now += budget.delay(now)
        budget.take(now)
        taken.append(now)
    least = 1 / (rate * SHARE)
    assert all(b - a >= least * (1 - 1e-9) for a, b in itertools.pairwise(taken))


@given(rates, st.lists(st.tuples(st.floats(0, 400), st.one_of(st.none(), st.floats())), min_size=1))
def test_any_refusals_pause_within_the_cap_and_leave_a_rate(
    rate: float, refusals: list[tuple[float, float | None]]
):
    budget, now = RequestBudget(rate), 0.0
    for later, retry_after in refusals:
        now += later
        budget.refused(now, retry_after)
        assert budget.delay(now) <= LONGEST_PAUSE + 1e-9
        assert 0 < budget.rate(now) <= rate * SHARE


@pytest.mark.parametrize(
    ("retry_after", "pause"), [(0, 0), (7.5, 7.5), (300, 300), (1e9, 300), (math.inf, 300)]
)
def test_retry_after_is_kept_to_the_second_and_capped(retry_after: float, pause: float):
    budget = RequestBudget(10)
    budget.refused(1000, retry_after)
    assert budget.delay(1000) == pause


@pytest.mark.parametrize("retry_after", [None, -1, math.nan])
def test_without_a_retry_after_the_pause_grows_until_an_answer_comes(retry_after: float | None):
    budget, now, pauses = RequestBudget(10), 0.0, []
    for _ in range(8):
        budget.refused(now, retry_after)
        pauses.append(budget.delay(now))
        now += budget.delay(now)
    assert pauses == [5, 10, 20, 40, 80, 160, 300, 300]
    budget.answered()
    budget.refused(now, retry_after)
    assert budget.delay(now) == 5


def test_a_refusal_cuts_the_rate_by_a_fifth_and_it_creeps_back():
    budget = RequestBudget(10)
    budget.refused(0, 10)
    assert budget.rate(0) == pytest.approx(9 * 0.8)
    assert budget.rate(150) == pytest.approx(9 * 0.9)
    assert budget.rate(300) == budget.rate(1e6) == 9


def test_refusals_of_one_moment_cut_the_rate_once():
    budget = RequestBudget(10)
    for _ in range(4):
        budget.refused(5, 10)
    assert budget.rate(5) == pytest.approx(9 * 0.8)


def test_a_short_retry_after_does_not_shorten_a_longer_one():
    budget = RequestBudget(10)
    budget.refused(0, 60)
    budget.refused(1, 2)
    assert budget.delay(1) == 59


@st.composite
def estimates(draw: st.DrawFn) -> GenerationTimes:
    times = GenerationTimes()
    for seconds in draw(st.lists(st.floats(-10, 1e5), max_size=HISTORY + 5)):
        times.learn(seconds)
    return times


elapsed_times = st.one_of(st.floats(-10, 4000), st.floats(0, 1e9))


@given(estimates(), elapsed_times, elapsed_times)
def test_chances_are_chances_and_never_go_back(times: GenerationTimes, a: float, b: float):
    a, b = sorted((a, b))
    assert 1 >= times.chance_unfinished(a) >= times.chance_unfinished(b) >= 0
    assert 0 <= times.chance_finished_between(a, b) <= 1


@given(estimates(), elapsed_times, elapsed_times)
def test_the_bar_only_grows_and_never_reaches_the_end(times: GenerationTimes, a: float, b: float):
    a, b = sorted((a, b))
    assert 0 <= times.fraction(a) <= times.fraction(b) + 1e-12
    assert times.fraction(b) <= FULLEST < 1


@given(estimates(), elapsed_times)
def test_waits_hazards_and_remaining_times_stay_in_bounds(times: GenerationTimes, elapsed: float):
    assert 0 < times.next_wait(elapsed) <= WAITS[1]
    assert elapsed < 3 or times.next_wait(elapsed) >= WAITS[0]
    assert 0 <= times.hazard(elapsed) < math.inf
    assert 0 <= times.median_remaining(elapsed) < math.inf


@given(estimates(), st.floats(1, 2000))
def test_the_hazard_is_the_slope_of_the_chance(times: GenerationTimes, elapsed: float):
    step = elapsed * 1e-5
    slope = times.chance_finished_between(elapsed, elapsed + step) / step
    assert times.hazard(elapsed) == pytest.approx(slope, rel=0.01, abs=1e-6)


@given(estimates(), st.floats(0, 2000))
def test_half_of_what_is_left_ends_within_the_median_remaining(
    times: GenerationTimes, elapsed: float
):
    end = elapsed + times.median_remaining(elapsed)
    assert times.chance_finished_between(elapsed, end) == pytest.approx(0.5, abs=0.01)


def test_the_first_look_comes_after_three_seconds():
    times = GenerationTimes()
    assert times.next_wait(0) == 3
    assert times.next_wait(2) == 1


def test_it_learns_the_last_forty_durations():
    times = GenerationTimes()
    assert times.median_remaining(0) == pytest.approx(210, rel=0.01)
    for _ in range(HISTORY):
        times.learn(600)
    assert times.median_remaining(0) == pytest.approx(600, rel=0.05)
    for _ in range(HISTORY):
        times.learn(60)
    assert times.median_remaining(0) == pytest.approx(60, rel=0.05)
    assert times.next_wait(60) < GenerationTimes().next_wait(60)


@pytest.mark.parametrize("seconds", [-1, 0, 7200, math.nan, math.inf])
def test_it_learns_nothing_from_what_is_no_duration(seconds: float):
    times = GenerationTimes()
    times.learn(seconds)
    assert times.median_remaining(0) == GenerationTimes().median_remaining(0)
