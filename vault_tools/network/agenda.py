"""When each contact is due, and why: the one place where cadence, `next`, attempts and touches come together."""

import hashlib
from datetime import date, timedelta
from typing import Literal

import msgspec

from vault_tools.config import Config
from vault_tools.dates.cadence import Cadence
from vault_tools.network.model import Contact, Interaction
from vault_tools.network.stages import Progress, met_on

Group = Literal["overdue", "today", "new", "resting", "upcoming"]
Cause = Literal["next", "cadence", "retry", "resting", "never", "imported", "undated"]

UPCOMING_DAYS = 14


class Due(msgspec.Struct, frozen=True, array_like=True):
    """When one person is due, in brief: the fields of `Standing`, of interactions the days. `rhythm` is the length of
    the cadence in days, counted from `due`; 0 where there is none."""

    due: date | None
    cause: Cause | None
    attempts: int
    never_tried: bool
    planned: date | None
    touch: date | None
    attempt: date | None
    rhythm: int

    def group(self, today: date, retries: int) -> Group | None:
        """The follow-up group; None if the contact is in no list. `retries` is how many quick retries there are."""
        if self.planned is not None or self.cause is None:
            return None
        if self.due is not None and self.due > today:
            return "upcoming" if self.due <= today + timedelta(days=UPCOMING_DAYS) else None
        if self.attempts > retries:
            return "resting"
        if self.never_tried:
            return "new"
        return "today" if self.due == today else "overdue"

    def overdue_on(self, today: date) -> bool:
        """Whether more than a whole cadence has passed since the due date, with nothing planned."""
        late = (today - self.due).days if self.due else 0
        return self.planned is None and 0 < self.rhythm < late


class Standing(msgspec.Struct, frozen=True):
    """Where contact with one person stands on a day.

    `attempts` counts those without an answer since the last touch; `last` is the latest past interaction;
    `planned` the earliest future one. `due` is None where there is nothing to wait for; `cause` says what set it.
    """

    last_touch: Interaction | None
    last_attempt: Interaction | None
    attempts: int
    last: Interaction | None
    planned: Interaction | None
    cadence: Cadence | None
    due: date | None
    cause: Cause | None
    never_tried: bool

    @property
    def brief(self) -> Due:
        """The same in brief."""
        rhythm = self.cadence.days_from(self.due) if self.cadence and self.due else 0
        shown = (self.planned, self.last_touch, self.last_attempt)
        planned, touch, attempt = (one.day if one else None for one in shown)
        return Due(self.due, self.cause, self.attempts, self.never_tried, planned, touch, attempt, rhythm)

    def group(self, today: date, retries: int) -> Group | None:
        """The follow-up group; None if the contact is in no list. `retries` is how many quick retries there are."""
        return self.brief.group(today, retries)


def cadence_of(contact: Contact, progress: Progress, config: Config) -> Cadence | None:
    """The contact's rhythm: its own, else by outlook, then stage. None: no rhythm."""
    note = contact.note
    if note.never or contact.closed:
        return None
    if note.cadence is not None:
        return note.cadence
    if note.outlook == "later":
        return config.follow_ups.later
    return config.stages[progress.now].cadence


def standing(contact: Contact, progress: Progress, config: Config, today: date) -> Standing:
    """Where contact with `contact` stands on `today`."""
    touch = attempt = last = planned = None
    attempts = 0
    for interaction in contact.interactions:
        if interaction.day > today:
            planned = interaction
            break
        last = interaction
        if interaction.answered:
            touch, attempts = interaction, 0
        else:
            attempt = interaction
            # within a day the order of lines says nothing: an answer that day answers its attempts
            attempts += touch is None or touch.day < interaction.day
    cadence = cadence_of(contact, progress, config)
    due, cause = _due(contact, config, today, cadence, touch, attempt, attempts, last)
    tried = touch is not None or attempt is not None
    return Standing(touch, attempt, attempts, last, planned, cadence, due, cause, not tried)


def _due(
    contact: Contact,
    config: Config,
    today: date,
    cadence: Cadence | None,
    touch: Interaction | None,
    attempt: Interaction | None,
    attempts: int,
    last: Interaction | None,
) -> tuple[date | None, Cause | None]:
    note = contact.note
    if note.never or contact.closed:
        return None, None
    for wanted in (note.next, last.next if last else None):
        if wanted and not any(past and wanted <= past.day for past in (touch, attempt)):
            return wanted, "next"
    if cadence is None:
        return None, None
    if attempt and attempts:
        retry = config.follow_ups.retry
        if attempts <= len(retry):
            return _later(attempt.day, retry[attempts - 1]), "retry"
        return cadence.after(attempt.day), "resting"
    if touch:
        return cadence.after(touch.day), "cadence"
    if note.imported:
        return _later(note.imported, _share(contact.path, cadence.days_from(note.imported))), "imported"
    met = met_on(contact, today)
    return (cadence.after(met), "never") if met else (None, "undated")


def _share(path: str, days: int) -> int:
    """A share of `days` told by the path alone, so that every render and every machine agrees."""
    number = int.from_bytes(hashlib.blake2b(path.encode(), digest_size=8).digest(), "big")
    return number * days >> 64


def _later(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))
