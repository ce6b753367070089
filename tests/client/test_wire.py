import json
from decimal import Decimal

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.client.errors import BadAnswer
from aleph_desktop.client.wire import parse_generation, parse_json
from aleph_desktop.domain.generation import Generation, GenerationStatus

URL = "https://cdn.example.com/v.mp4?_jwt=abc"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
FIELDS = ("id", "status", "video", "error", "meta", "usage", "credits_used", "url", "name")


@pytest.mark.fault(13)
@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("queued", GenerationStatus.QUEUED),
        ("waiting", GenerationStatus.QUEUED),
        ("generating", GenerationStatus.GENERATING),
        ("active", GenerationStatus.GENERATING),
        ("in_progress", GenerationStatus.GENERATING),
        ("completed", GenerationStatus.COMPLETED),
        ("complete", GenerationStatus.COMPLETED),
        ("succeeded", GenerationStatus.COMPLETED),
        ("Succeeded", GenerationStatus.COMPLETED),
        ("error", GenerationStatus.FAILED),
        ("failed", GenerationStatus.FAILED),
        ("thinking hard", GenerationStatus.UNKNOWN),
    ],
)
def test_every_status_word(word, status):
    found = parse_generation({"id": "a", "status": word}, {})
    assert (found.status, found.word) == (status, word)


@pytest.mark.parametrize("video", [{"url": URL}, [URL], URL, [{"url": URL}], [URL, "https://b.c/"]])
def test_every_shape_of_a_video(video):
    assert parse_generation({"id": "a", "status": "completed", "video": video}, {}).video_url == URL


@pytest.mark.parametrize("video", [None, [], "", {}, {"url": None}, [None]])
def test_no_video_yet(video):
    assert (
        parse_generation({"id": "a", "status": "completed", "video": video}, {}).video_url is None
    )


@pytest.mark.fault(20)
@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.example.com/v.mp4",
        "file:///etc/passwd",
        "data:video/mp4;base64,AAAA",
        "javascript:alert(1)",
        "https://127.0.0.1/v",
        "http://127.0.0.1/v",
        "https://localhost/v",
        "https://10.0.0.3/v",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:10.0.0.3]/v",
        "https://2130706433/v",
        "https://0x7f.1/v",
        "https://user:pw@cdn.example.com/v",
        "https:///v",
        "//cdn.example.com/v",
        "https://a b/",
        "https://cdn.example.com/" + "x" * 9000,
    ],
)
def test_a_result_is_taken_from_public_https_only(url):
    with pytest.raises(BadAnswer, match="not safe to fetch"):
        parse_generation({"id": "a", "status": "completed", "video": {"url": url}}, {})


def test_a_service_on_this_machine_may_give_a_result_on_this_machine():
    payload = {"id": "a", "status": "completed", "video": {"url": "http://127.0.0.1:8/v.mp4"}}
    found = parse_generation(payload, {}, loopback=True)
    assert found.video_url == "http://127.0.0.1:8/v.mp4"
    payload["video"]["url"] = "http://192.168.0.1/v.mp4"
    with pytest.raises(BadAnswer):
        parse_generation(payload, {}, loopback=True)


@pytest.mark.parametrize(
    ("error", "name", "message"),
    [
        (None, None, None),
        ("went wrong", None, "went wrong"),
        ("", None, None),
        ({"name": "SAFETY.INPUT.TEXT", "message": "no"}, "SAFETY.INPUT.TEXT", "no"),
        ({"message": "a\x00b\n\u202ec"}, None, "a b c"),
        ({"name": 3, "message": None}, None, None),
    ],
)
def test_every_shape_of_an_error(error, name, message):
    found = parse_generation({"id": "a", "status": "error", "error": error}, {})
    assert (found.error_name, found.error_message) == (name, message)


@pytest.mark.parametrize(
    ("headers", "usage", "usd", "spent"),
    [
        ({}, None, None, None),
        ({"x-aimlapi-usd-spent": "0.980000000"}, None, "0.98", None),
        ({"x-aimlapi-credits-used": "1960000"}, None, "0.98", 1960000),
        ({}, {"credits_used": 1960000}, "0.98", 1960000),
        ({}, {"tokens_used": 1960000.0}, "0.98", 1960000),
        (
            {"x-aimlapi-credits-used": "0", "x-aimlapi-usd-spent": "0"},
            {"credits_used": 2e6},
            "1",
            2000000,
        ),
        ({"x-aimlapi-credits-used": "0"}, None, "0", 0),
        (
            {"x-aimlapi-usd-spent": "NaN", "x-aimlapi-credits-used": "-3"},
            {"credits_used": True},
            None,
            None,
        ),
        ({}, {"credits_used": 10**5000}, None, None),
    ],
)
def test_the_cost(headers, usage, usd, spent):
    found = parse_generation({"id": "a", "status": "queued", "meta": {"usage": usage}}, headers)
    assert found.cost_usd == (None if usd is None else Decimal(usd))
    assert found.credits == spent


def test_where_the_id_comes_from():
    assert parse_generation({"id": "a", "status": "x"}, {"x-inference-id": "b"}).id == "a"
    assert parse_generation({"status": "x"}, {"x-inference-id": "b"}).id == "b"
    assert parse_generation({"status": "x"}, {}, asked_id="c").id == "c"
    with pytest.raises(BadAnswer, match="no id"):
        parse_generation({"status": "x"}, {})


@pytest.mark.fault(13)
@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        "queued",
        {},
        {"id": "a"},
        {"id": "a", "status": 3},
        {"id": "a", "status": "\x00"},
        {"id": 7, "status": "queued"},
        {"id": "", "status": "queued"},
        {"id": "\ud800", "status": "queued"},
        {"id": "a", "status": "completed", "video": 3},
        {"id": "a", "status": "completed", "video": [3]},
        {"id": "a", "status": "error", "error": [1]},
    ],
)
def test_wrong_types_are_a_bad_answer(payload):
    with pytest.raises(BadAnswer):
        parse_generation(payload, {})


@pytest.mark.fault(13)
@given(JSON | st.dictionaries(st.sampled_from(FIELDS), JSON), st.dictionaries(st.text(), st.text()))
def test_any_json_value_is_a_generation_or_a_bad_answer(payload, headers):
    try:
        found = parse_generation(payload, headers)
    except BadAnswer:
        return
    assert isinstance(found, Generation)


@given(
    st.sampled_from(["id", "status", "video", "error", "meta"]),
    JSON,
)
def test_one_wrong_field_in_a_good_answer(name, value):
    payload = {"id": "a", "status": "completed", "video": {"url": URL}, "error": None, "meta": {}}
    try:
        found = parse_generation({**payload, name: value}, {})
    except BadAnswer:
        return
    assert found.id.isprintable()
    assert found.word.isprintable()


@pytest.mark.fault(13)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'{"id": "a"',
        b"[" * 900_000,
        b'{"a":NaN}',
        b"\xff\xfe",
        b"1" * 9000,
        b'{"id": "a", "id": "b", "status": "queued"}',
    ],
)
def test_what_is_not_json(body):
    with pytest.raises(BadAnswer):
        parse_json(body)


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_a_bad_answer(body):
    try:
        parse_json(body)
    except BadAnswer:
        return
    json.loads(body)


@pytest.fixture(scope="module")
def contract():
    from pathlib import Path

    return yaml.safe_load((Path(__file__).parents[1] / "openapi.yaml").read_text())


VIDEO = (
    st.none()
    | st.just({"url": URL})
    | st.just({"url": URL, "duration": 5.0})
    | st.lists(st.just(URL), max_size=2)
)
ERROR = st.none() | st.text() | st.fixed_dictionaries({"name": st.text(), "message": st.text()})
USAGE = st.fixed_dictionaries(
    {}, optional={"credits_used": st.floats(0, 1e9), "tokens_used": st.integers()}
)
META = st.none() | st.fixed_dictionaries({}, optional={"usage": st.none() | USAGE})
GENERATION = st.fixed_dictionaries(
    {
        "id": st.uuids().map(lambda u: f"{u}:runway/gen4_aleph"),
        "status": st.sampled_from(["queued", "error", "?"]),
    },
    optional={"video": VIDEO, "error": ERROR, "meta": META},
)


@given(payload=GENERATION)
def test_every_answer_of_the_contract_is_understood(contract, payload):
    # nullable is OpenAPI 3.0's own word: a null is judged by the parser alone
    told = {name: value for name, value in payload.items() if value is not None and name != "meta"}
    jsonschema.validate(told, contract["components"]["schemas"]["Generation"])
    found = parse_generation(payload, {})
    assert found.id == payload["id"]
    assert found.word == payload["status"]
    assert (found.video_url == URL) == bool(payload.get("video"))
