"""In which field contacts work."""

from typing import TYPE_CHECKING

import msgspec

from vault_tools.digests.figures import Figure
from vault_tools.network.model import Contact

if TYPE_CHECKING:  # it is made from fields
    from vault_tools.digests.context import Context


class Field(msgspec.Struct, frozen=True, array_like=True):
    """The industry, as the note has it, the position in its chain, and how they earn."""

    industry: str
    position: str
    earns: str


def _field(_context: "Context", contact: Contact) -> Field | None:
    note = contact.note
    return Field(note.industry, contact.position, note.earns) if note.industry else None


FIELD = Figure("field", Field, _field)
"""The field of those whose note names one."""
