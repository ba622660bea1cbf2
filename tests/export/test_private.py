"""No export of any format gives away a private property, of whatever kind of note; without the setting, it is there."""

import sqlite3
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.helpers import context_of
from vault_tools.config import Config
from vault_tools.digests.registry import DIGESTS
from vault_tools.export.calendar import calendar
from vault_tools.export.choice import Filters, choose
from vault_tools.export.database import database
from vault_tools.export.document import as_json
from vault_tools.export.gather import gather
from vault_tools.export.report import report
from vault_tools.export.table import columns, table
from vault_tools.export.vcard import vcards
from vault_tools.language import catalogue
from vault_tools.network.vocabulary import PROPERTIES
from vault_tools.sentences import Sentences

OF_KIND = {
    "contact": {
        "met": "2019-03-07",
        "source": "kqsource",
        "org": "kqorg",
        "role": "kqrole",
        "industry": "kqindustry",
        "position": "kqposition",
        "earns": "kqearns",
        "circles": "[kqcircles]",
        "city": "kqcity",
        "offers": "[kqoffers]",
        "needs": "[kqneeds]",
        "value": "kqvalue",
        "fit": "3.37",
        "future": "4.41",
        "interest": "2.29",
        "screened": "2019-04-08",
        "red_flags": "[kqflags]",
        "cadence": "97d",
        "imported": "2019-05-09",
        "email": "kqemail@example.com",
        "phone": "'+86 138 1357 9246'",
        "wechat": "kqwechat",
        "linkedin": "kqlinkedin",
        "url": "https://kqurl.example",
        "birthday": "1961-11-29",
        "uid": "kquid",
        "tags": "[kqtags]",
        "not_same": "kqnotsame",
        "next": "2026-12-04",
    },
    "meeting": {
        "with": '["[[Li Wei]]", Kqguest]',
        "signals": "[kqsignal]",
        "outcome": "kqoutcome",
        "deal": "kqdeal",
        "uid": "kqmeeting",
        "channel": "kqchannel",
    },
    "deal": {
        "with": '["[[Li Wei]]", Kqpartner]',
        "status": "done",
        "size": "7654321",
        "topic": "kqtopic",
        "revenue": "8765432",
        "red_flags": "[kqbad]",
        "lesson": "kqlesson",
        "started": "2026-01-13",
        "ended": "2026-02-17",
    },
    "resource": {"kind": "tool", "offers": "[kqtool]", "through": "Li Wei", "capacity": "kqcapacity"},
    "lesson": {
        "with": '["[[Li Wei]]", Kqwarned]',
        "red_flags": "[kqpitsign]",
        "cost": "kqcost",
        "rule": "kqrule",
        "deal": "kqcase",
    },
    "industry": {
        "chain": "[kqchain, kqend]",
        "pays": "[kqbuyer -> kqseller]",
        "circles": "[kqroom]",
    },
    "introduction": {
        "between": '["[[Li Wei]]", Kqother]',
        "status": "asked",
        "date": "2026-10-19",
        "need": "kqneed",
        "offer": "kqoffer",
    },
}
PATHS = {
    "contact": "People/Li Wei.md",
    "meeting": "Meetings/2026-11-20 Lunch.md",
    "deal": "Deals/Course.md",
    "resource": "Resources/Room.md",
    "lesson": "Lessons/2026-01-01 Ask.md",
    "industry": "Industries/Training.md",
    "introduction": "Introductions/Two.md",
}
NOTES = {
    PATHS[kind]: "\n".join(["---", *(f"{name}: {value}" for name, value in facts.items()), "---", ""])
    for kind, facts in OF_KIND.items()
}
DUE = {
    "People/Late.md": "---\ncadence: 97d\n---\n## Log\n- 2026-01-05 coffee\n",
    "People/New.md": "---\nimported: 2019-05-09\n---\n",
    "People/Quiet.md": "---\nmet: 2019-03-07\n---\n",
    "Deals/Second.md": "---\nwith: '[[Li Wei]]'\nstatus: done\nsize: 9876543\nstarted: 2026-04-13\nended: 2026-05-17\n---\n",
}
"""Of these the digests and the calendar give reasons: why somebody is due, what a relationship rests on."""

TOLD = {
    "met": ["2019-03-07"],
    "fit": ["3.37"],
    "future": ["4.41"],
    "interest": ["2.29"],
    "screened": ["2019-04-08"],
    "cadence": ["97"],
    "imported": ["2019-05-09"],
    "phone": ["1357"],
    "birthday": ["11-29", "1129", "1961"],
    "size": ["7654321", "7,654,321", "7.7M", "7.65"],
    "revenue": ["8765432", "8,765,432", "8.8M", "8.77"],
    "started": ["2026-01-13"],
    "ended": ["2026-02-17"],
    "pays": ["kqbuyer", "kqseller"],
    "chain": ["kqchain", "kqend"],
}
"""How a value can be told in an export; the others by their words."""

LEAVES_NO_WORD = {"stage", "outlook", "last_contact", "initiated", "response", "status", "kind", "next"}
"""Properties whose values are words of our own or days of which much else is made."""

NOT_PRIVATE = {"name", "aliases", "with", "between", "date"}
"""Without these no export could say what it is about."""


def told(kind: str, name: str) -> list[str]:
    if name in TOLD:
        return [word.casefold() for word in TOLD[name]]
    return [word for word in OF_KIND[kind][name].replace("'", "").strip("[]").casefold().split() if "kq" in word]


NAMES = sorted({(kind, name) for kind, facts in OF_KIND.items() for name in facts} - {
    (kind, name) for kind in OF_KIND for name in (*LEAVES_NO_WORD, *NOT_PRIVATE, "through")
})  # fmt: skip


@cache
def exports(private: tuple[str, ...]) -> Mapping[str, str]:
    """All exports as text, folded in lines undone, in small letters."""
    context = context_of(NOTES | DUE, Config(private=private))
    choice = choose(context, Filters(), private=False)
    document = gather(context, choice)
    connection = sqlite3.connect(":memory:")
    connection.deserialize(database(document))
    made = {
        "json": as_json(document).decode(),
        "csv": table(document.contacts, columns(choice)),
        "vcard": vcards(document.contacts),
        "vcard 3.0": vcards(document.contacts, "3.0"),
        "ics": calendar(context, choice, Sentences(catalogue("en"), context.config)).decode(),
        "sqlite": "\n".join(connection.iterdump()),
        "html": report(context, choice, Path("nowhere"), "en", tuple(DIGESTS)),
    }
    return {kind: text.replace("\r\n ", "").casefold() for kind, text in made.items()}


@pytest.mark.parametrize(("kind", "name"), NAMES)
def test_a_private_property_is_in_no_export(kind: str, name: str) -> None:
    words = told(kind, name)
    assert words
    assert any(word in exports(())["json"] for word in words)
    for way, text in exports((name,)).items():
        found = [word for word in words if word in _without_its_name(text, name)]
        assert not found, f"{way}: {found}"


def _without_its_name(text: str, name: str) -> str:
    """The export without what only names the property."""
    return text.replace(f'"{name}"', "")


@pytest.mark.parametrize(("name", "word"), [("cadence", "97 days"), ("imported", "2019-05-09"), ("met", "2019-03-07")])
@pytest.mark.parametrize("way", ["ics", "html"])
def test_the_reason_is_given_where_it_is_not_private(name: str, word: str, way: str) -> None:
    assert word in exports(())[way].replace("\\", "")
    assert word not in exports((name,))[way]


@pytest.mark.parametrize(("name", "word"), [("size", "9,876,543"), ("met", "known for 8 years")])
def test_what_a_relationship_rests_on_is_told_where_it_is_not_private(name: str, word: str) -> None:
    assert word in exports(())["html"]
    assert word not in exports((name,))["html"]


def test_every_property_is_tried() -> None:
    tried = {name for facts in OF_KIND.values() for name in facts}
    assert {name for names in PROPERTIES.values() for name in names} - tried <= LEAVES_NO_WORD | NOT_PRIVATE
