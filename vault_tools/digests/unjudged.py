"""Who was met and is not judged yet: the one queue that the digests, `review` and the rows to mark go by."""

from datetime import date

import msgspec

from vault_tools.digests.context import Context


class Unjudged(msgspec.Struct, frozen=True):
    """Contacts without `fit` who are not closed, by path: those `waiting`, first met first, undated ones last; and
    those `put_off`, with the day until which, the earliest first."""

    waiting: tuple[str, ...]
    put_off: tuple[tuple[date, str], ...]


def unjudged(context: Context) -> Unjudged:
    """The queue on the context's day. Put off is who has a `next` ahead in their note: a snooze holds here too."""
    waiting, put_off = [], []
    for path, contact in context.network.contacts.items():
        note = contact.note
        if note.fit is None and not contact.closed:
            if note.next and note.next > context.today:
                put_off.append((note.next, path))
            else:
                waiting.append((context.progress[path].entered[0] or date.max, path))
    return Unjudged(tuple(path for _, path in sorted(waiting)), tuple(sorted(put_off)))
