"""bench from outside: its names, and the shape of what it says."""

import json
import subprocess
import sys
from pathlib import Path


def bench(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(root / "packaging" / "bench"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_wrong_name_is_answered_with_the_right_ones(root: Path) -> None:
    answer = bench(root, "polling", "strat")
    assert answer.returncode == 2
    assert "strat" in answer.stderr
    assert "start, loop, download, polling, list, intake" in answer.stderr
    assert answer.stdout == ""


def test_json_is_a_list_of_figures(root: Path) -> None:
    answer = bench(root, "--json", "polling")
    assert answer.returncode == 0, answer.stderr
    figures = json.loads(answer.stdout)
    for figure in figures:
        assert list(figure) == ["name", "value", "unit", "floor", "ratio", "goal", "met"]
        assert figure["name"].startswith("polling: ")
        assert (figure["goal"] is None) == (figure["met"] is None)
    refusals = [figure for figure in figures if figure["name"].endswith("refusals")]
    assert [(figure["value"], figure["met"]) for figure in refusals] == [(0, True), (0, True)]


def test_a_missed_goal_is_said_in_the_table(root: Path) -> None:
    said = """
import figure
met = figure.relative("fast", 1.2, "s", 1.0, most=1.25)
missed = figure.relative("slow", 30.0, "MB/s", 100.0, least=0.5)
print(figure.table([met, missed, figure.absolute("plain", 7.0, "MB")]))
"""
    folder = root / "packaging" / "bench"
    answer = subprocess.run(
        [sys.executable, "-c", said], cwd=folder, capture_output=True, text=True, check=True
    )
    lines = answer.stdout.splitlines()
    assert lines[2].split() == ["fast", "1.2", "s", "1", "1.20", "≤", "1.25", "×", "floor", "met"]
    assert lines[3].split()[-5:] == ["≥", "0.5", "×", "floor", "MISSED"]
    assert lines[4].split() == ["plain", "7", "MB"]
    assert lines[-1] == "1 of 2 goals met, 1 missed."
