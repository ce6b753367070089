"""What `edit` leaves in the list when it can't finish, and that `resume` can."""

import json
import signal
from functools import partial

import pytest
from fault_plan import LOGS, SUBMIT, Fault, Rule
from job_folder import frames
from small_disk import small_disk

from aleph_desktop.app import headless
from aleph_desktop.app.arguments import parse
from aleph_desktop.app.edit_command import run_edit
from aleph_desktop.settings.preferences import Preferences

LOST = Rule(call=SUBMIT, fault=Fault(drop="close"))  # accepted, and the answer is lost


@pytest.fixture
def edit(faulty, folder, tiny, monkeypatch):
    """`edit()` in this process, with its waits made short; the exit code."""
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setenv("AIMLAPI_API_KEY", "sk-canary-0123456789")
    bugs: list[BaseException] = []

    def run() -> int:
        place = ["--api-base", faulty.url, "--data-dir", str(folder.path)]
        return run_edit(
            parse(["edit", str(tiny), "rain", "--json", *place]),
            lambda error, _where: bugs.append(error),
        )

    yield run
    signal.signal(signal.SIGTERM, before)
    assert not bugs


def test_an_answer_that_is_not_in_the_log(edit, faulty, folder, monkeypatch, capsys) -> None:
    monkeypatch.setattr(headless, "Session", partial(headless.Session, looks=(0.1, 0.2)))
    faulty.plan(LOST, Rule(call=LOGS, fault=Fault(fields={"data": []})))
    assert edit() == 5
    told = capsys.readouterr()
    failed = json.loads(told.out.splitlines()[-1])
    assert (failed["state"], failed["charge"]) == ("unconfirmed", "may have been charged")
    assert failed["client_request_id"] in told.err
    assert "aleph-desktop resume" in told.err
    assert list(faulty.accepted().values()) == [1]
    assert folder.states() == ["unconfirmed"]


def test_a_log_that_does_not_answer_is_not_waited_for_without_end(
    edit, faulty, folder, monkeypatch
) -> None:
    """The window would look on; so does the next resume."""
    hurried = Preferences(give_up_minutes=0.2 / 60)
    monkeypatch.setattr(headless, "load_preferences", lambda _paths: (hurried, ()))
    faulty.plan(LOST, Rule(call=LOGS, fault=Fault(accept=False, status=500)))
    assert edit() == 5
    assert folder.states() == ["unconfirmed"]
    assert folder.read("status_word") == ["looking"]


def test_a_full_disk_keeps_what_is_there(at_faulty, folder, tiny, tmp_path) -> None:
    with small_disk(tmp_path / "disk", "64m") as disk:
        if disk is None:
            pytest.skip("mounting a small disk needs root")
        (folder.path / "preferences.json").write_text(json.dumps({"results_dir": str(disk.folder)}))
        disk.fill(leave=20_000)
        run = at_faulty("edit", str(tiny), "rain", "--json")
        assert run.returncode == 2, run.stderr
        failed = json.loads(run.stdout.splitlines()[-1])
        assert (failed["kind"], failed["charge"]) == ("space", "charged")
        assert failed["generation_id"] in run.stderr
        assert folder.states() == ["downloading"]
        disk.make_room()
        run = at_faulty("resume")
        assert run.returncode == 0, run.stderr
        assert frames(run.stdout.strip()) == 13
