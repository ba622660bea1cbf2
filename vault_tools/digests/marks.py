"""What one marked a contact with: fit, future, interest, and when."""

from datetime import date

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.figures import Figure
from vault_tools.network.model import Contact


class Marks(msgspec.Struct, frozen=True, array_like=True):
    """The properties of these names; `judged` is `screened`, else the first log line that says so."""

    fit: float | None
    future: float | None
    interest: float | None
    next: date | None
    screened: date | None
    judged: date | None


UNMARKED = Marks(None, None, None, None, None, None)


def _marks(_context: Context, contact: Contact) -> Marks | None:
    note = contact.note
    judged = note.screened or min((line.date for line in note.log if line.stage == "screened"), default=None)
    marks = Marks(note.fit, note.future, note.interest, note.next, note.screened, judged)
    return None if marks == UNMARKED else marks


MARKED = Figure("marks", Marks, _marks)
"""The marks of those who have any."""
