"""How far each contact has come: by evidence, by what the log says, by what the note states; and since when."""

from datetime import date

import msgspec

from vault_tools.config import Config
from vault_tools.findings import Finding
from vault_tools.network.model import Contact, Network
from vault_tools.network.vocabulary import canonical_channels


class Progress(msgspec.Struct, frozen=True):
    """A contact's way through the stages, which are counted from 0 in the config's order.

    `entered[k]` is the earliest date on which stage k or a later one was reached, None where nothing dates it;
    it has `reached` + 1 entries. `evidence` is how far facts and log lines reach without `stage:`.
    """

    now: int
    reached: int
    evidence: int
    closed: bool
    entered: tuple[date | None, ...]


def facts(contact: Contact, today: date) -> list[date]:
    """All days on which something is known to have been the case with this contact, none after today."""
    note = contact.note
    days = [interaction.day for interaction in contact.interactions]
    days += [line.date for line in note.log if line.stage]
    days += [deal.note.started for deal in contact.deals if deal.note.started]
    days += [day for day in (note.met.first if note.met else None, note.screened) if day]
    return [day for day in days if day <= today]


def met_on(contact: Contact, today: date) -> date | None:
    """When the contact was first met: `met`, else the earliest fact."""
    if contact.note.met and contact.note.met.first <= today:
        return contact.note.met.first
    return min(facts(contact, today), default=None)


def progress(contact: Contact, config: Config, today: date) -> Progress:
    """How far a contact has come by `today`."""
    ranks = {stage.key: rank for rank, stage in enumerate(config.stages)}
    signs = [(ranks[key], day) for key, day in _evidence(contact, config, today) if key in ranks]
    dated = [(rank, day) for rank, day in signs if day is not None]
    evidence = max(rank for rank, _ in signs)
    stated = ranks.get(contact.note.stage)
    highest = evidence if stated is None else max(evidence, stated)
    entered = tuple(min((day for rank, day in dated if rank >= k), default=None) for k in range(highest + 1))
    return Progress(highest if stated is None else stated, highest, evidence, contact.closed, entered)


def _evidence(contact: Contact, config: Config, today: date) -> list[tuple[str, date | None]]:
    """(stage, since when) for all that shows a stage; the date None where it isn't known."""
    note = contact.note
    found: list[tuple[str, date | None]] = [(config.stages[0].key, met_on(contact, today))]
    found += [(line.stage, line.date) for line in note.log if line.stage and line.date <= today]
    if note.fit is not None:
        found.append(("screened", note.screened if note.screened and note.screened <= today else None))
    engaging = canonical_channels(config.follow_ups.engaging)
    found += [
        ("engaged", interaction.day)
        for interaction in contact.interactions
        if interaction.answered and interaction.channel in engaging and interaction.day <= today
    ]
    for deal in contact.deals:
        started = deal.note.started
        if deal.note.status in ("active", "done") and (started is None or started <= today):
            found.append(("partner", started))
    return found


def stage_findings(network: Network, config: Config, today: date) -> list[Finding]:
    """Where `stage:` says more than the evidence, or less."""
    ranks = {stage.key: rank for rank, stage in enumerate(config.stages)}
    findings = []
    for contact in network.contacts.values():
        note = contact.note
        if note.stage not in ranks:
            continue
        evidence = progress(contact, config, today).evidence
        if ranks[note.stage] != evidence:
            code = "stage-ahead" if ranks[note.stage] > evidence else "stage-behind"
            params = {"stage": note.stage, "reached": config.stages[evidence].key}
            findings.append(Finding(contact.path, code, note.stage_line, params))
    return findings
