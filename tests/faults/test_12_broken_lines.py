"""Row 12: the service can't be had, or fails; TLS is never done without."""

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from fault_plan import POLL, RESULT, SUBMIT, Fault, Rule
from rig import SPEED

from aleph_desktop.domain.job import JobState
from aleph_desktop.errors import FailureKind

pytestmark = [pytest.mark.fault(12), pytest.mark.asyncio]

PASSING = {
    **{str(status): {"accept": False, "status": status} for status in (500, 502, 503, 504)},
    "reset": {"drop": "reset"},
    "reset early": {"early": True, "drop": "reset"},
    "closed": {"drop": "close"},
    "no answer": {"drop": "hang"},
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
async def test_polls_are_tried_again(faulty, make_rig, fault) -> None:
    faulty.plan(Rule(call=POLL, times=4, fault=Fault(**fault)))
    async with make_rig().running() as rig:
        job = await rig.add()
        await rig.until(lambda: rig.job(job.id).failure is not None)
        assert rig.job(job.id).is_live
        job = await rig.settled(job.id)
    assert job.state is JobState.DONE
    assert job.failure is None
    assert len(faulty.seen(SUBMIT)) == 1
    at = [seen.at for seen in faulty.seen(POLL)]
    gaps = [(after - before) * SPEED for before, after in pairwise(at)][:4]
    assert gaps[0] >= 1  # never at once, and each wait has its own length
    assert len({round(gap, 1) for gap in gaps}) > 1
    assert sum(gaps) >= 15  # 2, 4, 8 and 16 s, each halved at most


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
async def test_downloads_are_tried_again(faulty, make_rig, fault) -> None:
    faulty.plan(Rule(call=RESULT, times=2, fault=Fault(**fault)))
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
    assert job.state is JobState.DONE
    assert len(faulty.seen(SUBMIT)) == 1


async def test_no_connection_holds_the_queue_until_there_is_one(faulty, make_rig) -> None:
    faulty.deafen()
    async with make_rig().running() as rig:
        jobs = [await rig.add(f"rain {number}") for number in range(6)]
        await rig.until(lambda: rig.jobs.hold.is_on)
        assert rig.jobs.hold.failure.kind is FailureKind.NETWORK
        for job in jobs:
            await rig.reached(job.id, JobState.QUEUED)
        faulty.listen()
        ended = await rig.all_settled()
    assert [job.state for job in ended] == [JobState.DONE] * 6
    assert sorted(faulty.accepted().values()) == [1] * 6


async def test_a_name_that_is_not_found(make_rig) -> None:
    async with make_rig("https://no-such-host.invalid").running() as rig:
        job = await rig.add()
        await rig.until(lambda: rig.jobs.hold.is_on)
        await rig.reached(job.id, JobState.QUEUED)
        assert rig.jobs.hold.failure.kind is FailureKind.NETWORK


@pytest.fixture(scope="module")
def certificates(tmp_path_factory) -> dict[str, tuple[Path, Path]]:
    """Certificates that nobody should accept, with their keys."""
    folder = tmp_path_factory.mktemp("tls")
    wanted = {
        "signed by itself": ("IP:127.0.0.1", 2),
        "expired": ("IP:127.0.0.1", -1),
        "another host": ("DNS:elsewhere.example", 2),
    }
    return {name: _certify(folder / name, *how) for name, how in wanted.items()}


def _certify(folder: Path, names: str, days: int) -> tuple[Path, Path]:
    folder.mkdir()
    certificate, key, request = (folder / name for name in ("cert.pem", "key.pem", "request.pem"))
    (folder / "extensions").write_text(f"subjectAltName={names}\n")
    sign = ["x509", "-req", "-days", str(days), "-in", request, "-signkey", key]
    for command in (
        ["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key],
        ["req", "-new", "-subj", "/CN=test", "-key", key, "-out", request],
        [*sign, "-extfile", folder / "extensions", "-out", certificate],
    ):
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    return certificate, key


@pytest.mark.parametrize("name", ["signed by itself", "expired", "another host"])
async def test_tls_is_never_bypassed(faulty, make_rig, certificates, name) -> None:
    url = faulty.tls(*certificates[name])
    async with make_rig(url).running() as rig:
        job = await rig.add()
        await rig.until(lambda: rig.jobs.hold.is_on)
        await rig.reached(job.id, JobState.QUEUED)
        assert "certificate" in rig.jobs.hold.failure.message
    assert faulty.seen() == []
