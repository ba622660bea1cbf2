"""Who was met and is not judged yet: the one queue that the digests, `review` and the rows to mark go by."""

from datetime import date

import msgspec

from vault_tools.digests.context import PROGRESS
from vault_tools.digests.marks import MARKED, UNMARKED
from vault_tools.digests.parts import Given, Part


class Unjudged(msgspec.Struct, frozen=True):
    """Contacts without `fit` who are not closed, by path: those `waiting`, first met first, undated ones last; and
    those `put_off`, with the day until which, the earliest first."""

    waiting: tuple[str, ...]
    put_off: tuple[tuple[date, str], ...]


def unjudged(given: Given) -> Unjudged:
    """The queue on a day. Put off is who has a `next` ahead in their note: a snooze holds here too."""
    waiting, put_off = [], []
    marks = given.each(MARKED)
    for path, progress in given.progress.items():
        own = marks.get(path, UNMARKED)
        if own.fit is None and not progress.closed:
            if own.next and own.next > given.today:
                put_off.append((own.next, path))
            else:
                waiting.append((progress.entered[0] or date.max, path))
    return Unjudged(tuple(path for _, path in sorted(waiting)), tuple(sorted(put_off)))


UNJUDGED = Part("unjudged", Unjudged, unjudged, (MARKED, PROGRESS))
"""The queue."""
