"""No file, however broken, ends a reader with more than a sentence; and what it read makes notes that mean no more than
they say, however odd its words."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import fuzz_imports
from tests.helpers import TODAY, record_of, write_vault
from vault_tools.changes import carry_out
from vault_tools.creating import Card, Maker
from vault_tools.errors import VaultToolsError
from vault_tools.network.records import ContactNote, MeetingNote
from vault_tools.transfer.arrivals import Arrival, Extra, Happening, Options
from vault_tools.transfer.chronicle import Chronicler
from vault_tools.transfer.happenings import plan_happenings
from vault_tools.transfer.known import Known
from vault_tools.transfer.notes import edits_of
from vault_tools.transfer.plan import one_line, plan
from vault_tools.transfer.sources import SOURCES, read_all
from vault_tools.transfer.text import text_of
from vault_tools.workspace import Workspace

SEEDS = [data for seeds in fuzz_imports.SEEDS.values() for data in seeds]
PIECES = st.sampled_from(fuzz_imports.PIECES) | st.binary(max_size=6)
CHANGES = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 12), PIECES), max_size=8)
WORDS = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    [
        "---",
        "```",
        "<!--",
        "%%",
        "## Log\n- 2026-01-01 coffee",
        "- [ ] do",
        "[signal:: x]",
        "a:: b",
        "> q",
        "[[x]]",
        "~~~",
    ]
)


@pytest.mark.parametrize("form", SOURCES)
@given(data=st.sampled_from(SEEDS), changes=CHANGES, photos=st.booleans())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_reader_raises_more_than_a_sentence(
    form: str, data: bytes, changes: list[tuple[int, int, bytes]], photos: bool
) -> None:
    for at, length, piece in changes:
        at %= len(data) + 1
        data = data[:at] + piece + data[at + length :]
    with tempfile.NamedTemporaryFile(suffix=".x") as file:
        file.write(data)
        file.flush()
        try:
            reading = read_all([file.name], Options(today=TODAY, photos=photos, me=("me@mine.example",)), form)
        except VaultToolsError:
            return
    assert all(arrival.card.name.strip() for arrival in reading.arrivals)
    assert all(one.day <= date.max and isinstance(one.title, str) for one in reading.happenings)
    assert all(arrival.card.met is None or arrival.card.met.first < date.max for arrival in reading.arrivals)


@given(data=st.binary(max_size=400))
def test_any_bytes_are_some_text(data: bytes) -> None:
    text_of(data)


@given(name=WORDS, org=WORDS, email=WORDS, extras=st.lists(st.tuples(WORDS, WORDS), max_size=4), uid=WORDS)
@settings(max_examples=120, deadline=None)
def test_a_note_means_no_more_than_the_card_says(
    name: str, org: str, email: str, extras: list[tuple[str, str]], uid: str
) -> None:
    card = Card(name=name.strip() or "x", org=org.strip(), email=(email,), imported=TODAY)
    arrival = Arrival(
        card=card, where="1", ids=(uid,), extras=tuple(Extra(label or "x", text) for label, text in extras)
    )
    with tempfile.TemporaryDirectory() as folder:
        vault = write_vault(Path(folder), {})
        for _time in range(2):
            workspace = Workspace(vault, today=TODAY)
            try:
                rows = plan([arrival], Known(workspace.network.contacts))
                changes = carry_out(vault, "import", edits_of(rows, Maker(workspace), vault, lambda done, of: None))
            finally:
                workspace.close()
        assert changes == [] or rows[0].state == "left-out", changes
        for path in (vault / "People").glob("*.md"):
            record = record_of(f"People/{path.name}", path.read_bytes())
            assert isinstance(record, ContactNote)
            assert (record.readable, record.log, record.promises, record.signals) == (True, [], [], [])
            assert record.org == one_line(org)


@given(
    title=WORDS,
    said=WORDS,
    other=WORDS,
    uid=WORDS.filter(str.strip),
    channel=st.sampled_from(["", "email", "meal"]),
    response=st.sampled_from(["", "none"]),
)
@settings(max_examples=120, deadline=None)
def test_a_meeting_and_a_log_line_mean_no_more_than_they_say(
    title: str, said: str, other: str, uid: str, channel: str, response: str
) -> None:
    people = (("Li Wei", ""), (other, "x@x.example"))
    meeting = Happening(
        id=uid, day=TODAY, title=title, channel=channel, people=people, response=response, extras=(Extra("NOTE", said),)
    )
    line = Happening(
        id="l", day=date(2026, 1, 2), title=title, channel="email", people=people, response=response, logged=True
    )
    with tempfile.TemporaryDirectory() as folder:
        vault = write_vault(Path(folder), {"People/Li Wei.md": "---\norg: x\n---\n"})
        for _time in range(2):
            workspace = Workspace(vault, today=TODAY)
            try:
                network = workspace.network
                outcome = plan_happenings([meeting, line], Known(network.contacts), network, TODAY)
                edits = Chronicler(Maker(workspace), []).edits(outcome, lambda done, of: None)
                changes = carry_out(vault, "import", edits)
            finally:
                workspace.close()
        assert changes == [] or outcome.meetings[0].state == "left-out", changes
        for path in (vault / "Meetings").glob("*.md"):
            record = record_of(f"Meetings/{path.name}", path.read_bytes())
            assert isinstance(record, MeetingNote)
            assert ([ref.name for ref in record.people], record.date) == (["Li Wei"], TODAY)
            assert (record.promises, record.signals, record.findings) == ([], [], [])
            assert record.response == (response or "yes")
        contact = record_of("People/Li Wei.md", (vault / "People/Li Wei.md").read_bytes())
        assert isinstance(contact, ContactNote)
        assert [(one.date, one.channel, one.response) for one in contact.log] == [
            (date(2026, 1, 2), "email", response or "yes")
        ]
        assert (contact.promises, contact.signals) == ([], [])
