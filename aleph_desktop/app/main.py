"""The entry point: what was asked for, started with as few imports as it needs."""

import gc
import sys

from aleph_desktop.app.arguments import Arguments, parse
from aleph_desktop.errors import KnownError


def main() -> int:
    """Returns the exit code."""
    arguments = parse(sys.argv[1:])
    try:
        return _run(arguments)
    except KnownError as error:
        print(error.failure, file=sys.stderr)
        return 2


def _run(arguments: Arguments) -> int:
    if arguments.command == "demo-service":
        from aleph_desktop.demo.command import run

        return run(arguments.port, arguments.speed, arguments.work_dir, arguments.end_with_stdin)
    if arguments.command == "edit":
        from aleph_desktop.app.headless import run_edit
        from aleph_desktop.app.report import Reporter

        return run_edit(arguments, Reporter().report)
    gc.disable()  # 11 of 236 ms until the first paint; `run_window` has it on again
    from aleph_desktop.app.start import run_window

    return run_window(arguments)
