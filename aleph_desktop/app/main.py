"""The entry point: what was asked for, started with as few imports as it needs."""

import gc
import os
import sys
from typing import TYPE_CHECKING

from aleph_desktop.app.arguments import Arguments, parse
from aleph_desktop.errors import FailureKind, KnownError

if TYPE_CHECKING:
    from aleph_desktop.app.report import Reporter


def main() -> int:
    """Returns the exit code."""
    if getattr(sys, "frozen", False) and sys.platform != "win32":  # libraries go by PATH there
        from aleph_desktop.app.frozen import give_back

        give_back(os.environ, getattr(sys, "_MEIPASS", ""))
    arguments = parse(sys.argv[1:])
    try:
        return _run(arguments)
    except KnownError as error:
        from aleph_desktop.app.terminal import tell

        tell(str(error.failure), has_box=arguments.command == "window")
        if arguments.command not in ("probe", "prepare"):
            return 2  # there is no window
        from aleph_desktop.app.exit_code import code_of

        return code_of(error.failure.kind)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last place where one can be caught
        from aleph_desktop.app.report import last_words

        last_words(error, has_box=arguments.command == "window")
        return 1


def _run(arguments: Arguments) -> int:
    if arguments.command == "demo-service":
        from aleph_desktop.demo.command import run

        return run(arguments.port, arguments.speed, arguments.work_dir, arguments.end_with_stdin)
    if arguments.command == "edit":
        from aleph_desktop.app.edit_command import run_edit

        return run_edit(arguments, _headless_reporter(arguments).report)
    if arguments.command == "resume":
        from aleph_desktop.app.resume_command import run_resume

        return run_resume(arguments, _headless_reporter(arguments).report)
    if arguments.command == "window":
        return _run_window(arguments)
    return _run_here(arguments)


def _run_here(arguments: Arguments) -> int:
    """What concerns this machine alone, and no jobs."""
    if arguments.command == "probe":
        from aleph_desktop.app.probe_command import run_probe

        return run_probe(arguments)
    if arguments.command == "prepare":
        from aleph_desktop.app.prepare_command import run_prepare

        return run_prepare(arguments)
    from aleph_desktop.app.doctor_command import run_doctor

    return run_doctor(arguments)


def _headless_reporter(arguments: Arguments) -> "Reporter":
    """With the log, and with faults of the interpreter on the terminal."""
    import faulthandler

    from aleph_desktop.app.log import HEADLESS_LOG, start_log
    from aleph_desktop.app.report import Reporter
    from aleph_desktop.settings.paths import Paths

    if sys.stderr is not None:  # as in a windowed program on Windows
        faulthandler.enable()
    start_log(Paths.find(arguments.data_dir).log_dir, HEADLESS_LOG)
    reporter = Reporter()
    reporter.install()
    return reporter


def _run_window(arguments: Arguments) -> int:
    """The folder's one window, or its messenger."""
    gc.disable()  # 11 of 236 ms until the first paint; `run_window` has it on again
    from aleph_desktop.app.instance import WindowLock
    from aleph_desktop.settings.paths import Paths

    paths = Paths.find(arguments.data_dir)
    paths.create()
    lock = WindowLock(paths.data_dir)
    if not lock.take():
        from aleph_desktop.app.handover import Handover, Meeting, hand_over

        handover = Handover.of(arguments.clips, arguments.sample, os.environ)
        meeting = hand_over(paths.data_dir, handover, lock.take)
        if meeting is Meeting.NO_ANSWER:
            raise KnownError(
                "aleph_desktop is open already, and doesn't answer",
                f"Its window holds {paths.data_dir}.",
                "Wait a moment and try again. If its window hangs, end it first: no job is lost.",
                kind=FailureKind.OURS,
            )
        if meeting is Meeting.HANDED_OVER:
            return 0
    from aleph_desktop.app.start import run_window

    return run_window(arguments, paths)
