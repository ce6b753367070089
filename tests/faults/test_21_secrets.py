"""Row 21: a key and signed addresses through all that fails; then all that is left is searched."""

import base64
import gc
import os
import subprocess
import sys
import time
import traceback
from pathlib import Path
from urllib.parse import quote

import pytest
from fault_plan import BILLING, LOGS, POLL, RESULT, SUBMIT, Fault, Rule
from faulty_service import CANARY

from aleph_desktop.client.service import AlephService
from aleph_desktop.client.transport import build_http
from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.domain.job import Job
from aleph_desktop.errors import KnownError

pytestmark = pytest.mark.fault(21)

ECHO = f'{{"message": "the key {CANARY} is wrong", "requestId": "Bearer {CANARY}"}}'.encode()
LOOSE = {"Location": "http://elsewhere.example/x.mp4?_jwt=eyJhIjoiYiJ9.eyJjIjoiZCJ9.c2lnbmVk"}
SAID = {"body": ECHO}
NOISE = {"body": b"{", "headers": {"x-inference-id": None}}

# What goes wrong with a run, one after the other: (call, fault), or several.
FAILURES: dict[str, list[tuple[str, dict]]] = {
    **{f"submit {s}": [(SUBMIT, {"accept": False, "status": s, "body": ECHO})]
       for s in (400, 401, 402, 403, 404, 413, 422)},
    **{f"submit {s}": [(SUBMIT, {"accept": False, "status": s, "body": ECHO}), (LOGS, SAID)]
       for s in (408, 409, 499, 500, 502, 503, 504)},
    **{f"poll {s}": [(POLL, {"accept": False, "status": s, "body": ECHO})]
       for s in (400, 401, 403, 404, 422, 500, 503)},
    **{f"result {s}": [(RESULT, {"accept": False, "status": s, "body": ECHO})]
       for s in (400, 403, 404, 410, 416, 500, 503)},
    "submit reset": [(SUBMIT, {"drop": "reset"})],
    "submit closed, log broken": [(SUBMIT, {"drop": "close"}), (LOGS, {"raw": b"junk"})],
    "submit garbled": [(SUBMIT, NOISE)],
    "submit redirected": [(SUBMIT, {"accept": False, "status": 307, "headers": LOOSE})],
    "poll reset": [(POLL, {"drop": "reset"})],
    "poll garbled": [(POLL, NOISE)],
    "poll junk": [(POLL, {"raw": ECHO})],
    "poll redirected": [(POLL, {"accept": False, "status": 302, "headers": LOOSE})],
    "poll echoes": [(POLL, {"fields": {"status": f"error {CANARY}"}})],
    "poll fails": [(POLL, {"fields": {"status": "error", "error": f"not with {CANARY}"}})],
    "video nowhere": [(POLL, {"fields": {"status": "completed", "video": None}})],
    "video elsewhere": [(POLL, {"fields": {"status": "completed", "video": [LOOSE["Location"]]}})],
    "result redirected": [(RESULT, {"accept": False, "status": 302, "headers": LOOSE})],
    "result reset": [(RESULT, {"drop": "reset"})],
    "result cut": [(RESULT, {"keep": 0.5})],
    "result is a page": [(RESULT, {"accept": False, "body": b"<html>Expired</html>"})],
    "result is empty": [(RESULT, {"accept": False, "body": b""})],
    "result never ends": [(RESULT, {"accept": False, "headers": {"Content-Length": str(10**11)}})],
}  # fmt: skip

KEPT_FROM = [CANARY, base64.b64encode(CANARY.encode()).decode(), quote(CANARY), "_jwt=", "eyJhb"]


# whose objects are looked at: not the window's, which other tests may have left half deleted
ROOMS = tuple(
    f"aleph_desktop.{room}"
    for room in ("client", "domain", "jobs", "media", "settings", "store", "app.session", "errors")
)


def hits(text: str) -> list[str]:
    """What of the secrets is in it, with its surroundings."""
    found = []
    for secret in KEPT_FROM:
        at = text.find(secret)
        if at >= 0:
            found.append(f"{secret}: …{text[max(0, at - 80) : at + 40]}…")
    return found


def left_behind(folder: Path) -> dict[str, list[str]]:
    """The hits in every file, and in every file's name."""
    found = {}
    for path in folder.rglob("*"):
        text = str(path)
        if path.is_file():
            text += "\n" + path.read_bytes().decode("latin-1")
        if told := hits(text):
            found[str(path)] = told
    return found


def printed(*packages: str) -> list[str]:
    """The repr of every object of these packages that the garbage collector knows."""
    known = gc.get_objects()
    return [repr(thing) for thing in known if str(type(thing).__module__).startswith(packages)]


@pytest.mark.asyncio
async def test_forty_failures_leave_no_secret(faulty, make_rig, caplog) -> None:
    """In this process, where all that is logged, raised and printable can be reached."""
    caplog.set_level("DEBUG")
    assert len(FAILURES) >= 40
    errors: list[str] = []
    service = AlephService(http := build_http(), faulty.url, ApiKey(CANARY))
    async with http, make_rig(looks=(2.0, 10.0), give_up_minutes=3.0).running() as rig:
        for name, faults in FAILURES.items():
            faulty.plan(*(Rule(call=call, fault=Fault(**fault)) for call, fault in faults))
            job = await rig.add(name)
            await rig.until(
                lambda job=job: (
                    rig.jobs.hold.is_on
                    or rig.job(job.id).is_settled
                    or rig.job(job.id).failure is not None
                )
            )
            told = rig.job(job.id)
            errors += [repr(told), str(told.failure), repr(rig.jobs.hold), repr(rig.session.place)]
            faulty.plan(Rule(call=BILLING, fault=Fault(body=ECHO, status=401)))
            try:
                await service.balance()
            except KnownError as error:
                errors += traceback.format_exception(error)
                errors += [repr(error), str(error), repr(error.__cause__), repr(vars(error))]
            faulty.plan()
            await rig.jobs.resume()
            if rig.job(job.id).is_live:
                await rig.settled(job.id)
        ours, theirs = printed(*ROOMS), printed("httpx", "httpcore")
        paid = next(seen for seen in faulty.seen(SUBMIT) if seen.accepted)
        ended = await service.poll(paid.generation_id)
        assert "_jwt=" in ended.video_url
        ours.append(repr(ended))
        assert len(ours) > 100
        during = left_behind(rig.paths.data_dir)  # the database with its WAL, tags, parts
    assert during == {}
    assert left_behind(rig.paths.data_dir) == {}
    assert hits("\n".join(errors)) == []
    assert hits("\n".join(ours)) == []
    assert CANARY not in "\n".join(theirs)  # that library's URLs print their queries
    assert len(caplog.text) > 1000
    assert hits(caplog.text) == []
    assert hits("\n".join(str(vars(record)) for record in caplog.records)) == []
    assert all(isinstance(job, Job) for job in rig.shown)
    assert hits("\n".join(map(repr, rig.shown))) == []
    keyed = [seen for seen in faulty.seen() if seen.has_key]
    assert {seen.call for seen in keyed} <= {SUBMIT, POLL, LOGS, BILLING, "models"}
    assert all(seen.is_canary for seen in keyed)


def told_of(pid: int) -> str:
    """A process's arguments, as anybody on this machine can read them; "" where not by a file."""
    found = Path("/proc") / str(pid) / "cmdline"
    return found.read_text() if found.exists() else ""


@pytest.mark.parametrize("name", ["submit 401", "poll fails", "result cut"])
def test_the_program_leaves_none_either(faulty, tiny, tmp_path, monkeypatch, name) -> None:
    """The real program, with its own log, output and arguments; stopped where it would wait."""
    monkeypatch.setenv("AIMLAPI_API_KEY", CANARY)
    faulty.plan(*(Rule(call=call, fault=Fault(**fault)) for call, fault in FAILURES[name]))
    run = subprocess.Popen(
        [sys.executable, "-m", "aleph_desktop", "edit", str(tiny), name, "--json",
         "--api-base", faulty.url, "--data-dir", str(tmp_path / "data")],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    with run:
        arguments = told_of(run.pid)
        call = FAILURES[name][0][0]
        until = time.monotonic() + 15
        while not faulty.seen(call) and run.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        try:
            said = run.communicate(timeout=2)[0]
        except subprocess.TimeoutExpired:
            run.terminate()
            said = run.communicate(timeout=10)[0]
    assert faulty.seen(call)
    assert hits(said) == []
    assert hits(arguments) == []
    assert left_behind(tmp_path / "data") == {}
    logs = list((tmp_path / "data" / "logs").glob("*"))
    assert logs
    assert os.environ["AIMLAPI_API_KEY"] == CANARY
