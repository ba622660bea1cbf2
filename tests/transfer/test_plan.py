"""Who is whom, and what becomes of each."""

from typing import Any

import pytest

from tests.helpers import network_of
from vault_tools.creating import Card
from vault_tools.dates.partial import parse_partial
from vault_tools.transfer.arrivals import Arrival, Extra
from vault_tools.transfer.known import Known
from vault_tools.transfer.plan import Change, Row, plan

LI = (
    "---\norg: Star\nemail: Li@star.com\nphone: '+86 139 1234 5678'\nuid: u-li\nbirthday: 1980-05-17\n---\n"
    "## Log\n- 2024-03-01 coffee\n"
)
NOTES = {
    "People/Li Wei.md": LI,
    "People/张三.md": "---\norg: 星木\n---\n",
    "People/Max.md": "---\nphone: '010 5555 1234'\n---\n",
    "People/Ines.md": "---\norg: Firm\nlinkedin: https://www.linkedin.com/in/ines\n---\n",
    "People/Office A.md": "---\nemail: info@firm.com\n---\n",
}


def arrival(name: str, ids: tuple[str, ...] = (), extras: tuple[Extra, ...] = (), **facts: Any) -> Arrival:
    return Arrival(card=Card(name=name, **facts), where="1", ids=ids, extras=extras)


def rows(*arrivals: Arrival, notes: dict[str, str] = NOTES, **more: Any) -> list[Row]:
    return plan(arrivals, Known(network_of(notes).contacts, "CN"), **more)


@pytest.mark.parametrize(
    ("coming", "state", "path"),
    [
        (arrival("Someone", ids=("u-li",)), "updated", "People/Li Wei.md"),
        (arrival("Vivian", email=("li+news@STAR.com",)), "updated", "People/Li Wei.md"),
        (arrival("Wei Li", phone=("13912345678",)), "updated", "People/Li Wei.md"),
        (arrival("Li Wei", phone=("0086-139-1234-5678",)), "same", "People/Li Wei.md"),
        (arrival("Bob Stone", phone=("139 1234 5678",)), "double", "People/Li Wei.md"),
        (arrival("li  wei", org="STAR"), "same", "People/Li Wei.md"),
        (arrival("Li Wei"), "double", "People/Li Wei.md"),
        (arrival("Li Wei", org="Star", ids=("u-other",)), "double", "People/Li Wei.md"),
        (arrival("Li Wei", org="Moon", email=("x@moon.com",)), "new", ""),
        (arrival("Zhang San", org="Other"), "double", "People/张三.md"),
        (arrival("San Zhang", org="Other"), "double", "People/张三.md"),
        (arrival("章三", org="Other"), "new", ""),
        (arrival("Ines", linkedin="http://linkedin.com/in/Ines/?x=1"), "same", "People/Ines.md"),
        (arrival("Ines", org="Firm", linkedin="https://linkedin.com/in/ines-2"), "double", "People/Ines.md"),
        (arrival("Ines", org="Bank", linkedin="https://linkedin.com/in/ines-2"), "new", ""),
        (arrival("Office B", email=("info@firm.com",)), "updated", "People/Office A.md"),
        (arrival("Karl Gruber", email=("info@firm.com",)), "double", "People/Office A.md"),
        (arrival("Nobody known"), "new", ""),
    ],
)
def test_who_it_is(coming: Arrival, state: str, path: str) -> None:
    [row] = rows(coming)
    assert (row.state, row.held.path) == (state, path), row


def test_a_value_that_is_there_is_never_replaced() -> None:
    coming = arrival(
        "Li Wei", org="Moon", role="CFO", email=("li@star.com", "new@x.com"), birthday="05-18", ids=("u-li",)
    )
    [row] = rows(coming)
    assert row.changes == [
        Change("org", ("Moon",), present="Star"),
        Change("role", ("CFO",)),
        Change("birthday", ("05-18",), present="1980-05-17"),
        Change("email", ("new@x.com",)),
    ]


def test_when_somebody_was_met_never_comes_after_what_happened_with_them() -> None:
    late, early = (arrival("Li Wei", ids=("u-li",), met=parse_partial(day)) for day in ("2025-01-01", "2023-01-01"))
    assert rows(late)[0].changes == []
    assert rows(early)[0].changes == [Change("met", ("2023-01-01",))]


def test_one_who_stands_twice_in_a_file_gets_one_note_with_all() -> None:
    twice = rows(
        arrival("Ann Lee", email=("ann@x.com",), extras=(Extra("A", "1"),)),
        arrival("Ann Lee", email=("ann@x.com",), phone=("13900000001",), extras=(Extra("B", "2"),)),
        notes={},
    )
    assert [row.state for row in twice] == ["new", "updated"]
    assert twice[0].held is twice[1].held
    assert twice[0].held.card.phone == ("13900000001",)
    assert twice[0].held.extras == [Extra("A", "1"), Extra("B", "2")]


def test_doubles_as_one_says() -> None:
    coming = arrival("Li Wei")
    assert [rows(coming, doubles=answer)[0].state for answer in ("skip", "new", "same")] == ["double", "new", "same"]
    assert rows(coming, coming, answers={1: "new"})[1].state == "new"


def test_a_note_that_can_not_be_read_is_left_out() -> None:
    notes = {"People/A.md": "---\nemail: a@x.com\nb: [\n---\n"}
    coming = arrival("A", email=("a@x.com",))
    assert [rows(coming, notes=notes, doubles=answer)[0].state for answer in ("skip", "same")] == ["double", "left-out"]
