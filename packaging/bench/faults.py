"""The fault suite as a table: each row of the table of faults, its tests, their time."""

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from figure import Figure, absolute

ROOT = Path(__file__).parents[2]
ROWS = {
    1: "killed at any point",
    2: "power cut at any write",
    3: "no space at any write",
    4: "accepted, and the answer lost",
    5: "asked twice",
    6: "two programs",
    7: "a download that is cut",
    8: "a file that changed on the way",
    9: "an address that expired",
    10: "refused",
    11: "too many requests",
    12: "broken lines and TLS",
    13: "answers that are none",
    14: "slow heads and bodies",
    15: "bombs and endless bodies",
    16: "results that are no video",
    17: "clocks that jump",
    18: "a damaged list",
    19: "hostile names",
    20: "addresses that lead elsewhere",
    21: "a key and signed addresses in what is left",
    22: "a thousand files",
    23: "a source that changed",
    24: "no keyring",
}
# what tests count, by the name under which they record it: the words here, and how many at most
COUNTED = {
    "points": ("points at which the program was killed", None),
    "lost": ("jobs lost, of these", 0),
    "duplicates": ("second accepted POSTs, of these", 0),
    "jobs": ("jobs through a service that fails half of its answers", None),
    "second accepted POSTs": ("second accepted POSTs, of these", 0),
}


@dataclass(slots=True)
class Row:
    """What the tests of one row came to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Outcome:
    """Rows by number, and what was counted."""

    rows: dict[int, Row] = field(default_factory=lambda: defaultdict(Row))
    counted: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        report = Path(name) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-m", "fault", "-p", "fault_report"]
        command += [f"--junit-xml={report}", "-q", "--tb=short", "--show-capture=no"]
        paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
        environ = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
        run = subprocess.run(
            command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
        )
        if not report.exists():
            raise SystemExit(f"faults: pytest failed:\n{run.stdout}{run.stderr}")
        if run.returncode:
            print(run.stdout, file=sys.stderr)
        return figures(read(report))


def read(report: Path) -> Outcome:
    """A JUnit report in which each test names its rows, by `fault_report`."""
    outcome = Outcome()
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 - pytest wrote it just now
        told = [(p.get("name", ""), p.get("value", "")) for p in case.iter("property")]
        for name, value in told:
            if name == "fault":
                _count(outcome.rows[int(value)], case)
            elif name in COUNTED:
                outcome.counted[name] += float(value)
    return outcome


def _count(row: Row, case: ET.Element) -> None:
    row.seconds += float(case.get("time", "0"))
    if case.find("failure") is not None or case.find("error") is not None:
        row.failed += 1
    elif case.find("skipped") is not None:
        row.skipped += 1
    else:
        row.passed += 1


def figures(outcome: Outcome) -> list[Figure]:
    """A line a row: its seconds, how many passed, and whether all did. A row without a test is
    one that was missed.
    """
    found = []
    for number, words in ROWS.items():
        row = outcome.rows.get(number, Row())
        ran = row.passed + row.failed
        goal = f"{row.passed} of {ran} pass" + (f", {row.skipped} skipped" if row.skipped else "")
        met = row.failed == 0 and row.passed > 0
        name = f"faults: {number:2} {words}"
        found.append(Figure(name, round(row.seconds, 1), "s", None, None, goal, met))
    for name, (words, most) in COUNTED.items():
        if name in outcome.counted:
            found.append(absolute(f"faults: {words}", outcome.counted[name], "", most=most))
    return found
