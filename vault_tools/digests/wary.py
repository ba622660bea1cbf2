"""Of which contacts an old lesson may warn: those with a flag, those it was about, and those of their organisations."""

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.figures import Figure
from vault_tools.digests.pits import company_of, flag_key
from vault_tools.network.model import Contact


class Wary(msgspec.Struct, frozen=True, array_like=True):
    """The red flags of a contact; their organisation, and the key it is compared by."""

    flags: tuple[str, ...]
    company: str
    org: str


def _wary(_context: Context, contact: Contact) -> Wary | None:
    note = contact.note
    return Wary(tuple(note.red_flags), note.org, company_of(note.org)) if note.org or note.red_flags else None


WARY = Figure("wary", Wary, _wary)
"""Those with a flag or an organisation."""


def warned_of(context: Context) -> list[str]:
    """The paths of all of whom a lesson may warn, in their order."""
    pits = context.pits
    if not pits.lessons:
        return []
    found = {
        path
        for path, one in context.each(WARY).items()
        if (one.org and one.org in pits.by_org) or any(flag_key(flag) in pits.by_flag for flag in one.flags)
    }
    return sorted(found | pits.by_person.keys())
