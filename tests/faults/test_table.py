"""The table of `dev.py bench faults`: what it says of a run."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "packaging" / "bench"

SUITE = """
import pytest

pytestmark = pytest.mark.fault(4)


@pytest.mark.fault(9)
@pytest.mark.parametrize("number", range(3))
def test_both(number, record_property):
    record_property("points", 7)


def test_bad():
    raise AssertionError


@pytest.mark.skip
@pytest.mark.fault(3)
def test_skipped():
    pass
"""

READ = """
import json, sys
from dataclasses import asdict
from pathlib import Path
import faults
print(json.dumps([asdict(figure) for figure in faults.figures(faults.read(Path(sys.argv[1])))]))
"""


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """Of a suite of five tests, by the first two words of their names."""
    folder = tmp_path_factory.mktemp("table")
    suite, report = folder / "test_suite.py", folder / "report.xml"
    suite.write_text(SUITE)
    run = [sys.executable, "-m", "pytest", "-p", "fault_report", f"--junit-xml={report}"]
    run += ["--override-ini=junit_family=xunit1", "-p", "no:cacheprovider", str(suite)]
    config = folder / "pytest.ini"
    config.write_text("[pytest]\nmarkers = fault(number): a row\n")
    subprocess.run([*run, "-c", str(config)], cwd=BENCH, capture_output=True, check=False)
    read = [sys.executable, "-c", READ, str(report)]
    said = subprocess.run(read, cwd=BENCH, capture_output=True, text=True, check=True).stdout
    return {" ".join(figure["name"].split()[1:3]): figure for figure in json.loads(said)}


def test_each_row_says_what_passed(figures) -> None:
    lost, expired = figures["4 accepted,"], figures["9 an"]
    assert (lost["goal"], lost["met"]) == ("3 of 4 pass, 1 skipped", False)
    assert (expired["goal"], expired["met"]) == ("3 of 3 pass", True)


def test_a_row_without_a_test_that_ran_is_missed(figures) -> None:
    assert figures["3 no"]["goal"] == "0 of 0 pass, 1 skipped"
    assert figures["3 no"]["met"] is False
    assert figures["24 no"]["met"] is False


def test_what_tests_count_is_summed(figures) -> None:
    assert figures["points at"]["value"] == 21
    assert len([figure for figure in figures.values() if figure["goal"] is None]) == 1
