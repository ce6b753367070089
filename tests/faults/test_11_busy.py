"""Row 11: 429, and how long to wait.

The longest wait is capped twice, by the client and by the budget: either alone is enough.
"""

from email.utils import formatdate
from time import time

import pytest
from fault_plan import POLL, SUBMIT
from rig import SPEED

from aleph_desktop.domain.job import JobState

pytestmark = [pytest.mark.fault(11), pytest.mark.asyncio]

NOW = time()
# Retry-After, and the seconds for which nobody may ask; without sense: the app's own wait
WAITS = {
    "seconds": ("45", 45),
    "date": (formatdate(NOW + 90, usegmt=True), 90),
    "a past date": (formatdate(NOW - 90, usegmt=True), 0),
    "absent": (None, 5),
    "-1": ("-1", 5),
    "words": ("soon", 5),
    "1e9": ("1e9", 5),
    "for ever": ("1000000000", 300),
}


@pytest.mark.parametrize("call", [SUBMIT, POLL])
@pytest.mark.parametrize(("value", "seconds"), WAITS.values(), ids=WAITS)
async def test_it_is_obeyed_within_reason(faulty, make_rig, call, value, seconds) -> None:
    headers = {"Retry-After": value, "Date": formatdate(NOW, usegmt=True)}
    faulty.once(call, accept=False, status=429, body=b"{}", headers=headers)
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
    assert job.state is JobState.DONE
    assert faulty.accepted() == {job.client_request_id: 1}
    seen = faulty.seen()
    refused = next(n for n, one in enumerate(seen) if one.call == call)
    waited = (seen[refused + 1].at - seen[refused].at) * SPEED
    assert seconds * 0.98 <= waited <= seconds + 200


async def test_all_that_is_asked_waits(faulty, make_rig) -> None:
    """A 429 to one is a 429 to all: nobody asks in the time that it names."""
    faulty.once(POLL, accept=False, status=429, body=b"", headers={"Retry-After": "60"})
    async with make_rig().running() as rig:
        for number in range(4):
            await rig.add(f"rain {number}")
        jobs = await rig.all_settled()
    assert [job.state for job in jobs] == [JobState.DONE] * 4
    seen = faulty.seen()
    refused = next(n for n, one in enumerate(seen) if one.call == POLL)
    # what had left already arrives in the first 50 ms
    late = [one.at - seen[refused].at for one in seen[refused + 1 :]]
    assert not [at for at in late if 0.05 < at < 60 / SPEED * 0.98]
