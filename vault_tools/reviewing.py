"""Going through the people to judge and the day's list, one decision at a time: what is asked, what an answer does."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec

from vault_tools.capture import Touch, judge, log, no_more, snooze
from vault_tools.changes import Edit
from vault_tools.dates.cadence import Cadence
from vault_tools.digests.context import Context
from vault_tools.digests.follow_ups import PromiseRow, follow_ups
from vault_tools.digests.unjudged import UNJUDGED
from vault_tools.scribe import Scribe
from vault_tools.vault.shelf import Value

Kind = Literal["judge", "talk", "promise"]

_STATE = msgspec.msgpack.Decoder(tuple[date, list[str]])


class Item(msgspec.Struct, frozen=True):
    """One thing to decide: whether somebody fits, what became of a follow-up, or of a promise. `path` is the contact,
    or the note that a promise stands in; `key` tells the item again on another run."""

    kind: Kind
    path: str
    name: str
    cadence: Cadence | None = None
    promise: PromiseRow | None = None

    @property
    def key(self) -> str:
        """What tells the item again: its kind, note and words."""
        return f"{self.kind} {self.path} {self.promise.text if self.promise else ''}"


class Answer(msgspec.Struct, frozen=True):
    """A decision: its `sort`, and what goes with it. `marks` are fit, future and interest."""

    sort: Literal["judged", "later", "never", "done", "tried", "snoozed", "dropped"]
    words: str = ""
    until: date | None = None
    marks: dict[str, float] = {}


def items(context: Context, kinds: Sequence[Kind]) -> list[Item]:
    """What there is to decide: those met and not judged, longest known first; the day's list in its order; my own
    promises that are due."""
    found: list[Item] = []
    if "judge" in kinds:
        contacts = context.network.contacts
        found += [Item("judge", path, contacts[path].name) for path in context.part(UNJUDGED).waiting]
    if "talk" in kinds:
        view = follow_ups(context)
        standings = context.standings
        found += [Item("talk", row.path, row.contact, standings[row.path].cadence) for row in view.due[: view.limit]]
    if "promise" in kinds:
        due = [row for row in follow_ups(context).promises if row.mine and row.due and row.due <= context.today]
        found += [Item("promise", row.path, row.text, None, row) for row in due]
    return found


def edits_of(item: Item, answer: Answer, scribe: Scribe, today: date) -> list[Edit]:
    """What a decision writes. Raises ValueError for an answer that the item does not take."""
    if item.kind == "promise":
        return _promise_edits(item, answer, scribe, today)
    path = item.path
    match answer.sort:
        case "judged" | "later" | "never" if item.kind == "judge":
            outlook = "" if answer.sort == "judged" else answer.sort
            return judge(scribe, path, today, marks=answer.marks, outlook=outlook)
        case "done":
            return log(scribe, [path], Touch(today, answer.words))
        case "tried":
            return log(scribe, [path], Touch(today, answer.words, fields=(("response", "none"),)))
        case "snoozed" if answer.until:
            return snooze(scribe, path, answer.until)
        case "dropped":
            return no_more(scribe, path)
    raise ValueError(f"{answer.sort!r} is no answer here")


def _promise_edits(item: Item, answer: Answer, scribe: Scribe, today: date) -> list[Edit]:
    row = item.promise
    assert row is not None  # an item of this kind has one
    match answer.sort:
        case "done":
            return [scribe.mark_promise(row.path, row.line, row.text, "x", today)]
        case "dropped":
            return [scribe.mark_promise(row.path, row.line, row.text, "-", today)]
        case "snoozed" if answer.until:
            return [scribe.put_off_promise(row.path, row.line, row.text, answer.until)]
    raise ValueError(f"{answer.sort!r} is no answer to a promise")


def pack_skipped(today: date, keys: Sequence[str]) -> bytes:
    """The items passed over on a day, to be kept until the next."""
    return msgspec.msgpack.encode((today, list(keys)))


def unpack_skipped(today: date, packed: Value | None) -> list[str]:
    """The items passed over today; none where they were kept on another day, or can't be read."""
    try:
        day, keys = _STATE.decode(packed or b"")
    except msgspec.MsgspecError:
        return []
    return keys if day == today else []
