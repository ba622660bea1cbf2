"""Offers as they are noted: what somebody waits for, and the deal that makes of it a proposal, an idea, or a no."""

from collections.abc import Mapping
from datetime import date

from vault_tools.changes import Edit
from vault_tools.creating import Fact, Maker
from vault_tools.digests.context import Context
from vault_tools.digests.landings import wishes_of
from vault_tools.digests.proposals import propose
from vault_tools.digests.rows import offer_row
from vault_tools.digests.spoken import SPOKEN
from vault_tools.markdown import shown_words
from vault_tools.network.model import Contact
from vault_tools.network.vocabulary import DEAL_STATUSES, in_language

OFFERED: Mapping[str, str] = {"x": "proposed", ">": "idea", "-": "lost"}
"""By a row's mark, the status of the deal that notes it."""


def waits_for(context: Context, contact: Contact) -> dict[str, str]:
    """By the ids of their rows, the topics on which a contact waits for an offer; the empty one is a first piece of
    work of any kind, with somebody with whom there is no deal yet."""
    topics = [] if contact.closed else wishes_of(context.part(SPOKEN).landings, contact.path)
    topics += [one.need.text for one in propose(context).own if one.path == contact.path]
    if not contact.deals:
        topics.append("")
    return {offer_row(contact.path, topic): topic for topic in topics}


def offer_meant(context: Context, contact: Contact, row: str, words: str) -> str | None:
    """The topic of the offer that a row asks for, told by its id, or where the note has another name since, by the
    `words` that its link shows; None if a deal notes it already. Raises LookupError if nobody waits for it any more."""
    waiting = waits_for(context, contact)
    if row in waiting:
        return waiting[row]
    about = words.removeprefix(contact.name).partition(" — ")[2]
    for topic in waiting.values():
        if shown_words(topic) == about:
            return topic
    key = context.sayings.topics.key
    if any(not about or key(deal.note.topic) == key(about) for deal in contact.deals):
        return None
    raise LookupError(words)


def new_offer(maker: Maker, contact: Contact, link: str, topic: str, status: str, day: date, text: str) -> Edit:
    """The edit that makes the note of a deal with a contact, linked to by `link`: proposed, an idea, or lost on `day`.
    `text` is what was typed about it."""
    facts: dict[str, Fact] = {
        "with": (link,),
        "status": in_language(DEAL_STATUSES, status, maker.habits("deal").lang),
        "topic": topic,
        "ended": day if status == "lost" else "",
    }
    return maker.note("deal", f"{contact.name} {topic}".strip(), facts, text, number=True)
