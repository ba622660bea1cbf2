"""The landscape as a canvas: industries as groups, positions as columns, people as cards, payments as arrows."""

from collections.abc import Iterator, Sequence
from heapq import nsmallest

from vault_tools.digests.landscape import IndustryMap, LandscapeView, Person, Position
from vault_tools.language import mark as _
from vault_tools.markdown import Linker, escape
from vault_tools.numbers import number
from vault_tools.sentences import Sentences
from vault_tools.vault.canvas import PREFIX, Arrow, Card, Sheet, key_part

SHOWN = 6
"""So many people have a card at each position: the strongest,"""
STAYING = 12
"""and who has one keeps it while among so many: cards don't come and go with each touch."""

_WIDE, _STEP = 260, 340
_NOTE = (_WIDE, 110)
_HEAD = (_WIDE, 80)
_TOP = 230
_EDGE = 40


def landscape_canvas(data: bytes | None, view: LandscapeView, sentences: Sentences, linker: Linker) -> bytes:
    """The canvas with these bytes (None: a new one), drawn anew. Raises NotOurs."""
    sheet = Sheet(data)
    groups: list[list[Card]] = []
    arrows: list[Arrow] = []
    for one in view.industries:
        if one.positions:
            key = sheet.key_of(PREFIX, one.path)
            groups.append(list(_cards(sheet, key, one, sentences, linker)))
            arrows += _arrows(key, one)
    sheet.draw(groups, arrows)
    return sheet.data()


def _cards(sheet: Sheet, key: str, one: IndustryMap, sentences: Sentences, linker: Linker) -> Iterator[Card]:
    label = sentences.text(_("%(industry)s: each arrow is a payment"), industry=one.industry)
    yield Card(f"{key}-group", "group", label, (2 * _EDGE + _WIDE, _TOP))
    yield Card(key, "file", one.path, _NOTE, (_EDGE, _EDGE))
    for column, spot in enumerate(one.positions):
        place = f"{key}-{key_part(spot.position)}"
        yield Card(f"{place}-head", "text", _headline(spot, sentences), _HEAD, (_EDGE + column * _STEP, _TOP))
        if spot.blank:
            yield Card(
                f"{place}-ask", "text", _asking(spot, sentences, linker), _NOTE, under=f"{place}-head", colour="1"
            )
        for person in _chosen(spot.people, sheet.shown(f"{place}-")):
            yield Card(sheet.key_of(f"{place}-", person.path), "file", person.path, _NOTE, under=f"{place}-head")


def _chosen(people: Sequence[Person], shown: set[str]) -> list[Person]:
    """The strongest, and those shown already who are still among the stronger half as many again."""
    strongest = nsmallest(STAYING, people, key=lambda one: (-one.strength, one.contact, one.path))
    return [one for rank, one in enumerate(strongest) if rank < SHOWN or one.path in shown]


def _headline(spot: Position, sentences: Sentences) -> str:
    count = len(spot.people)
    words = sentences.words.ngettext("%(num)s person", "%(num)s people", count) % {"num": number(count)}
    if spot.blank:
        words = sentences.text(_("nobody yet"))
    elif count > SHOWN:
        words = sentences.text(_("%(people)s, the strongest below"), people=words)
    return f"**{escape(spot.position)}**\n{words}"


def _asking(spot: Position, sentences: Sentences, linker: Linker) -> str:
    if not spot.leads:
        return sentences.text(_("nobody you know stands near it: start from another industry, or from strangers."))
    people = sentences.text(_(", ")).join(linker(one.path, one.contact) for one in spot.leads[:3])
    return sentences.text(_("ask %(people)s."), people=people)


def _arrows(key: str, one: IndustryMap) -> Iterator[Arrow]:
    columns = {spot.position: column for column, spot in enumerate(one.positions)}
    for buyer, seller in one.flows:
        start, end = key_part(buyer), key_part(seller)
        step = columns[seller] - columns[buyer]
        beside = ("left", "right") if step == -1 else ("right", "left")
        sides = beside if abs(step) == 1 else ("top", "top")
        yield Arrow(f"{key}-{start}-{end}", f"{key}-{start}-head", f"{key}-{end}-head", sides)
