"""A pytest plugin: each test's rows of the table of faults go into the JUnit report."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before any test: what the marks say, as properties. A row that is named twice counts once."""
    for item in items:
        rows = {mark.args[0] for mark in item.iter_markers("fault")}
        item.user_properties += [("fault", row) for row in sorted(rows)]
