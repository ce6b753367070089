"""The service that misbehaves does so as planned, and is the demo service otherwise."""

import base64
import json

import httpx
import pytest
from fault_plan import LOGS, POLL, RESULT, SUBMIT, Fault, Plan, Rule, from_json, to_json
from faulty_service import CANARY

PATH = "/v2/video/generations"


@pytest.fixture
def http(faulty):
    headers = {"Authorization": f"Bearer {CANARY}"}
    with httpx.Client(base_url=faulty.url, headers=headers, trust_env=False, timeout=5) as client:
        yield client


@pytest.fixture
def submit(http, tiny):
    """`submit(client_request_id)`: the answer to one submit."""

    def post(name: str = "aleph-1") -> httpx.Response:
        clip = base64.b64encode(tiny.read_bytes()).decode()
        body = {
            "model": "runway/gen4_aleph",
            "prompt": "rain",
            "video_url": f"data:video/mp4;base64,{clip}",
        }
        return http.post(PATH, json=body, headers={"x-client-request-id": name})

    return post


@pytest.fixture
def result(http, submit):
    """The address of a finished generation's result."""
    found = submit().json()["id"]
    while (answer := http.get(PATH, params={"generation_id": found}).json())["video"] is None:
        assert answer["status"] in ("queued", "generating")
    return answer["video"]["url"]


def test_rules_survive_json() -> None:
    rules = [
        Rule(call=POLL, skip=1, times=2, chance=0.5, fault=Fault(body=b"\xff\x00", status=500)),
        Rule(fault=Fault(raw=b"junk", headers={"a": None}, fields={"id": [1]})),
    ]
    assert from_json(to_json(rules)) == rules


def test_a_plan_counts_what_fits() -> None:
    late, slow = Fault(delay=1), Fault(delay=2)
    plan = Plan([Rule(call=POLL, skip=1, times=2, fault=late), Rule(call=SUBMIT, fault=slow)])
    fates = [plan.fate(call).delay for call in (POLL, POLL, SUBMIT, POLL, POLL)]
    assert fates == [0, 1, 2, 1, 0]


def test_without_a_plan_it_is_the_demo_service(faulty, http, result) -> None:
    whole = http.get(result)
    assert whole.status_code == 200
    rest = http.get(result, headers={"range": "bytes=100-", "if-range": whole.headers["etag"]})
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    assert faulty.accepted() == {"aleph-1": 1}
    posted = faulty.seen(SUBMIT)[0]
    assert (posted.has_key, posted.is_canary, posted.status) == (True, True, 200)
    assert [seen.range for seen in faulty.seen(RESULT)] == [None, "bytes=100-"]


def test_a_lost_answer_is_an_accepted_submit(faulty, http, submit) -> None:
    faulty.once(SUBMIT, drop="reset")
    with pytest.raises(httpx.ReadError):
        submit("aleph-2")
    assert faulty.accepted() == {"aleph-2": 1}
    rows = http.get("/v2/logs").json()["data"]
    assert rows[0]["client_request_id"] == "aleph-2"


@pytest.mark.parametrize(
    "fault", [{"accept": False, "drop": "reset"}, {"early": True, "drop": "close"}]
)
def test_a_submit_that_is_dropped_before_counts_for_nothing(faulty, submit, fault) -> None:
    faulty.once(SUBMIT, **fault)
    with pytest.raises((httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)):
        submit()
    assert faulty.accepted() == {}
    assert submit().status_code == 200


def test_refused_connections(faulty, http) -> None:
    faulty.deafen()
    with pytest.raises(httpx.ConnectError):
        http.get("/v2/billing")
    faulty.listen()
    assert http.get("/v2/billing").status_code == 200


def test_other_words_in_the_answer(faulty, http, submit) -> None:
    faulty.once(LOGS, fields={"data": []}, status=503, headers={"Retry-After": "7"})
    submit()
    answer = http.get("/v2/logs")
    assert (answer.status_code, answer.json()["data"]) == (503, [])
    assert answer.headers["retry-after"] == "7"
    assert http.get("/v2/logs").json()["data"]


@pytest.mark.parametrize(("fault", "arrived"), [({"keep": 0.5}, 0.5), ({"less": 1}, 1.0)])
def test_cut_bodies(faulty, http, result, fault, arrived) -> None:
    whole = http.get(result).content
    faulty.once(RESULT, **fault)
    got = bytearray()
    with pytest.raises(httpx.RemoteProtocolError):
        fetch(http, result, got)
    assert len(got) == round(arrived * len(whole)) - fault.get("less", 0)
    assert whole.startswith(got)


def fetch(http, url, got):
    with http.stream("GET", url) as answer:
        for piece in answer.iter_raw():
            got += piece


def test_no_ranges_and_no_end(faulty, http, result) -> None:
    faulty.once(RESULT, ignore_range=True)
    assert http.get(result, headers={"range": "bytes=5-"}).status_code == 200
    faulty.once(RESULT, endless=True)
    with http.stream("GET", result) as answer:
        assert "content-length" not in answer.headers
        size = 0
        for piece in answer.iter_raw():
            size += len(piece)
            if size > 3_000_000:
                break


def test_slow_heads_and_bodies(faulty, http) -> None:
    for slow in ({"drip": 0.02}, {"drip_body": 0.02}, {"delay": 0.3}):
        faulty.once("billing", **slow)
        with pytest.raises(httpx.ReadTimeout):
            http.get("/v2/billing", timeout=0.01)


def test_raw_bytes(faulty, http) -> None:
    faulty.once("billing", raw=b"SSH-2.0-OpenSSH_9.6\r\n")
    with pytest.raises(httpx.RemoteProtocolError):
        http.get("/v2/billing")


def test_the_report_holds_no_secret(faulty, http, result) -> None:
    http.get(result)
    told = json.dumps([str(seen) for seen in faulty.seen()])
    assert CANARY not in told
    assert "_jwt" not in told
