"""Whether a model is served and what it costs: as the documents show it, and as anything else."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.client.catalogue import parse_price
from aleph_desktop.client.errors import BadAnswer, ModelGone, ServiceError, ServiceTrouble
from aleph_desktop.demo.account import PRICE
from aleph_desktop.demo.catalogue import catalogue
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.domain.price import Price
from aleph_desktop.resources import resource

MODEL = "runway/gen4_aleph"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def unit(price=0.98, per=1, measure="generation"):
    return {"name": "generation", "measure": measure, "price": price, "per": per}


def variant(price, unit="generation", per=1, **when):
    return {"when": when, "price": price, "unit": unit, "per": per}


def fixed(*units, currency="USD"):
    return {"kind": "fixed", "currency": currency, "units": list(units)}


def variants(*found):
    return {"kind": "variants", "currency": "USD", "dimensions": ["size"], "variants": list(found)}


def listed(pricing, model_id=MODEL, **more):
    return {"object": "list", "data": [{"id": model_id, "pricing": pricing, **more}]}


@pytest.mark.parametrize(
    ("pricing", "figure"),
    [
        (fixed(unit()), "0.98"),
        (fixed(unit("0.98")), "0.98"),
        (fixed(unit(2450, per=1000)), "2.45"),
        (fixed(unit(0)), "0"),
        (variants(variant(0.5, size="sd"), variant(0.5, size="hd")), "0.5"),
        (variants(variant(500, per=1000, size="sd"), variant(0.5, size="hd")), "0.5"),
    ],
)
def test_a_price_is_divided_by_its_units(pricing, figure):
    assert parse_price(listed(pricing), MODEL) == Price(Decimal(figure))


@pytest.mark.parametrize(
    "pricing",
    [
        None,
        {},
        "0.98",
        {"kind": "variable", "currency": "USD", "units": [unit()]},
        {"kind": "auction", "currency": "USD", "units": [unit()]},
        {"currency": "USD", "units": [unit()]},
        {"kind": ["fixed"], "currency": "USD", "units": [unit()]},
        fixed(unit(), currency="EUR"),
        {"kind": "fixed", "units": [unit()]},
        fixed(),
        fixed("0.98"),
        fixed(unit(measure="second")),
        fixed(unit(measure=["generation"])),
        fixed(unit(), unit(1.5)),
        fixed(unit(), unit(0.98, measure="token")),
        fixed(unit(per=0)),
        fixed(unit(per=-1)),
        fixed(unit(per=None)),
        fixed({"measure": "generation", "price": 0.98}),
        fixed(unit(-0.98)),
        fixed(unit("free")),
        fixed(unit(True)),
        fixed(unit(float("inf"))),
        fixed(unit(float("nan"))),
        fixed(unit("1e999999", per="1e-999999")),
        fixed(unit(10**5000)),
        {"kind": "fixed", "currency": "USD", "units": unit()},
        variants(variant(0.5, size="sd"), variant(0.9, size="hd")),
        variants(variant(0.5, unit="second")),
        variants(),
    ],
)
def test_what_can_not_be_quoted_is_not_guessed(pricing):
    assert parse_price(listed(pricing), MODEL) is None


def test_a_model_goes_by_its_aliases_too():
    other = {"id": "runway/gen5", "pricing": fixed(unit(7))}
    payload = listed(fixed(unit()), "runway/gen4_aleph-0801", aliases=["x", MODEL])
    payload["data"].insert(0, other)
    assert parse_price(payload, MODEL) == Price(Decimal("0.98"))


@pytest.mark.parametrize(
    "payload",
    [
        {"object": "list", "data": []},
        listed(fixed(unit()), "runway/gen5"),
        listed(fixed(unit()), "runway/gen5", aliases="runway/gen4_aleph"),
        {"data": ["runway/gen4_aleph", None, {"id": None}]},
    ],
)
def test_a_model_that_is_gone_is_said_so(payload):
    with pytest.raises(ModelGone) as caught:
        parse_price(payload, MODEL)
    assert MODEL in caught.value.failure.message
    assert caught.value.failure.remedy


@pytest.mark.parametrize("payload", [None, [], "x", {}, {"data": None}, {"data": {"id": MODEL}}])
def test_what_is_no_catalogue(payload):
    with pytest.raises(BadAnswer, match="list of models"):
        parse_price(payload, MODEL)


@given(
    JSON
    | JSON.map(listed)
    | JSON.map(lambda units: listed(fixed(units)))
    | st.builds(lambda price, per: listed(fixed(unit(price, per))), JSON, JSON)
)
def test_any_json_is_a_price_none_or_a_known_error(payload):
    try:
        price = parse_price(payload, MODEL)
    except ServiceError:
        return
    assert price is None or price.a_run >= 0


@pytest.mark.asyncio
async def test_the_price_is_asked_for_without_the_key(server, service):
    server.answer(200, json.dumps(listed(fixed(unit()))).encode())
    assert await service.price(MODEL) == Price(Decimal("0.98"))
    (asked,) = server.seen
    assert asked.target == "/v1/models?id=runway%2Fgen4_aleph&include=pricing"
    assert "authorization" not in asked.headers


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("status", "body", "kind"), [(503, b"", ServiceTrouble), (200, b"<html>", BadAnswer)]
)
async def test_an_answer_that_is_none(server, service, status, body, kind):
    server.answer(status, body)
    with pytest.raises(kind):
        await service.price(MODEL)


def test_the_demo_services_catalogue_has_a_price():
    spec = find_model_spec(resource("models"), MODEL)
    assert parse_price(catalogue(spec, MODEL, "pricing"), MODEL) == Price(PRICE)
    assert parse_price(catalogue(spec, MODEL, ""), MODEL) is None
    with pytest.raises(ModelGone):
        parse_price(catalogue(spec, "runway/gen5", "pricing"), "runway/gen5")
