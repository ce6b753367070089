"""What polling costs, by simulation: the same figures that `bench` prints."""

import pytest
from polling_simulation import USUAL, central, durations, fixed_ten_seconds, simulate

HISTORY = durations(40, seed=99)


@pytest.mark.parametrize("history", [[], HISTORY], ids=["no history", "history"])
@pytest.mark.parametrize("limit", [2, 10])
def test_a_hundred_jobs_at_once_are_never_refused(limit: float, history: list[float]):
    ours = simulate(central(history), 100, limit)
    sample = simulate(fixed_ten_seconds, 100, limit)
    assert ours.refusals == 0
    assert sample.refusals > 100
    assert ours.delay_median < sample.delay_median
    assert ours.requests_per_job <= 21


@pytest.mark.parametrize("spread", [0.1, USUAL, 0.45])
@pytest.mark.parametrize("known", [False, True], ids=["no history", "history"])
def test_one_job_after_the_other(known: bool, spread: float):
    history = durations(40, seed=99, spread=spread) if known else []
    ours = simulate(central(history), 100, 10, spread=spread, apart=1000)
    sample = simulate(fixed_ten_seconds, 100, 10, spread=spread, apart=1000)
    assert ours.requests_per_job <= 21
    assert ours.requests_per_job < sample.requests_per_job
    assert ours.delay_median <= (4.5 if known else 5.5)
