"""Settings of the tests as a whole, and the table of what the tests of promises tried."""

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.figures import FIGURES, LOSSES, table

# A CI run tells whether this change is sound: the same examples for everyone. New examples are looked for at home.
# What may take how long is said in tests of its own, in processor time: by the clock, a busy machine fails what is sound.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("home", deadline=None)
settings.register_profile("long", max_examples=1000, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "home")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Send along with a test's report what it tried: with xdist it ran in another process."""
    FIGURES.clear()
    try:
        return (yield)
    finally:
        item.user_properties += [("figure", (what, times)) for what, times in FIGURES.items()]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counts: Counter[str] = Counter()
    lost = 0
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            figures = [value for name, value in report.user_properties if name == "figure"]
            lost += bool(figures) and outcome == "failed"
            for what, times in figures:
                counts[what] += times
    if counts:
        counts[LOSSES] += lost
        terminalreporter.section("what was tried on the user's data (docs/promises.md)")
        for line in table(counts):
            terminalreporter.line(line)
