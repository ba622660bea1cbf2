"""Introductions as they are noted and moved on: a new note for a pair, the next status of one that there is."""

from collections.abc import Mapping, Sequence
from datetime import date

from vault_tools.changes import Edit
from vault_tools.creating import Fact, Maker
from vault_tools.language import catalogue
from vault_tools.language import mark as _
from vault_tools.network.vocabulary import INTRODUCTION_STATUSES, in_language
from vault_tools.scribe import Scribe

PAIR = _("%(one)s and %(other)s")

FOLLOWING: Mapping[str, str] = {"": "asked", "idea": "asked", "asked": "made", "made": "met", "met": "worked"}
"""By an introduction's status, the next one."""


def new_introduction(
    maker: Maker,
    people: Sequence[tuple[str, str]],
    status: str,
    day: date,
    *,
    need: str = "",
    offer: str = "",
    text: str = "",
) -> tuple[Edit, str]:
    """The edit that makes the note of an introduction between two `people`, as (link, name), and its title."""
    lang = maker.habits("introduction").lang
    title = catalogue(lang).gettext(PAIR) % {"one": people[0][1], "other": people[1][1]}
    facts: dict[str, Fact] = {
        "between": tuple(link for link, _name in people),
        "status": in_language(INTRODUCTION_STATUSES, status, lang),
        "date": day,
        "need": need,
        "offer": offer,
    }
    return maker.note("introduction", title, facts, text, number=True), title


def move_on(scribe: Scribe, path: str, status: str) -> Edit:
    """The introduction's note at `path` at another status."""
    return scribe.state(path, "status", status, kind="introduction", table=INTRODUCTION_STATUSES)
