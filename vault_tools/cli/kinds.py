"""The options of `new` for every kind but contacts → the new note's properties."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from vault_tools.cli.common import Misuse
from vault_tools.cli.touches import attempt_of, chosen, following_day, people_of
from vault_tools.cli.writing import Desk
from vault_tools.creating import Fact, parts_of
from vault_tools.errors import LookupFailed
from vault_tools.introducing import new_introduction
from vault_tools.language import mark as _
from vault_tools.lookup import look_up
from vault_tools.network.values import money
from vault_tools.network.vocabulary import (
    CHANNELS,
    DEAL_STATUSES,
    INITIATED,
    INTRODUCTION_STATUSES,
    RESOURCE_KINDS,
    RESPONSES,
    in_language,
)

if TYPE_CHECKING:
    from vault_tools.changes import Edit

_NAMES_SHOWN = 3
_ARROW = re.compile(r"\s*(?:->|→|=>|➜)\s*")


def meeting(desk: Desk, names: tuple[str, ...], **given: Any) -> "tuple[list[Edit], str]":
    """The edits that make a meeting's note, and one for whoever in it has none if that is wanted; and its title."""
    day = desk.day(given["when"], past=True)
    people, edits = people_of(desk, names, day, make=given["make"])
    lang = desk.maker.habits("meeting").lang
    response = attempt_of(given)
    following = following_day(desk, given["following"], day)
    shown = [one.name for one in people[:_NAMES_SHOWN]] + ["…"] * (len(people) > _NAMES_SHOWN)
    title = f"{day} {given['title'].strip() or ('、' if lang == 'zh' else ', ').join(shown)}"
    facts: dict[str, Fact] = {
        "date": day,
        "with": tuple(desk.link(one.path, one.name) for one in people),
        "channel": in_language(CHANNELS, given["channel"].strip(), lang),
        "initiated": in_language(INITIATED, "them", lang) if given["they"] else "",
        "response": in_language(RESPONSES, response, lang) if response else "",
        "signals": tuple(signal.strip() for signal in given["signals"]),
        "next": following or "",
        "outcome": given["outcome"].strip(),
        "deal": _link_to(desk, "deal", given["deal"]),
    }
    edit = desk.maker.note("meeting", title, facts, given["note"], number=True)
    return [*edits, edit], title


def deal(desk: Desk, people: Iterable[str], **given: Any) -> Mapping[str, Fact]:
    """A deal's properties. Says what to be careful of while it can still be got out of."""
    lang = desk.maker.habits("deal").lang
    called = [desk.who(name) for name in people]
    status, size = chosen("--status", DEAL_STATUSES, given["status"]), _amount("--size", given["size"])
    if not given["ended"] and status in ("idea", "proposed", "active"):
        _warn(desk, [one.path for one in called], parts_of(given["red_flags"]), money(given["size"]))
    return {
        "with": tuple(dict.fromkeys(desk.link(one.path, one.name) for one in called)),
        "status": in_language(DEAL_STATUSES, status, lang),
        "size": size,
        "revenue": _amount("--revenue", given["revenue"]),
        "started": desk.day(given["started"], past=True) if given["started"] else "",
        "ended": desk.day(given["ended"], past=True) if given["ended"] else "",
        "topic": given["topic"].strip(),
        "red_flags": parts_of(given["red_flags"]),
        "lesson": _link_to(desk, "lesson", given["lesson"]),
    }


def _warn(desk: Desk, people: Sequence[str], red_flags: Iterable[str], size: float | None) -> None:
    """Tell, before a deal is written down, which old pits it shows and whether it is large for a first one."""
    from vault_tools.cli.reading import renderer_for
    from vault_tools.digests.caution import caution

    found = caution(desk.workspace.context(), people, red_flags, size)
    for line in renderer_for(desk.workspace).terminal("caution", found).splitlines():
        desk.remark(line.replace("**", ""))


def resource(desk: Desk, kind: str, offers: Iterable[str], through: str, capacity: str) -> Mapping[str, Fact]:
    """A resource's properties."""
    lang = desk.maker.habits("resource").lang
    word = in_language(RESOURCE_KINDS, chosen("--kind", RESOURCE_KINDS, kind), lang) if kind else ""
    owner = _links(desk, [through])[0] if through else ""
    return {"kind": word, "offers": parts_of(offers), "through": owner, "capacity": capacity.strip()}


def lesson(desk: Desk, day: date, people: Iterable[str], **given: Any) -> Mapping[str, Fact]:
    """A lesson's properties."""
    cost = given["cost"].strip()
    return {
        "date": day,
        "with": _links(desk, people),
        "red_flags": parts_of(given["red_flags"]),
        "cost": _amount("--cost", cost) if money(cost) is not None else cost,
        "rule": given["rule"].strip(),
        "deal": _link_to(desk, "deal", given["deal"]),
    }


def industry(chain: Iterable[str], pays: Iterable[str], circles: Iterable[str]) -> Mapping[str, Fact]:
    """An industry's properties. Raises Misuse."""
    flows = []
    for flow in pays:
        ends = _ARROW.split(flow.strip())
        if len(ends) != 2 or not all(ends):
            raise Misuse(_('--pays: “%(flow)s” is not of the form "buyer -> seller"'), flow=flow)
        flows.append(" -> ".join(ends))
    positions = parts_of(_ARROW.sub(",", one) for one in chain)
    return {"chain": positions, "pays": tuple(flows), "circles": parts_of(circles)}


def introduction(desk: Desk, one: str, other: str, note: str, **given: Any) -> "tuple[Edit, str]":
    """The edit that makes an introduction's note, and its title. Raises Misuse."""
    people = [desk.who(one), desk.who(other)]
    if people[0] == people[1]:
        told = _("“%(one)s” and “%(other)s” are the same person: %(path)s")
        raise Misuse(told, one=one, other=other, path=people[0].path)
    return new_introduction(
        desk.maker,
        [(desk.link(person.path, person.name), person.name) for person in people],
        chosen("--status", INTRODUCTION_STATUSES, given["status"]),
        desk.day(given["when"], past=True),
        need=given["need"].strip(),
        offer=given["offer"].strip(),
        text=note,
    )


def _links(desk: Desk, names: Iterable[str]) -> tuple[str, ...]:
    people = [desk.who(name) for name in names]
    return tuple(dict.fromkeys(desk.link(one.path, one.name) for one in people))


def _link_to(desk: Desk, kind: str, name: str) -> str:
    """A link to the note of a kind that `name` means; nothing for no name. Raises LookupFailed."""
    if not name:
        return ""
    match = look_up(desk.notes(kind), name)
    if len(match.contacts) != 1:
        shown = "; ".join(one.path for one in match.contacts)
        if shown:
            raise LookupFailed(_("“%(name)s” may be any of: %(names)s — name one by its path"), name=name, names=shown)
        raise LookupFailed(_("no %(kind)s is called “%(name)s”"), kind=kind, name=name)
    return desk.link(match.contacts[0].path)


def _amount(option: str, text: str) -> Fact:
    """An amount of money; nothing for no text. Raises Misuse."""
    if not text.strip():
        return ""
    number = money(text)
    if number is None:
        raise Misuse(_("%(option)s: “%(text)s” is no amount; write 12000, 1.2w or 3k"), option=option, text=text)
    return int(number) if number == int(number) else number
