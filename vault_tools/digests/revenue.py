"""What deals brought, by the people they were with, and on how few of them it depends (M11)."""

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.strength import state_on

MOST = 0.8
"""The part of all revenue of which it is told how few bring it."""


class RevenueShare(msgspec.Struct, frozen=True):
    """What one contact's deals brought, in the config's currency, and as a share of all, 0 to 1."""

    contact: str
    path: str
    amount: float
    share: float


class Revenue(msgspec.Struct, frozen=True):
    """Revenue by contact, most first. `nobodys` is that of deals that name no contact; `few` is how many contacts
    bring 80% of all, None if even all of them don't; `silent` counts deals done that say no revenue."""

    total: float
    shares: tuple[RevenueShare, ...]
    nobodys: float
    few: int | None
    silent: int


def revenue(context: Context) -> Revenue:
    """The revenue of deals begun by the context's day; that of a deal with several is split evenly among them."""
    amounts: dict[str, float] = {}
    nobodys, silent = 0.0, 0
    for deal in context.network.deals.values():
        earned = deal.note.revenue
        if state_on(deal, context.today) is None and deal.note.status != "lost":
            continue
        silent += earned is None and deal.note.status == "done"
        if not earned or earned < 0:
            continue
        if not deal.people:
            nobodys += earned
        for person in deal.people:
            amounts[person] = amounts.get(person, 0.0) + earned / len(deal.people)
    total = sum(amounts.values()) + nobodys
    ordered = sorted(amounts.items(), key=lambda pair: (-pair[1], pair[0]))
    contacts = context.network.contacts
    shares = tuple(RevenueShare(contacts[path].name, path, amount, amount / total) for path, amount in ordered)
    return Revenue(total, shares, nobodys, _few(shares), silent)


def _few(shares: tuple[RevenueShare, ...]) -> int | None:
    reached = 0.0
    for count, one in enumerate(shares, 1):
        reached += one.share
        if reached >= MOST - 1e-9:  # shares of floats: exactly 80% is enough
            return count
    return None
