import itertools

from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.ui.review.clock import SmoothClock


def run(clock, positions, start=0.0, tick=0.008):
    """The clock's times while a player tells `positions(seconds since the start)`."""
    clock.start(start, 0.0, positions(0.0))
    return [clock.read(n * tick, positions(n * tick)) for n in range(500)]


@given(st.sampled_from([0.021, 0.043, 0.064]), st.floats(0.97, 1.03))
def test_a_player_that_tells_its_time_in_steps_still_shows_every_frame(step, speed):
    times = run(SmoothClock(), lambda now: now * speed // step * step)
    frames = [int(t * 25) for t in times]
    assert max(b - a for a, b in itertools.pairwise(frames)) == 1
    assert times == sorted(times)
    assert abs(times[-1] - 499 * 0.008 * speed) < 0.1  # the sound is still beside the picture


def test_it_waits_for_a_player_that_is_slow_to_begin():
    times = run(SmoothClock(), lambda now: 1.0 + max(0.0, now - 0.3), start=1.0)
    assert times[30] == 1.0
    assert abs(times[-1] - (1.0 + 499 * 0.008 - 0.3)) < 0.02


def test_it_runs_alone_without_a_player_and_with_one_that_is_stuck():
    alone = run(SmoothClock(), lambda now: None, start=2.0)
    assert alone[100] == 2.8
    stuck = run(SmoothClock(), lambda now: 0.0)
    assert stuck[45] == 0.0
    assert stuck[-1] > 3.0


def test_it_follows_a_player_that_is_somewhere_else():
    times = run(SmoothClock(), lambda now: now if now < 1 else now - 0.7)
    assert abs(times[-1] - (499 * 0.008 - 0.7)) < 0.05
