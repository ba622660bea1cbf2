"""The plan of an import as its reader sees it: a table, questions, JSON."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from vault_tools.cli.common import show_table
from vault_tools.cli.import_events import happened, happened_as_json, show_unknown
from vault_tools.cli.speech import clicks_words
from vault_tools.language import Catalogue, catalogue
from vault_tools.language import mark as _
from vault_tools.network.vocabulary import PROPERTIES, in_language
from vault_tools.transfer.arrivals import Lost, Reading
from vault_tools.transfer.happenings import Outcome
from vault_tools.transfer.plan import Answer, Row, one_line

if TYPE_CHECKING:
    from vault_tools.journal import FileChange

STATES = {
    "new": _("new"),
    "updated": _("updated"),
    "same": _("same"),
    "double": _("possible double"),
    "left-out": _("left out"),
}

_PROPERTIES = {**PROPERTIES["contact"], "tags": "标签"}

_HEADER = (_("What"), _("Who"), _("Note"), _("Details"))
_BETWEEN = _("; ")
_GAINS = _("+ %(property)s: %(values)s")
_KEEPS = _("%(property)s stays %(own)s (there: %(other)s)")
_EXTRAS = _("extra lines: %(count)d")
_TEXT_LEFT = _("the text below its properties is not taken")
_ROWS_SHOWN = 20
_MORE = _("… and %(count)d more (%(state)s)")
_COPIES = _("Notes of other kinds: %(new)d new, %(there)d there already")
_LOST = _("Not taken:")
_SKIPPED = _("Left out: %(what)s")
_AT_LINE = _("line %(where)s")
_QUESTION = _("  [s]ame person, [n]ew note, s[k]ip; all that are left: [t]he same, skip [a]ll")
_GO_AHEAD = _("Import this?")
_DONE = _("notes made: %(made)d, updated: %(updated)d")
_DONE_BACK = _("notes made: %(made)d, updated: %(updated)d — `vault-tools undo` takes it back")
_MAY_BE = _("%(who)s may be %(note)s: %(why)s")


def show_plan(rows: list[Row], outcome: Outcome, reading: Reading, lang: str, *, whole: bool) -> None:
    """Print what is to be done: the table (its first rows of each state unless `whole`), then what was not taken, then
    how many there are of each."""
    catalog = catalogue(lang)
    shown: list[list[str]] = []
    counts = dict.fromkeys(STATES, 0)
    every: list[tuple[str, list[str]]] = [(row.state, _cells(row, lang)) for row in rows]
    every += happened(outcome, lang)
    for state, cells in sorted(every, key=lambda one: list(STATES).index(one[0])):
        counts[state] += 1
        if whole or counts[state] <= _ROWS_SHOWN:
            shown.append(cells)
    if shown:
        show_table([catalog.gettext(name) for name in _HEADER], shown)
    for state, count in counts.items():
        if not whole and count > _ROWS_SHOWN:
            words = {"count": count - _ROWS_SHOWN, "state": catalog.gettext(STATES[state])}
            click.echo(catalog.gettext(_MORE) % words)
    _show_lost(reading, catalog)
    show_unknown(outcome, catalog, whole=whole)
    colon = catalog.gettext(": ")
    told = (f"{catalog.gettext(STATES[state])}{colon}{count}" for state, count in counts.items() if count)
    click.echo("  ".join(told), err=True)


def show_copies(copied: tuple[int, int], lang: str) -> None:
    """Print how many notes of other kinds an exported vault brings, and how many are there already."""
    new, there = copied
    click.echo(catalogue(lang).gettext(_COPIES) % {"new": new, "there": there}, err=True)


def show_columns(reading: Reading, lang: str) -> None:
    """Print what a table's columns are taken for, or whose an address is."""
    catalog = catalogue(lang)
    for name, value in reading.shown:
        click.echo(f"{name} → {catalog.gettext(value)}", err=True)


def _cells(row: Row, lang: str) -> list[str]:
    catalog = catalogue(lang)
    card = row.arrival.card
    who = card.name + (catalog.gettext(" (%(text)s)") % {"text": card.org} if card.org else "")
    return [catalog.gettext(STATES[row.state]), who, row.held.path, catalog.gettext(_BETWEEN).join(_details(row, lang))]


def _details(row: Row, lang: str) -> Iterable[str]:
    catalog = catalogue(lang)
    if row.why:
        yield reason(row, catalog)
    for change in sorted(row.changes, key=lambda change: change.kept):
        name, values = in_language(_PROPERTIES, change.name, lang), catalog.gettext(", ").join(change.values)
        if change.kept:
            yield catalog.gettext(_KEEPS) % {"property": name, "own": change.present, "other": values}
        elif row.state == "updated":
            yield catalog.gettext(_GAINS) % {"property": name, "values": values}
    if row.state in ("new", "updated") and row.extras:
        yield catalog.gettext(_EXTRAS) % {"count": len(row.extras)}
    if row.text_left:
        yield catalog.gettext(_TEXT_LEFT)


def reason(row: Row, catalog: Catalogue) -> str:
    """Why a row is what it is."""
    return catalog.gettext(row.why) % row.params if row.params else catalog.gettext(row.why)


def _show_lost(reading: Reading, catalog: Catalogue) -> None:
    if reading.lost:
        click.echo(catalog.gettext(_LOST), err=True)
        for lost in reading.lost:
            click.echo(f"  {lost_sentence(lost, catalog)}", err=True)
    if reading.skipped:
        counted = sorted(reading.skipped.items(), key=lambda one: (one[0].isupper(), one[0]))  # fields of formats last
        what = ", ".join(f"{catalog.gettext(name)} {count}" for name, count in counted)
        click.echo(catalog.gettext(_SKIPPED) % {"what": what}, err=True)


def lost_sentence(lost: Lost, catalog: Catalogue) -> str:
    """What was not taken, where, and why."""
    where = catalog.gettext(_AT_LINE) % {"where": lost.where} if lost.where else ""
    why = catalog.gettext(lost.why) % lost.params if lost.params else catalog.gettext(lost.why)
    place = ", ".join(filter(None, (lost.file, where, lost.what)))
    return one_line(f"{place}: {why}" if place else why)


def ask_of_double(row: Row, lang: str) -> tuple[Answer, bool]:
    """What is to become of somebody who may be in the vault already, and whether of all others that are left too."""
    catalog = catalogue(lang)
    words = {"who": row.arrival.card.name, "note": row.held.path or row.held.card.name, "why": reason(row, catalog)}
    click.echo(catalog.gettext(_MAY_BE) % words)
    answers: dict[str, tuple[Answer, bool]] = {
        "s": ("same", False),
        "n": ("new", False),
        "k": ("skip", False),
        "t": ("same", True),
        "a": ("skip", True),
    }
    question = catalog.gettext(_QUESTION)
    with clicks_words(lang):
        return answers[click.prompt(question, type=click.Choice(list(answers)), default="k", show_choices=False)]


def ask_to_go_on(lang: str) -> None:
    """Ask whether to import. Raises click.Abort."""
    with clicks_words(lang):
        click.confirm(catalogue(lang).gettext(_GO_AHEAD), abort=True)


def show_done(changes: Sequence["FileChange"], lang: str) -> None:
    """Print how many notes were made and updated."""
    made = sum(change.before is None and change.path.endswith(".md") for change in changes)
    updated = sum(change.before is not None for change in changes)
    click.echo(catalogue(lang).gettext(_DONE_BACK if changes else _DONE) % {"made": made, "updated": updated})


def document(rows: list[Row], outcome: Outcome, reading: Reading, lang: str) -> dict[str, object]:
    """The plan as docs/json.md has it."""
    catalog = catalogue(lang)
    every: Sequence[Any] = (*rows, *outcome.meetings, *outcome.logs)
    return {
        "counts": {state: sum(row.state == state for row in every) for state in STATES},
        "people": [
            {
                "state": row.state,
                "name": row.arrival.card.name,
                "where": row.arrival.where,
                "path": row.held.path or None,
                "reason": reason(row, catalog) or None,
                "gained": {
                    change.name: list(change.values)
                    for change in row.changes
                    if row.state == "updated" and not change.kept
                },
                "kept": [
                    {"property": change.name, "own": change.present, "other": change.values[0]}
                    for change in row.changes
                    if change.kept
                ],
                "extras": [{"name": extra.label, "text": extra.text} for extra in row.extras],
                "text_left": row.text_left,
            }
            for row in rows
        ],
        "lost": [
            {"where": lost.where, "what": lost.what, "why": lost_sentence(lost, catalog)} for lost in reading.lost
        ],
        **happened_as_json(outcome, lang),
        "skipped": reading.skipped,
    }
