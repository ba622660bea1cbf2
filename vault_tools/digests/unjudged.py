"""Who was met and is not judged yet: the one queue that the digests, `review` and the rows to mark go by."""

from datetime import date

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.marks import MARKED, UNMARKED


class Unjudged(msgspec.Struct, frozen=True):
    """Contacts without `fit` who are not closed, by path: those `waiting`, first met first, undated ones last; and
    those `put_off`, with the day until which, the earliest first."""

    waiting: tuple[str, ...]
    put_off: tuple[tuple[date, str], ...]


def unjudged(context: Context) -> Unjudged:
    """The queue on the context's day. Put off is who has a `next` ahead in their note: a snooze holds here too."""
    waiting, put_off = [], []
    marks = context.each(MARKED)
    for path, progress in context.progress.items():
        own = marks.get(path, UNMARKED)
        if own.fit is None and not progress.closed:
            if own.next and own.next > context.today:
                put_off.append((own.next, path))
            else:
                waiting.append((progress.entered[0] or date.max, path))
    return Unjudged(tuple(path for _, path in sorted(waiting)), tuple(sorted(put_off)))
