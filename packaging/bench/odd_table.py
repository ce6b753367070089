"""`odd_table.py [WORD …]`: the odd inputs of the tests × what becomes of each, as a table.

With words: only the rows whose names have one of them.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "media"))

from odd_inputs import odd_inputs, readable  # noqa: E402 - the tests hold the same rows to what is right
from odd_outcome import outcome  # noqa: E402


def main(words: list[str]) -> int:
    """A line a row; what is wrong stands below it."""
    rows = [row for row in odd_inputs() if not words or any(word in row.name for word in words)]
    looked_at = sum(map(readable, rows))
    wrong = 0
    for row in rows:
        if not readable(row):
            print(f"{row.name:40} (skipped: an administrator may read every file)")
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = outcome(row, Path(folder))
        print(f"{row.name:40} {found.words}")
        for fault in found.faults:
            print(f"{'':40} WRONG: {fault}")
        wrong += bool(found.faults)
    print(f"\n{looked_at} odd inputs, {looked_at - wrong} right, {wrong} wrong.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
