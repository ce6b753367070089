"""10,000 jobs: load to painted, keystroke to painted, memory; beside 10,000 lines of text."""

from statistics import median

import child
from figure import Figure, absolute, relative

REPEATS = 5


def measure() -> list[Figure]:
    ours, plain = [], []
    for _ in range(REPEATS):
        plain.append(child.run("job_list_driver.py", "plain"))
        ours.append(child.run("job_list_driver.py", "ours"))

    def both(what: str) -> tuple[float, float]:
        return median(run[what] for run in ours), median(run[what] for run in plain)

    load, plain_load = both("load")
    key, plain_key = both("key")
    figures = [
        relative("list: 10,000 jobs, loaded to painted", load, "ms", plain_load),
        relative("list: the slowest keystroke in the filter, to painted", key, "ms", plain_key),
    ]
    if ours[0]["memory"] is not None:
        memory, plain_memory = both("memory")
        figures.append(
            absolute(
                "list: memory for 10,000 jobs and their rows", memory, "MB", floor=plain_memory
            )
        )
    return figures
