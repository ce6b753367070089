"""All reels together stay within their memory, whoever is read when."""

from fractions import Fraction

import pytest
from synthetic import numbered

from aleph_desktop.media.reel import Reel
from aleph_desktop.media.reel_budget import ReelBudget


def reel_of(count: int) -> Reel:
    frames = [numbered(number) for number in range(count)]
    return Reel(frames, tuple(n / 25 for n in range(count)), count / 25, Fraction(25), (256, 144))


def test_each_gets_half_of_what_is_left_at_most():
    budget = ReelBudget(total=1000, most=300)
    with budget.share() as one, budget.share() as two, budget.share() as three:
        assert [share.allow(400) for share in (one, two, three)] == [300, 300, 200]
        assert budget.taken == 800
        with budget.share() as modest:
            assert modest.allow(50) == 50
        assert budget.taken == 800
    assert budget.taken == 0


def test_many_never_take_more_than_there_is():
    budget = ReelBudget(total=1000, most=300)
    shares = [budget.share() for _ in range(50)]
    allowed = [share.__enter__().allow(10**9) for share in shares]
    assert sum(allowed) == budget.taken <= 1000
    for share in shares:
        share.__exit__(None, None, None)
    assert budget.taken == 0


def test_a_reel_counts_until_nobody_holds_it():
    budget = ReelBudget(total=10**9, most=10**9)
    with budget.share() as share:
        share.allow(10**8)
        kept = share.keep(reel_of(10))
    assert budget.taken == kept.nbytes > 0
    also = kept
    del kept
    assert budget.taken == also.nbytes
    del also
    assert budget.taken == 0


def test_what_could_not_be_read_counts_no_more():
    budget = ReelBudget(total=1000, most=1000)

    def fails() -> None:
        with budget.share() as share:
            share.allow(300)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert budget.taken == 0
