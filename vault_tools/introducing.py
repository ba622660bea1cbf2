"""Introductions as they are noted and moved on: a new note for a pair, the next status of one that there is."""

from collections.abc import Mapping, Sequence
from datetime import date

from vault_tools.changes import Edit
from vault_tools.creating import Fact, Maker
from vault_tools.digests.context import Context
from vault_tools.digests.proposals import Proposal, propose
from vault_tools.digests.rows import INTRODUCTION, PROPOSAL, row_id
from vault_tools.language import catalogue
from vault_tools.language import mark as _
from vault_tools.markdown import shown_words
from vault_tools.network.model import Called
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


def proposal_meant(context: Context, row: str, path: str, words: str) -> Proposal | None:
    """The proposal that a row makes, told by its id, or where a note of the two has another name since, by the note at
    `path` that its link leads to and the `words` it shows; None if there is an introduction for it. Raises LookupError
    if it is proposed no more, or may be one of several."""
    made = propose(context).introductions
    found = next((one for one in made if one.row_id == row), None)
    if found is not None:
        return found
    called = context.network.called
    pairs = [one for one in context.network.introductions.values() if path in one.people]
    known = [one for one in pairs if any(_ends(words, called[other]) for other in one.people if other != path)]
    alike = [one for one in made if one.path == path and _ends(words, called[one.giver[0]])]
    if len(alike) == 1 and not known:
        return alike[0]
    ids = (row_id(PROPOSAL, path, one.note.need, other) for one in known for other in one.people)
    if known and (not alike or row in ids):
        return None
    raise LookupError(words)


def _ends(words: str, giver: Called) -> bool:
    """Whether the words of a proposal's link name a giver, by the name of today or one from before."""
    return any(words.endswith(f" × {shown_words(name)}") for name in (giver.name, *giver.aliases))


def moved_already(context: Context, path: str, row: str) -> bool:
    """Whether a row asked for a step of an introduction that was taken since: it is the one of another status."""
    note, order = context.network.introductions[path].note, range(len(context.network.introductions))
    return any(
        row == row_id(INTRODUCTION, status, note.date, note.need, note.offer, place)
        for status in ("", *INTRODUCTION_STATUSES)
        for place in order
    )


def move_on(scribe: Scribe, path: str, status: str) -> Edit:
    """The introduction's note at `path` at another status."""
    return scribe.state(path, "status", status, kind="introduction", table=INTRODUCTION_STATUSES)
