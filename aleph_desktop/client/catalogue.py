"""The answer about a model: whether it is served, and what a run costs."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from aleph_desktop.client.errors import BadAnswer, ModelGone
from aleph_desktop.domain.price import Price

_A_RUN = ("generation", "request", "run", "video")  # what one submit makes one of
_MOST = Decimal(10**12)  # USD, or units; a larger figure is no figure
_LEAST = Decimal("1e-12")  # of units


def parse_price(payload: object, model_id: str) -> Price | None:
    """What a run of a model costs; None where the catalogue gives no figure for it.

    Raises ModelGone where the model isn't served, BadAnswer for what is no catalogue.
    """
    rows = payload.get("data") if isinstance(payload, Mapping) else None
    if not isinstance(rows, list):
        raise _bad("It is no list of models.")
    model = next((row for row in rows if _is_model(row, model_id)), None)
    if model is None:
        raise ModelGone(
            "The service doesn't offer this model",
            f"{model_id} is not among the models that it lists.",
            "Choose another model, or look at the service's site for what became of it.",
        )
    pricing = model.get("pricing")
    if not isinstance(pricing, Mapping) or pricing.get("currency") != "USD":
        return None
    match pricing.get("kind"):
        case "fixed":
            return _one(pricing.get("units"), "measure")
        case "variants":
            return _one(pricing.get("variants"), "unit")
    return None  # "variable" can't be quoted, and a word that is new can't either


def _is_model(row: object, model_id: str) -> bool:
    if not isinstance(row, Mapping):
        return False
    aliases = row.get("aliases")
    return row.get("id") == model_id or (isinstance(aliases, list) and model_id in aliases)


def _one(charges: object, measure: str) -> Price | None:
    """The price of a run where all charges agree on it: which of several holds isn't known here.

    Charges by the second, the token or anything but the run can't be quoted before it.
    """
    if not isinstance(charges, list) or not charges:
        return None
    found = {_a_run(charge, measure) for charge in charges}
    figure = found.pop()
    return None if found or figure is None else Price(figure)


def _a_run(charge: object, measure: str) -> Decimal | None:
    """USD; None where it isn't said, or makes no sense."""
    if not isinstance(charge, Mapping) or charge.get(measure) not in _A_RUN:
        return None
    price, per = _figure(charge.get("price")), _figure(charge.get("per"))
    return None if price is None or per is None or per < _LEAST else price / per


def _figure(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        figure = Decimal(str(value)[:40])
    except (InvalidOperation, ValueError):  # ValueError: an integer of thousands of digits
        return None
    return figure if figure.is_finite() and 0 <= figure < _MOST else None


def _bad(why: str) -> BadAnswer:
    return BadAnswer(
        "The list of models can't be read",
        f"The service answered with something that this app doesn't understand. {why}",
        "This may pass. If it doesn't, look for a newer version of the app.",
    )
