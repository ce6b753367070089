"""Any sequence of events leaves standing what must stand, and all jobs end once it is mended."""

import pytest
from any_world import DOWNLOADS, ERRORS, POLLS, SUBMITS, World
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from virtual_time import run_virtual

pytestmark = [pytest.mark.fault(1), pytest.mark.fault(4), pytest.mark.fault(5)]

_which = st.integers(0, 2)
_verbs = [
    "cancel", "retry", "check_again", "look_again", "fetch_again", "remove", "restore",
    "hold_back", "release", "move", "lose the file",
]  # fmt: skip
events = st.one_of(
    st.tuples(st.just("add"), st.just(0)),
    st.tuples(st.sampled_from(_verbs), _which),
    st.tuples(st.sampled_from(["pause", "resume", "kill", "restart", "kill"]), st.just(0)),
    st.tuples(
        st.just("wait"), st.sampled_from([0.0, 0.001, 0.1, 0.3, 1.0, 1.3, 5.0, 110.0, 900.0])
    ),
    st.tuples(st.just("submit"), st.sampled_from(list(SUBMITS))),
    st.tuples(st.just("poll"), st.sampled_from(POLLS)),
    st.tuples(st.just("find"), st.sampled_from(["", *ERRORS])),
    st.tuples(st.just("download"), st.sampled_from(DOWNLOADS)),
    st.tuples(st.just("ready"), st.booleans()),
    st.tuples(st.just("pace"), st.sampled_from([0.2, 20.0])),
)


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)
@given(st.lists(events, max_size=40).map(lambda found: [("add", 0), *found]))
@example([("add", 0), ("wait", 1.3), ("kill", 0), ("wait", 900.0)])
@example([("pace", 20.0), ("add", 0), ("wait", 1.3), ("restart", 0), ("wait", 900.0)])
@example([("submit", "accepted, lost"), ("add", 0), ("wait", 900.0), ("retry", 0)])
@example([("add", 0), ("wait", 1.3), ("cancel", 0), ("kill", 0), ("wait", 900.0)])
def test_what_must_stand(tmp_path_factory, happened) -> None:
    folder = tmp_path_factory.mktemp("world")
    run_virtual(World(folder).live(happened))
