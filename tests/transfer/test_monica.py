"""What an export of Monica 4 comes to."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import TODAY
from vault_tools.transfer.arrivals import Extra, Options, Reading
from vault_tools.transfer.sources import ImportRefused, read_all


def values(kind: str, *found: Any) -> dict[str, Any]:
    return {"type": kind, "count": len(found), "values": list(found)}


def entry(**facts: Any) -> dict[str, Any]:
    return {"created_at": "2026-01-01T00:00:00Z", "properties": facts}


def special(date: str, *, year_unknown: bool = False, age: bool = False) -> dict[str, Any]:
    return {"date": f"{date}T00:00:00.000000Z", "is_year_unknown": year_unknown, "is_age_based": age}


EVE = {
    "uuid": "c1",
    "properties": {
        "first_name": "Eve",
        "last_name": "Moon",
        "nickname": "E",
        "company": "Lunar",
        "job": "CFO",
        "tags": ["vip"],
        "birthdate": special("1980-05-17", year_unknown=True),
        "first_met_date": special("2020-01-02"),
        "first_met_through": "c2",
        "description": "tall",
        "is_partial": False,
    },
    "data": [
        values("contact_field", entry(data="eve@moon.example", type="f1"), entry(data="@eve", type="f2")),
        values("address", entry(street="Ring 1", city="Graz", country="AT")),
        values("call", entry(called_at="2026-02-01T10:00:00Z", content="asked for a quote", contact_called=True)),
        values("conversation", entry(happened_at="2026-02-03T00:00:00Z",
               messages=[entry(content="hello", written_by_me=True), entry(content="hi", written_by_me=False)])),
        values("activity", "a1"),
        values("note", entry(body="likes tea")),
        values("task", entry(title="send book", completed=False)),
        values("photo", "p1"),
    ],
}  # fmt: skip
LI = {
    "uuid": "c2",
    "properties": {"first_name": "伟", "last_name": "李"},
    "data": [values("activity", "a1")],
}
CHILD = {"uuid": "c3", "properties": {"first_name": "Kid", "is_partial": True}}
DOCUMENT = {
    "version": "1.0-preview.1",
    "app_version": "4.0.0",
    "export_date": "2026-11-01T00:00:00Z",
    "account": {
        "uuid": "acc",
        "data": [
            values("contact", EVE, LI, CHILD, {"uuid": "c4", "properties": {}}),
            values(
                "activity",
                {"uuid": "a1", **entry(summary="Dinner", description="we talked", happened_at="2026-03-03")},
            ),
            values("relationship", entry(type="partner")),
        ],
        "instance": {
            "contact_field_types": [
                {"uuid": "f1", **entry(name="Email", type="email")},
                {"uuid": "f2", **entry(name="Twitter", type=None)},
            ]
        },
    },
}


def reading(tmp_path: Path, document: Any = DOCUMENT, form: str = "") -> Reading:
    (tmp_path / "export.json").write_text(json.dumps(document), encoding="utf-8")
    return read_all([str(tmp_path / "export.json")], Options(today=TODAY), form)


def test_people_with_all_that_is_known_of_them(tmp_path: Path) -> None:
    eve, li = reading(tmp_path).arrivals
    card = eve.card
    assert (card.name, card.aliases, card.org, card.role, card.city) == ("Eve Moon", ("E",), "Lunar", "CFO", "Graz")
    assert (card.email, card.birthday, str(card.met), card.source) == (
        ("eve@moon.example",),
        "05-17",
        "2020-01-02",
        "李伟",
    )
    assert (eve.ids, card.tags, li.card.name) == (("monica:c1",), ("vip",), "李伟")
    assert set(eve.extras) == {
        Extra("Twitter", "@eve"),
        Extra("description", "tall"),
        Extra("ADR", "Ring 1, Graz, AT"),
        Extra("NOTE", "likes tea"),
        Extra("task", "send book"),
    }


def test_what_happened(tmp_path: Path) -> None:
    call, talk, dinner = reading(tmp_path).happenings
    assert (call.channel, call.initiated, call.title, call.logged) == ("call", "them", "asked for a quote", True)
    assert (talk.channel, talk.initiated, talk.title, talk.logged) == ("message", "", "hello / hi", True)
    assert (dinner.id, str(dinner.day), dinner.title, dinner.logged) == ("monica:a1", "2026-03-03", "Dinner", False)
    assert dinner.people == (("Eve Moon", "monica:c1"), ("李伟", "monica:c2"))


def test_what_is_not_taken_is_said(tmp_path: Path) -> None:
    read = reading(tmp_path)
    assert read.skipped == {"people who are only somebody's relatives": 1, "relationship": 1, "photo": 1}
    assert [(lost.where, lost.what) for lost in read.lost] == [("4", "c4")]


@pytest.mark.parametrize("document", [[], {"account": 3}, {"account": {"data": [{"values": 3}, 3]}}, {"x": 1}, None])
def test_what_is_no_export_makes_nobody(tmp_path: Path, document: Any) -> None:
    with suppress(ImportRefused):
        assert reading(tmp_path, document, "monica").arrivals == []


def test_facts_that_no_property_holds_are_kept_or_counted(tmp_path: Path) -> None:
    facts = {
        "first_name": "Eve",
        "gender": "g1",
        "is_starred": True,
        "is_dead": False,
        "deceased_date": special("2024-05-06"),
        "first_met_where": "the fair",
        "number_of_views": 9,
        "birthdate": special("1980-01-01", age=True),
    }
    gift = entry(name="Book", status="idea", amount="20", completed=True)
    document = {
        "app_version": "4",
        "account": {
            "data": [values("contact", {"uuid": "c", "properties": facts, "data": [values("gift", gift)]})],
            "instance": {"genders": [{"uuid": "g1", **entry(name="Woman")}]},
        },
    }
    read = reading(tmp_path, document, "monica")
    assert {(extra.label, extra.text) for extra in read.arrivals[0].extras} == {
        ("gender", "Woman"),
        ("birthdate", "about 1980"),
        ("is_starred", "yes"),
        ("deceased_date", "2024-05-06"),
        ("first_met_where", "the fair"),
        ("gift", "Book — status: idea — amount: 20"),
    }
    assert read.skipped == {"number_of_views": 1}
