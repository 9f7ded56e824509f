"""What all tests share: the servers of `tests/servers/`, and which part of a run a test is in.

`./run test` runs the fast part first, then everything marked `slow`; a `browser` test is slow
by nature. `long` tests run only with `./run test --long`.
"""

import os

import pytest
from hypothesis import settings

# No deadline: a busy machine is not a bug. The long run looks at far more histories.
settings.register_profile("ordinary", deadline=None, print_blob=True)
settings.register_profile("long", settings.get_profile("ordinary"), max_examples=10_000)
settings.load_profile("long" if os.environ.get("SEGUE_TEST_LONG") else "ordinary")

pytest_plugins = [
    "servers.browser",
    "servers.nats",
    "servers.postgres",
    "servers.smtp",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say what follows from the marks and the fixtures, before `-m` looks at them."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures or "chromium" in fixtures:
            item.add_marker(pytest.mark.browser)
        if "postgres_cluster" in fixtures:
            item.add_marker(pytest.mark.postgres)
        if any(item.iter_markers("browser")) or any(item.iter_markers("long")):
            item.add_marker(pytest.mark.slow)
