"""The introductions (M7): whom to bring together and why, how each introduction stands, and who connects whom."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import islice, takewhile

import msgspec

from vault_tools.digests.connectors import Branch, Connector, find_referrals
from vault_tools.digests.context import Context
from vault_tools.digests.market import Side
from vault_tools.digests.proposals import MOST, Proposal, propose
from vault_tools.network.model import Introduction

OPEN = ("", "idea", "asked", "made", "met")
"""The statuses that ask for a next step, in the order in which an introduction passes them."""

_MADE = ("made", "met", "worked")


class IntroductionRow(msgspec.Struct, frozen=True):
    """An introduction: between whom, as (path, name), and what for. `since` is its date, `days` those until today; both
    None where it has none, or one to come. `closed` are the names of those with `outlook: never`."""

    path: str
    name: str
    people: tuple[tuple[str, str], ...]
    status: str
    since: date | None
    days: int | None
    need: str
    offer: str
    closed: tuple[str, ...]
    row_id: str


class IntroductionsView(msgspec.Struct, frozen=True):
    """All the digest says. `counts` are the introductions by status, `proposals` those to make and `own` the needs that
    own resources meet, best first and `MOST` at most; `introduced` of all contacts came through a contact."""

    today: date
    limit: int
    contacts: int
    proposals: Sequence[Proposal]
    own: Sequence[Proposal]
    open: tuple[IntroductionRow, ...]
    worked: tuple[IntroductionRow, ...]
    counts: dict[str, int]
    connectors: Sequence[Connector]
    tree: tuple[Branch, ...]
    cut: int
    introduced: int

    @property
    def declined(self) -> int:
        """How many somebody declined: they are never proposed again."""
        return self.counts.get("declined", 0)

    @property
    def total(self) -> int:
        """How many introductions there are notes of."""
        return sum(self.counts.values())

    @property
    def made(self) -> int:
        """How many came to be made."""
        return sum(self.counts.get(status, 0) for status in _MADE)

    @property
    def led_to_meeting(self) -> int:
        """How many of those led to a meeting."""
        return sum(self.counts.get(status, 0) for status in ("met", "worked"))

    @property
    def capped(self) -> bool:
        """Whether there are more proposals than are counted."""
        return len(self.proposals) >= MOST

    @property
    def foremost(self) -> tuple[Connector, ...]:
        """Those who led to as many people as the first of the connectors, that one too; four of them at most."""
        most = self.connectors[0].introduced if self.connectors else 0
        return tuple(islice(takewhile(lambda one: one.introduced == most, self.connectors), 4))

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `introductions --json`."""
        return {
            "today": self.today.isoformat(),
            "proposals": [_proposal(one) for one in self.proposals],
            "own": [_proposal(one) for one in self.own],
            "open": [_shown(row) for row in self.open],
            "worked": [_shown(row) for row in self.worked],
            "counts": self.counts,
            "connectors": msgspec.to_builtins(list(self.connectors)),
        }


def introductions(context: Context, limit: int = 10) -> IntroductionsView:
    """The introductions on the context's day; `limit` is how many proposals of each sort are listed."""
    proposals, referrals = propose(context), find_referrals(context)
    rows = [_row(context, one) for one in context.network.introductions.values()]
    rows.sort(key=lambda row: (row.since or date.max, row.path))
    return IntroductionsView(
        context.today,
        limit,
        len(context.network.contacts),
        proposals.introductions,
        proposals.own,
        tuple(row for row in rows if row.status in OPEN),
        tuple(row for row in rows if row.status == "worked"),
        dict(Counter(row.status for row in rows)),
        referrals.connectors,
        referrals.tree,
        referrals.cut,
        referrals.people,
    )


def _row(context: Context, introduction: Introduction) -> IntroductionRow:
    note, contacts = introduction.note, context.network.contacts
    since = note.date if note.date and note.date <= context.today else None
    return IntroductionRow(
        introduction.path,
        note.name,
        tuple((path, contacts[path].name) for path in introduction.people),
        note.status,
        since,
        (context.today - since).days if since else None,
        note.need,
        note.offer,
        tuple(contacts[path].name for path in introduction.people if contacts[path].closed),
        context.introduction_rows[introduction.path],
    )


def _shown(row: IntroductionRow) -> dict[str, object]:
    """A row as JSON has it: without the id, which is a digest's own."""
    return {name: value for name, value in msgspec.to_builtins(row).items() if name != "row_id"}


def _proposal(one: Proposal) -> dict[str, object]:
    return {
        "need": _side(one.need),
        "offer": _side(one.offer),
        "match": one.match.kind,
        "score": one.match.score,
        "words": one.match.words,
        "strength": one.strength,
        "acquainted": one.acquainted,
        "warnings": msgspec.to_builtins(one.warnings),
    }


def _side(side: Side) -> dict[str, object]:
    return {name: value for name, value in msgspec.structs.asdict(side).items() if name != "strength" or side.person}
