"""What to be careful of before a deal is made: the old pits it shows (M9), and a first deal that is too large (M8)."""

from collections.abc import Iterable, Sequence

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.ladders import large_firsts
from vault_tools.digests.pits import PitWarning
from vault_tools.digests.wary import warnings_for


class Caution(msgspec.Struct, frozen=True):
    """The warnings of lessons; and `firsts`, as (path, name), those with whom it would be the first deal, where its
    `size` is above the `limit` for one."""

    warnings: tuple[PitWarning, ...]
    firsts: tuple[tuple[str, str], ...]
    size: float | None
    limit: float | None


def caution(context: Context, people: Sequence[str], red_flags: Iterable[str], size: float | None) -> Caution:
    """What to know before a deal of that size with `people`, contacts' paths, in which `red_flags` were seen."""
    limit = large_firsts(context)[1] if size else None
    large = size is not None and limit is not None and size > limit
    new = [path for path in people if large and not _worked(context, path)]
    return Caution(
        warnings_for(context, people, red_flags),
        tuple((path, context.network.called[path].name) for path in new),
        size,
        limit,
    )


def _worked(context: Context, path: str) -> bool:
    strength = context.strengths[path]
    return bool(strength.done or strength.active or strength.cheated)
