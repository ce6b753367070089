"""`aleph-desktop resume` and what leads to it: real programs, killed and misled."""

import json
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import av
import pytest
from fault_plan import LOGS, POLL, RESULT, SUBMIT, Fault, Rule
from job_folder import frames

from aleph_desktop.domain.job import JobState
from aleph_desktop.media.digest import digest
from aleph_desktop.store.lease import Lease

DROPPED = {"drop": "close"}  # the answer to a submit that was accepted


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip whose conversion takes a second."""
    path = tmp_path_factory.mktemp("clips") / "slow.avi"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for _ in range(100):
            container.mux(stream.encode(av.VideoFrame(640, 360, "yuv420p")))
        container.mux(stream.encode())
    return path


def test_killed_edits_are_finished(faulty, at_faulty, stopped, tiny, slow, folder):
    """One killed in each state; then one resume."""

    def kill_at(said: str, clip: Path = tiny, **more: object) -> None:
        stopped(["edit", str(clip), "rain"], said, signal.SIGKILL, **more)
        assert folder.states()[-1] == said

    kill_at("preparing", slow)
    kill_at("waiting")
    faulty.once(SUBMIT, drop="hang")
    kill_at("submitting", when=lambda: len(faulty.accepted()) == 2)
    faulty.always(POLL, fields={"status": "generating"})
    kill_at("generating")
    faulty.always(RESULT, drip_body=0.01)
    kill_at("downloading")
    faulty.plan()

    run = at_faulty("resume")
    assert run.returncode == 0, run.stderr
    results = run.stdout.splitlines()
    assert [frames(result) for result in results] == [13] * 5
    assert len(set(results)) == 5
    assert list(faulty.accepted().values()) == [1] * 5
    assert folder.states() == ["done"] * 5


def test_nothing_to_resume(at_faulty):
    run = at_faulty("resume", "--json")
    assert run.returncode == 0
    assert "Nothing is unfinished." in run.stderr
    assert [json.loads(line) for line in run.stdout.splitlines()] == [summary()]


def summary(**counts: int) -> dict[str, object]:
    none = {"done": 0, "failed": 0, "unconfirmed": 0, "waiting": 0, "left_alone": 0}
    return {"event": "summary", **none, **counts}


def test_what_a_window_left_is_sent_and_the_worst_counts(faulty, at_faulty, folder):
    folder.leave(prompt="rain")
    folder.leave(prompt="[demo: moderation] rain")
    run = at_faulty("resume", "--json")
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 4, run.stderr
    assert told[-1] == summary(done=1, failed=1)
    assert all(line["job"] for line in told[:-1])
    (done,) = [line for line in told if line["event"] == "done"]
    (failed,) = [line for line in told if line["event"] == "failed"]
    assert frames(done["result"]) == 13
    assert done["charge"] == "charged"
    assert (failed["kind"], failed["charge"]) == ("moderation", "may have been charged")
    assert "(may have been charged)" in run.stderr
    assert sorted(faulty.accepted().values()) == [1, 1]


@pytest.mark.parametrize(("status", "code"), [(401, 3), (403, 3), (None, 5)])
def test_what_stands_in_the_way_of_all_is_said_once(faulty, at_faulty, folder, status, code):
    for _ in range(3):
        folder.leave()
    if status is None:
        faulty.deafen()
    else:
        words = b'{"message": "No.", "requestId": "r-1"}'
        faulty.always(SUBMIT, accept=False, status=status, body=words)
    run = at_faulty("resume", "--json")
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == code, run.stderr
    assert [line["event"] for line in told].count("hold") == 1
    assert told[-1] == summary(waiting=3)
    assert "Kept in the list for the next resume: 3 jobs." in run.stderr
    assert ("(request r-1)" in run.stderr) is (status is not None)
    assert set(folder.states()) <= {"queued", "preparing"}
    assert not faulty.accepted()


def test_a_lost_answer_is_looked_up(faulty, at_faulty, tiny, folder):
    faulty.once(SUBMIT, **DROPPED)
    run = at_faulty("edit", str(tiny), "rain")
    assert run.returncode == 0, run.stderr
    assert "unconfirmed (looking)" in run.stderr
    assert folder.read("source_digest") == [digest(tiny)]
    assert list(faulty.accepted().values()) == [1]


def test_what_the_log_did_not_show_is_looked_up_again(faulty, at_faulty, stopped, tiny, folder):
    faulty.plan(
        Rule(call=SUBMIT, fault=Fault(**DROPPED)),
        Rule(call=LOGS, fault=Fault(accept=False, status=500)),
    )
    said, code = stopped(["edit", str(tiny), "rain"], "unconfirmed", signal.SIGINT)
    assert code == 130
    assert "aleph-" in said
    folder.write("update jobs set status_word = ''")  # as after ten minutes in vain
    faulty.plan()
    run = at_faulty("resume")
    assert run.returncode == 0, run.stderr
    assert folder.states() == ["done"]
    assert list(faulty.accepted().values()) == [1]


@pytest.mark.parametrize(("status", "code"), [(401, 3), (None, 5)])
def test_an_edit_that_is_refused_is_not_sent_later(faulty, at_faulty, tiny, folder, status, code):
    if status is None:
        faulty.deafen()
    else:
        faulty.always(SUBMIT, accept=False, status=status)
    run = at_faulty("edit", str(tiny), "rain", "--json")
    assert run.returncode == code, run.stderr
    failed = json.loads(run.stdout.splitlines()[-1])
    assert (failed["event"], failed["charge"]) == ("failed", "not charged")
    assert "will not be" in run.stderr
    assert folder.states() == ["cancelled"]
    assert not faulty.accepted()


def test_an_accepted_edit_is_left_when_the_key_fails(faulty, at_faulty, tiny, folder):
    faulty.always(POLL, accept=False, status=401)
    run = at_faulty("edit", str(tiny), "rain", "--json")
    assert run.returncode == 3, run.stderr
    failed = json.loads(run.stdout.splitlines()[-1])
    assert (failed["event"], failed["state"]) == ("failed", "waiting")
    assert failed["charge"] == "charged when it is finished"
    assert failed["generation_id"] in run.stderr
    assert folder.states() == ["waiting"]


def test_what_the_user_keeps_back_stays(at_faulty, stopped, tiny, folder):
    """A paused queue is the window's; an `edit` beside it is sent."""
    folder.write("insert into notes (name, text) values ('queue paused', 'yes')")
    folder.leave()
    folder.leave(held=True)
    run = at_faulty("resume", "--json")
    assert run.returncode == 0, run.stderr
    assert "1 job waits: the queue is paused." in run.stderr
    assert "Held back in the window: 1 job." in run.stderr
    assert json.loads(run.stdout.splitlines()[-1]) == summary(waiting=2)
    stopped(["edit", str(tiny), "rain"], "waiting", signal.SIGKILL)
    assert folder.states() == ["queued", "queued", "waiting"]


def test_jobs_of_others_are_left_to_them(faulty, at_faulty, folder):
    window = Lease(folder.path / "running")
    folder.leave(owner=window.id)
    folder.leave(
        state=JobState.WAITING, generation_id="g", submitted_at=1.0, service="https://x.example"
    )
    run = at_faulty("resume", "--json")
    window.release()
    assert run.returncode == 0, run.stderr
    assert "1 job belongs to a window that is open" in run.stderr
    assert "Left alone: 1 job at https://x.example." in run.stderr
    assert json.loads(run.stdout) == summary(left_alone=2)
    assert faulty.seen() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_resume_that_is_stopped_says_what_is_left(faulty, stopped, folder, number):
    faulty.always(POLL, fields={"status": "generating"})
    folder.leave()
    folder.leave()
    folder.leave()  # two at once are sent
    said, code = stopped(["resume"], "waiting", number)
    assert code == 130
    assert "Left for the next resume, or the window: 3 jobs." in said
    assert all(count == 1 for count in faulty.accepted().values())


@pytest.mark.fault(18)
def test_a_damaged_list_is_said_and_made_anew_from_the_results(program, bunny, tmp_path) -> None:
    out = tmp_path / "data" / "results"
    assert program("edit", str(bunny), "sepia", "--demo").returncode == 0
    folder = tmp_path / "data" / "demo"
    database = folder / "jobs.db"
    database.write_bytes(b"no database " * 1000)
    for copy in (folder / "backups").glob("*.db"):
        copy.unlink()
    run = program("resume", "--demo")
    assert run.returncode == 0, run.stderr
    assert "damaged" in run.stderr
    assert list((folder / "damaged").iterdir())
    with closing(sqlite3.connect(database)) as found:
        rows = found.execute("select state, result_path, prompt from jobs").fetchall()
    assert [(state, prompt) for state, _, prompt in rows] == [("done", "sepia")]
    assert Path(rows[0][1]).parent == out


def test_a_result_that_did_not_arrive_is_asked_for_again(program, bunny, tmp_path) -> None:
    """It was charged, and then the download failed for good: asking once more costs nothing."""
    assert program("edit", str(bunny), "sepia", "--demo").returncode == 0
    with closing(sqlite3.connect(tmp_path / "data" / "demo" / "jobs.db")) as jobs, jobs:
        Path(jobs.execute("select result_path from jobs").fetchone()[0]).unlink()
        jobs.execute(
            "update jobs set state = 'failed', failure_kind = 'provider', failure_title = 'A page',"
            " failure_message = '', failure_remedy = '', finished_at = unixepoch()"
        )
    run = program("resume", "--demo")
    assert run.returncode == 0, run.stderr
    assert frames(Path(run.stdout.strip())) == 125
    with closing(sqlite3.connect(tmp_path / "data" / "demo" / "jobs.db")) as jobs:
        assert [state for (state,) in jobs.execute("select state from jobs")] == ["done"]
