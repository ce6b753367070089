"""500 jobs through a service that fails a third of its answers and drops a tenth of them."""

from collections import Counter
from pathlib import Path

import av
import pytest
from fault_plan import BILLING, LOGS, POLL, RESULT, SUBMIT, Fault, Rule

from aleph_desktop.domain.job import JobState

pytestmark = [pytest.mark.fault(4), pytest.mark.fault(12), pytest.mark.asyncio]

JOBS = 500
NO_TRACE = {"headers": {"x-inference-id": None}}


def failing(call: str) -> list[Rule]:
    """A third fails, a tenth is dropped: before or after the service has taken it."""
    return [
        Rule(call=call, chance=0.05, fault=Fault(drop="reset")),
        Rule(call=call, chance=0.05, fault=Fault(accept=False, drop="close")),
        Rule(call=call, chance=0.08, fault=Fault(status=502, body=b"<html>", **NO_TRACE)),
        Rule(call=call, chance=0.08, fault=Fault(accept=False, status=503, body=b"{}")),
        Rule(call=call, chance=0.09, fault=Fault(body=b"{", **NO_TRACE)),
        Rule(call=call, chance=0.08, fault=Fault(accept=False, status=500, body=b"")),
    ]


@pytest.mark.timeout(150)
async def test_all_end_right(faulty, make_rig, record_property) -> None:
    faulty.plan(*(rule for call in (SUBMIT, POLL, LOGS, BILLING, RESULT) for rule in failing(call)))
    rig = make_rig(concurrency=20, requests_per_second=100.0)
    async with rig.running():
        await rig.jobs.pause()
        added = [(await rig.add(f"rain {number}")).id for number in range(JOBS)]
        await rig.jobs.resume()
        jobs = await rig.all_settled(patience=120)
    assert {job.id for job in jobs} == set(added)
    accepted = faulty.accepted()
    sent = Counter(seen.client_request_id for seen in faulty.seen(SUBMIT))
    ended = Counter(job.state for job in jobs)
    record_property("jobs", JOBS)
    record_property("second accepted POSTs", sum(count - 1 for count in accepted.values()))
    assert set(accepted.values()) == {1}
    assert set(sent.values()) == {1}  # not even refused ones: each of these may have been taken
    for job in jobs:
        true(job, accepted)
    assert ended[JobState.DONE] > JOBS * 0.6, ended
    results = [job.result_path for job in jobs if job.state is JobState.DONE]
    assert len(set(results)) == len(results)
    aside = {path for path in rig.results.glob("*.mp4") if path.stem.endswith("(broken)")}
    assert {str(path) for path in set(rig.results.glob("*.mp4")) - aside} == set(results)
    for path in results[::20]:  # the app has decoded each; these again, by other hands
        with av.open(path) as container:
            assert sum(1 for _ in container.decode(video=0)) > 0


def true(job, accepted) -> None:
    """What a job says of itself is so."""
    if job.state is JobState.DONE:
        assert accepted[job.client_request_id] == 1
        assert Path(job.result_path).stat().st_size > 1000
    elif job.state is JobState.UNCONFIRMED:
        assert job.generation_id is None
        assert "may" in str(job.failure)
    else:
        assert job.state is JobState.FAILED
        assert job.failure.title
        assert job.generation_id is None or accepted[job.client_request_id] == 1
        assert job.generation_id is not None or accepted[job.client_request_id] == 0
