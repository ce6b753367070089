"""Each rule for a submit, and words that name the field."""

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.demo.app import MODEL
from aleph_desktop.demo.refusal import Refusal
from aleph_desktop.demo.validation import Order, read_order
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.domain.prompt import utf16_length
from aleph_desktop.resources import resource

SPEC = find_model_spec(resource("models"), MODEL)
URL = "https://example.com/a.mp4"
BODY = {"model": MODEL, "prompt": "night", "video_url": URL}
IMAGE = {"type": "image", "url": "https://example.com/a.png"}


def words(body: Any) -> str:
    """What a refusal says."""
    with pytest.raises(Refusal) as caught:
        read_order(body, SPEC)
    assert caught.value.status == 400
    return caught.value.message


def test_the_least_that_is_needed() -> None:
    assert read_order(BODY, SPEC) == Order("night", URL, "1280:720", None)


def test_everything() -> None:
    body = BODY | {"seed": 7, "duration": 5, "frame_size": "960:960", "references": [IMAGE]}

    assert read_order(body, SPEC) == Order("night", URL, "960:960", 7)


@pytest.mark.parametrize("field", BODY)
def test_what_is_required(field: str) -> None:
    assert words({key: BODY[key] for key in BODY if key != field}) == f"{field}: is required"


@pytest.mark.parametrize("body", [None, [], "text", 5])
def test_a_body_is_an_object(body: Any) -> None:
    assert words(body) == "body: must be a JSON object"


def test_all_that_is_wrong_is_said_at_once() -> None:
    message = words({"model": "x", "prompt": "", "video_url": 5, "seed": -1})

    assert [part.split(":")[0] for part in message.split("; ")] == [
        *("model", "there is runway/gen4_aleph"),
        *("prompt", "video_url", "seed"),
    ]


@given(st.text(max_size=1100))
def test_prompts_are_counted_in_utf16_units(prompt: str) -> None:
    body = BODY | {"prompt": prompt}

    if 1 <= utf16_length(prompt) <= 1000:
        assert read_order(body, SPEC).prompt == prompt
    else:
        assert words(body).startswith("prompt: must have 1 to 1000 characters")


def test_an_emoji_counts_twice() -> None:
    assert read_order(BODY | {"prompt": "🐰" * 500}, SPEC)
    assert words(BODY | {"prompt": "🐰" * 500 + "!"}).endswith("it has 1001")


@given(st.integers() | st.floats() | st.booleans() | st.text() | st.none())
def test_seeds(seed: Any) -> None:
    whole = isinstance(seed, int) or (isinstance(seed, float) and seed.is_integer())

    if whole and not isinstance(seed, bool) and 0 <= seed < 2**32:
        assert read_order(BODY | {"seed": seed}, SPEC).seed == seed
    else:
        assert words(BODY | {"seed": seed}).startswith("seed: ")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = [*BODY, "references", "frame_size", "duration", "seed"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_json_is_accepted_or_refused_by_field(changes: dict[str, Any]) -> None:
    body = BODY | changes
    try:
        order = read_order(body, SPEC)
    except Refusal as refusal:
        assert any(refusal.message.startswith(field) for field in changes)  # noqa: PT017 - or not
    else:
        assert order.prompt == body["prompt"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("model", "gen4_aleph", "model: 'gen4_aleph' is unknown; there is runway/gen4_aleph"),
        ("prompt", 5, "prompt: must be a string"),
        ("frame_size", "1920:1080", "frame_size: '1920:1080' can't be made; there are 1280:720,"),
        ("duration", 10, "duration: must be 5"),
        ("duration", True, "duration: must be 5"),
        ("references", IMAGE, "references: must be an array"),
        ("references", [IMAGE, IMAGE], "references: at most 1 can be given, there are 2"),
        ("references", ["x"], "references[0]: must be an object"),
        ("references", [IMAGE | {"type": "video"}], 'references[0].type: must be "image"'),
        ("references", [{"type": "image"}], "references[0].url: must be a string"),
        ("references", [IMAGE | {"url": "a.png"}], "references[0].url: must be an https URL"),
    ],
)
def test_fields(field: str, value: Any, message: str) -> None:
    assert words(BODY | {field: value}).startswith(message)


DATA = base64.b64encode(b"clip").decode()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/a.mp4",
        "https://example.com/a%20b.mp4?x=1#t",
        f"data:video/mp4;base64,{DATA}",
        f"DATA:Video/QuickTime;codecs=avc1;base64,{DATA}",
    ],
)
def test_sources(url: str) -> None:
    assert read_order(BODY | {"video_url": url}, SPEC).video_url == url


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "must be an https URL, or a data URI that begins with data:video/"),
        ("ftp://example.com/a.mp4", "must be an https URL"),
        ("file:///a.mp4", "must be an https URL"),
        ("https://", "is not a valid URL"),
        ("https://example.com/a b", "is not a valid URL"),
        ("https://example.com/%zz", "is not a valid URL"),
        ("https://exämple.com/a", "is not a valid URL"),
        ("https://[::1/a", "is not a valid URL"),
        ("https://example.com:99999/a", "is not a valid URL"),
        ("https://example.com/" + "a" * 2048, "is a URL of 2068 characters, the limit is 2048"),
        (f"data:image/png;base64,{DATA}", "must be an https URL, or a data URI that begins with"),
        (f"data:;base64,{DATA}", "must be an https URL, or a data URI that begins with"),
        (f"data:video/mp4,{DATA}", "is a data URI without ;base64"),
        (f"data:video/mp4;base64,{DATA[:-1]}", "is a data URI whose base64 is broken"),
        ("data:video/mp4;base64,a*b=", "is a data URI whose base64 is broken"),
        ("data:video/mp4;base64,", "is a data URI with nothing in it"),
        ("data:video/mp4;base64,é", "is a data URI whose base64 is broken"),
    ],
)
def test_unusable_sources(url: str, problem: str) -> None:
    assert words(BODY | {"video_url": url}).startswith(f"video_url: {problem}")


def test_data_uris_have_limits() -> None:
    head = "data:video/mp4;base64,"
    fits = head + "A" * ((16_000_000 - len(head)) // 4 * 4)

    assert read_order(BODY | {"video_url": fits}, SPEC).video_url == fits
    assert words(BODY | {"video_url": f"{fits}AAAA"}).endswith("the limit is 16000000")
    image = {"type": "image", "url": "data:image/png;base64," + "A" * 5_000_000}
    assert words(BODY | {"references": [image]}).endswith("the limit is 5000000")
