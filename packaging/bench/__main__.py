"""Measure the app: `python packaging/bench [--json] [NAME …]`. Each figure against its floor.

Goals that are missed are marked and don't fail the run: this measures, tests judge.
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module

from figure import Figure, table

# name: (module, what it measures)
GROUPS = {
    "start": ("start", "process start to first painted window, against a bare QMainWindow"),
    "loop": ("loop_stall", "how late the window's timer fires while everything runs at once"),
    "download": ("download", "fetching 200 MB over TLS, against curl"),
    "polling": ("polling", "100 jobs on a fake clock, against asking every 10 s"),
    "list": ("job_list", "10,000 jobs in the list, against 10,000 plain lines"),
    "intake": ("intake", "a clip's first thumbnail, and its proxy, against the ffmpeg command"),
    "review": ("review", "pairs to the screen, by hand and played; 50 jobs; against mpv"),
    "package": ("package", "what is installed: its size and start, against a bare frozen program"),
    "faults": ("faults", "the fault suite: what passes, row by row"),
}


def main(arguments: list[str]) -> int:
    groups = "\n".join(f"  {name:10}{words}" for name, (_, words) in GROUPS.items())
    parser = argparse.ArgumentParser(
        prog="bench",
        description=f"{__doc__}\n\nNAME is one of\n{groups}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="a list of objects on stdout")
    parser.add_argument("--long", action="store_true", help="review: 60 s of playback in each mode")
    parser.add_argument("names", nargs="*", metavar="NAME", help="measure this only")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in GROUPS]
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}: choose from {', '.join(GROUPS)}")
    figures: list[Figure] = []
    for name in chosen.names or GROUPS:
        print(f"{name} …", file=sys.stderr, flush=True)
        measure: Callable[..., list[Figure]] = import_module(GROUPS[name][0]).measure
        figures += measure(60.0) if chosen.long and name == "review" else measure()
    if chosen.json:
        print(json.dumps([asdict(figure) for figure in figures], indent=1, ensure_ascii=False))
    else:
        print(table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
