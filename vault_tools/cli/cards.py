"""Business cards → new contacts: lines taken apart, options that hold for all of them, those known already left out."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from vault_tools.cli.common import Misuse
from vault_tools.cli.touches import separated
from vault_tools.cli.writing import Desk
from vault_tools.creating import Card, NoteExists, parts_of
from vault_tools.dates.birthday import parse_birthday
from vault_tools.dates.partial import BadDate, PartialDate, parse_partial
from vault_tools.language import mark as _
from vault_tools.lookup import look_up
from vault_tools.network.model import Called
from vault_tools.network.vocabulary import Vocabulary
from vault_tools.vault.links import fold

if TYPE_CHECKING:
    from vault_tools.changes import Edit

NEARLY = 88
"""rapidfuzz's ratio (0 to 100) from which two names may be one person's."""

_BULLET = re.compile(r"\s*(?:[-*•·]|\d{1,3}[.)、])\s+")
_EMAIL = re.compile(r"[^\s@<>:]+@[^\s@<>]+\.[^\s@<>]+")
_ADDRESSED = re.compile(rf"(.*?)\s*<({_EMAIL.pattern})>")
_PHONE = re.compile(r"\+?[\d\s()./-]{6,}")
_URL = re.compile(r"(?:https?://|www\.)\S+|(?:\w+\.)?linkedin\.com/\S+", re.IGNORECASE)
_LABELLED = re.compile(r"([^:：]+?)\s*[:：]\s*(\S.*)")
_IN_ORDER = ("name", "org", "role")


def cards_from(lines: Iterable[str], desk: Desk, common: Card) -> Iterator[Card]:
    """A card for each line that is not empty; `common` holds for all, a line's own words count before it."""
    for line in lines:
        if line.strip():
            yield card_from(line, common, desk)


def card_from(line: str, common: Card, desk: Desk) -> Card:
    """`Name, Org, Role`, and anywhere behind the name e-mail, telephone, web address, date, `property: value`; what is
    left is a note. Raises Misuse for a line without a name."""
    facts: dict[str, Any] = {}
    places = list(_IN_ORDER)
    left = []
    for part in _parts(line):
        name, value = ("name", part) if "name" in places else _recognised(part, desk.scribe.vocabulary)
        if name is None and places:
            name = places[0]
        if name in places:
            places.remove(name)
        if name is None:
            left.append(value)
        elif value:
            facts |= _fact(name, value, facts, desk)
    if not facts.get("name"):
        raise Misuse(_("“%(line)s” begins with no name"), line=line.strip())
    facts["note"] = ", ".join(filter(None, left))
    return with_facts(common, facts)


def with_facts(card: Card, facts: dict[str, Any]) -> Card:
    """The card with these facts where they say anything; lists are joined."""
    for key, value in facts.items():
        if value in ("", (), None):
            continue
        if isinstance(value, tuple):
            value = tuple(dict.fromkeys((*getattr(card, key), *value)))
        card = msgspec.structs.replace(card, **{key: value})
    return card


def met_day(desk: Desk, text: str) -> PartialDate:
    """When somebody was met: a day, or a month or a year. Raises Misuse."""
    with suppress(BadDate):
        return parse_partial(text)
    return PartialDate(desk.day(text, past=True))


def birthday(text: str) -> str:
    """A birthday as it was written. Raises Misuse."""
    try:
        parse_birthday(text)
    except BadDate as error:
        told = _("can't read “%(text)s” as a birthday; write 1980-05-17, 05-17 or lunar 08-15")
        raise Misuse(told, text=text) from error
    return text.strip()


def brought_by(desk: Desk, name: str) -> str:
    """The `source` that `--by` means: a link, if it is a contact. Raises LookupFailed if it may be several."""
    match = look_up(desk.people, name)
    inside_a_word = (
        match.how == "part" and name.isascii() and not any(_begins_a_word(name, one) for one in match.contacts)
    )
    if match.how in ("none", "similar") or inside_a_word:
        desk.tell(_("%(name)s: there is no such contact, so `source` is text"), name=name)
        return name.strip()
    contact = desk.who(name)
    return desk.link(contact.path, contact.name)


def _begins_a_word(part: str, contact: Called) -> bool:
    """Whether a word of the contact's names begins so: `HR` is not meant by Christina."""
    pattern = rf"\b{re.escape(fold(part.strip()))}"
    return any(re.search(pattern, fold(name)) for name in (contact.name, *contact.aliases))


def make_contacts(desk: Desk, cards: Iterable[Card]) -> "tuple[list[Edit], int]":
    """The edits that make a note for each, and how many were left out because there is such a note."""
    names = _Names(desk.people.values())
    edits, skipped = [], 0
    for card in cards:
        known = names.same(card.name)
        try:
            if known:
                raise NoteExists(f"{known.path}: there is such a note already")
            path, edit = desk.maker.contact(card)
        except NoteExists:
            told = _(
                "%(name)s: skipped, %(path)s is there already — is it somebody else, "
                'write the name with something to tell them apart, e.g. "%(name)s (%(org)s)"'
            )
            path = known.path if known else f"{card.name}.md"
            desk.tell(told, name=card.name, path=path, org=card.org or "Hangzhou")
            skipped += 1
            continue
        for other, why in names.alike(card.name):
            told = _("%(name)s: may be %(other)s (%(path)s), %(why)s")
            desk.tell(told, name=card.name, other=other.name, path=other.path, why=desk.settings.words.gettext(why))
        names.add(Called(path, card.name, card.aliases))
        edits.append(edit)
    return edits, skipped


class _Names:
    """The names there are, to tell doubles by."""

    def __init__(self, people: Iterable[Called]) -> None:
        self._same: dict[str, Called] = {}
        self._aliases: dict[str, Called] = {}
        for one in people:
            self.add(one)

    def add(self, one: Called) -> None:
        for name in (one.name, one.path.rpartition("/")[2].removesuffix(".md")):
            self._same.setdefault(fold(name), one)
        for alias in one.aliases:
            self._aliases.setdefault(fold(alias), one)

    def same(self, name: str) -> Called | None:
        return self._same.get(fold(" ".join(name.split())))

    def alike(self, name: str) -> list[tuple[Called, str]]:
        """Those who may be the same person, and why: at most three."""
        folded = fold(" ".join(name.split()))
        if folded in self._aliases:
            return [(self._aliases[folded], _("who has that alias"))]
        words = _sorted_words(folded)
        for other, one in self._same.items():
            if abs(len(other) - len(folded)) <= 1 and _sorted_words(other) == words:
                return [(one, _("whose name has the same words"))]
        from rapidfuzz import fuzz, process

        found = process.extract(folded, self._same.keys(), scorer=fuzz.ratio, score_cutoff=NEARLY, limit=3)
        return [(self._same[other], _("whose name is nearly the same")) for other, _score, _place in found]


def _sorted_words(name: str) -> str:
    return " ".join(sorted(re.sub(r"[\s,.·-]+", " ", name).split()))


def _parts(line: str) -> Iterator[str]:
    for part in separated(_BULLET.sub("", line, count=1) if _BULLET.match(line) else line):
        addressed = _ADDRESSED.fullmatch(part)
        if addressed:
            yield addressed[1]
            yield addressed[2]
        else:
            yield part


def _recognised(part: str, vocabulary: Vocabulary) -> tuple[str | None, str]:
    """The property that a part of a line gives away itself to be, and its value."""
    if _EMAIL.fullmatch(part):
        return "email", part
    if _URL.fullmatch(part):
        return "linkedin" if "linkedin.com" in part.casefold() else "url", part
    if _PHONE.fullmatch(part) and sum(map(str.isdigit, part)) >= 6:
        return ("met" if re.fullmatch(r"\d{4}([-/.])\d{1,2}\1\d{1,2}", part) else "phone"), part
    labelled = _LABELLED.fullmatch(part)
    meant = vocabulary.property("contact", labelled[1]) if labelled else None
    if labelled and meant and meant[0] in Card.__struct_fields__:
        return meant[0], labelled[2]
    return None, part


def _fact(name: str, value: str, facts: dict[str, Any], desk: Desk) -> dict[str, Any]:
    if name == "met":
        return {name: met_day(desk, value)}
    if name == "birthday":
        return {name: birthday(value)}
    if name == "source":
        return {name: brought_by(desk, value)}
    if isinstance(getattr(Card(name=""), name), tuple):
        return {name: (*facts.get(name, ()), *parts_of([value]))}
    return {name: value}
