"""`aleph-desktop doctor`: checks this installation, for a user who has trouble."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from aleph_desktop.app.answer import answer
from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.doctor.edition import version_table
from aleph_desktop.app.doctor.examination import examine
from aleph_desktop.app.doctor.finding import Finding, Verdict
from aleph_desktop.settings.paths import Paths

_MARKS = {Verdict.OK: "ok      ", Verdict.WARNING: "warning ", Verdict.FAILED: "FAILED  "}
_FAILED = 2


def run_doctor(arguments: Arguments) -> int:
    """Returns the exit code. Asks the service nothing, and leaves nothing behind."""
    findings = examine(Paths.find(arguments.data_dir))
    is_sound = all(found.verdict is not Verdict.FAILED for found in findings)
    if arguments.json:
        checks = [asdict(found) for found in findings]
        answer(json.dumps({"ok": is_sound, "versions": version_table(), "checks": checks}))
    else:
        answer("\n".join(_lines(findings, is_sound=is_sound)))
    return 0 if is_sound else _FAILED


def _lines(findings: Iterable[Finding], *, is_sound: bool) -> Iterable[str]:
    yield ", ".join(f"{name} {value}" for name, value in version_table().items() if value)
    for found in findings:
        yield f"{_MARKS[found.verdict]}{found.name:<15} {found.words}"
        if found.remedy:
            yield f"{'':<23} {found.remedy}"
    yield "All that is needed works." if is_sound else "Something that is needed doesn't work."
