"""The one model that the app ships."""

import pytest

from aleph_desktop.domain.model_spec import ModelSpec, find_model_spec
from aleph_desktop.resources import resource


@pytest.fixture(scope="session")
def aleph() -> ModelSpec:
    return find_model_spec(resource("models"), "runway/gen4_aleph")
