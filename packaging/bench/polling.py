"""100 jobs at a service with a request limit, in virtual time: ours against every 10 s."""

import sys

import child
from figure import Figure, absolute, relative

JOBS = 100
sys.path.insert(0, str(child.HERE.parents[1] / "tests" / "jobs"))

from polling_simulation import (  # noqa: E402 - the tests hold the same simulation to its goals
    central,
    durations,
    fixed_ten_seconds,
    simulate,
)


def measure() -> list[Figure]:
    figures = []
    for limit in (2, 10):
        ours = simulate(central(durations(40, seed=99)), JOBS, limit)
        fixed = simulate(fixed_ten_seconds, JOBS, limit)
        at = f"polling: at {limit}/s,"
        figures += [
            absolute(f"{at} refusals", ours.refusals, "", floor=fixed.refusals, most=0),
            relative(f"{at} requests a job", ours.requests_per_job, "", fixed.requests_per_job),
            relative(f"{at} median delay", ours.delay_median, "s", fixed.delay_median),
            relative(f"{at} 95 % delay", ours.delay_95, "s", fixed.delay_95),
        ]
    return figures
