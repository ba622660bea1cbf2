"""How far each contact has come: by evidence, by what the log says, by what the note states; and since when."""

from collections.abc import Iterator
from datetime import date

import msgspec

from vault_tools.config import Config
from vault_tools.findings import Finding
from vault_tools.network.model import Contact, Network
from vault_tools.network.vocabulary import canonical_channels


class Progress(msgspec.Struct, frozen=True, array_like=True):
    """A contact's way through the stages, which are counted from 0 in the config's order.

    `entered[k]` is the earliest date on which stage k or a later one was reached, None where nothing dates it;
    it has `reached` + 1 entries. `evidence` is how far facts and log lines reach without `stage:`.
    """

    now: int
    reached: int
    evidence: int
    closed: bool
    entered: tuple[date | None, ...]


def days_of(contact: Contact) -> Iterator[date]:
    """All days on which something is known to be the case with this contact, those ahead too."""
    note = contact.note
    yield from (interaction.day for interaction in contact.interactions)
    yield from (line.date for line in note.log if line.stage)
    yield from (deal.note.started for deal in contact.deals if deal.note.started)
    yield from (day for day in (note.met.first if note.met else None, note.screened) if day)


def facts(contact: Contact, today: date) -> list[date]:
    """All days on which something is known to have been the case with this contact, none after today."""
    return [day for day in days_of(contact) if day <= today]


def met_on(contact: Contact, today: date) -> date | None:
    """When the contact was first met: `met`, else the earliest fact."""
    if contact.note.met and contact.note.met.first <= today:
        return contact.note.met.first
    return min(facts(contact, today), default=None)


class Ladder:
    """A config's stages by their keys, and the channels that make a contact engaged: worked out once for all."""

    def __init__(self, config: Config) -> None:
        self.keys = [stage.key for stage in config.stages]
        self.ranks = {key: rank for rank, key in enumerate(self.keys)}
        self.engaging = canonical_channels(config.follow_ups.engaging)

    def progress(self, contact: Contact, today: date) -> Progress:
        """How far a contact has come by `today`."""
        signs = self._signs(contact, today)
        evidence = max(rank for rank, _ in signs)
        stated = self.ranks.get(contact.note.stage)
        highest = evidence if stated is None else max(evidence, stated)
        entered: list[date | None] = [None] * (highest + 1)
        for rank, day in signs:
            if day is not None and ((known := entered[rank]) is None or day < known):
                entered[rank] = day
        for rank in range(highest - 1, -1, -1):  # reaching a stage is reaching those before it
            later, own = entered[rank + 1], entered[rank]
            if later is not None and (own is None or later < own):
                entered[rank] = later
        now = highest if stated is None else stated
        return Progress(now, highest, evidence, contact.closed, tuple(entered))

    def _signs(self, contact: Contact, today: date) -> list[tuple[int, date | None]]:
        """(stage, since when) for all that shows a stage; the date None where it isn't known."""
        note, ranks = contact.note, self.ranks
        found: list[tuple[int, date | None]] = [(0, met_on(contact, today))]
        for line in note.log:
            if line.stage in ranks and line.date <= today:
                found.append((ranks[line.stage], line.date))
        if note.fit is not None and "screened" in ranks:
            found.append((ranks["screened"], note.screened if note.screened and note.screened <= today else None))
        if "engaged" in ranks:
            touch = self._first_engaging(contact, today)
            found += [(ranks["engaged"], touch)] if touch else []
        for deal in contact.deals if "partner" in ranks else ():
            started = deal.note.started
            if deal.note.status in ("active", "done") and (started is None or started <= today):
                found.append((ranks["partner"], started))
        return found

    def _first_engaging(self, contact: Contact, today: date) -> date | None:
        for interaction in contact.interactions:  # oldest first
            if interaction.channel in self.engaging and interaction.answered and interaction.day <= today:
                return interaction.day
        return None


def stage_findings(network: Network, config: Config, today: date) -> list[Finding]:
    """Where `stage:` says more than the evidence, or less."""
    ladder = Ladder(config)
    findings = []
    for contact in network.contacts.values():
        note = contact.note
        if note.stage not in ladder.ranks:
            continue
        evidence = ladder.progress(contact, today).evidence
        if ladder.ranks[note.stage] != evidence:
            code = "stage-ahead" if ladder.ranks[note.stage] > evidence else "stage-behind"
            params = {"stage": note.stage, "reached": config.stages[evidence].key}
            findings.append(Finding(contact.path, code, note.stage_line, params))
    return findings
