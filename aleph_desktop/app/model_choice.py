"""Which model a run without a window is for."""

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.domain.model_spec import ModelSpec, find_model_spec
from aleph_desktop.resources import resource
from aleph_desktop.settings.preferences import Preferences


def model_of(arguments: Arguments, preferences: Preferences | None = None) -> ModelSpec:
    """The model asked for, else the preferred one. Raises KnownError for an unknown one."""
    chosen = arguments.model or (preferences or Preferences()).model_id
    return find_model_spec(resource("models"), chosen)
