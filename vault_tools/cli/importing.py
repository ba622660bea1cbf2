"""`import`: people from other programs' files into the vault, shown before anything is done."""

import sys
from typing import TYPE_CHECKING, Any

import click

from vault_tools.cli.common import Misuse, Settings, command, complete_contact, progress, show_json
from vault_tools.language import mark as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vault_tools.changes import Edit
    from vault_tools.cli.writing import Desk
    from vault_tools.creating import Card
    from vault_tools.transfer.arrivals import Arrival, Options, Reading
    from vault_tools.transfer.plan import Answer, Row

FORMATS = ["vcard", "ics", "mail", "monica", "json", "notes", "csv"]

_BAR_FROM = 200
"""Notes to write from which a bar is shown."""


@command(name="import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(allow_dash=True))
@click.option("--format", "form", type=click.Choice(FORMATS), help="What the files are; absent: told from each.")
@click.option("--encoding", default="", metavar="NAME", help="E.g. gb18030, big5, cp1252; absent: told from the bytes.")
@click.option(
    "--country", default="", metavar="CODE", help="Of telephone numbers that don't say theirs; absent: by time zone."
)
@click.option("--map", "mapping", multiple=True, metavar="COLUMN=PROPERTY", help="What a table's column is.")
@click.option("--photos", is_flag=True, help="Take photos too, up to 512 KB each, into Photos/.")
@click.option("--doubles", type=click.Choice(["skip", "new", "same"]), default="skip", show_default=True,
              help="Those who may be in the vault already: leave out, make a note, or take for the same.")  # fmt: skip
@click.option("--tag", "tags", multiple=True, help="A tag for all of them.")
@click.option("--circle", "circles", multiple=True, help="A circle all of them are inside.")
@click.option("--met", default="", metavar="DAY", help="When you met, of those whose file does not say.")
@click.option("--met-at", default="", metavar="WHERE", help="Where you met: source; with --met also a log line.")
@click.option("--by", default="", metavar="NAME", help="Who brought you together.", shell_complete=complete_contact)
@click.option("--me", multiple=True, metavar="ADDRESS", help="Your own address; absent: the commonest in the file.")
@click.option("--people", is_flag=True, help="Notes for those in calendars and mail who have none.")
@click.option("--since", default="", metavar="DAY", help="The first day of a calendar or mailbox; absent: a year ago.")
@click.option("--until", default="", metavar="DAY", help="The last day of a calendar; absent: 60 days ahead.")
@click.option("--as", "kind", type=click.Choice(["log", "meetings"]), default="log", show_default=True,
              help="Mail as lines in each log, or as a meeting per thread.")  # fmt: skip
@click.option("-y", "--yes", is_flag=True, help="Don't ask.")
@click.option("-n", "--dry-run", is_flag=True, help="Print the table and the diff, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan and what was done as JSON (docs/json.md).")
def import_command(
    settings: Settings, files: tuple[str, ...], *, yes: bool, dry_run: bool, as_json: bool, **given: Any
) -> None:
    """Bring people, meetings and mail in from FILEs of other programs, or `-` for standard input.

    Shows who would be new, the same, updated, a possible double or left out, and why; then asks. What a note says is
    never replaced: absent properties are filled in, lists grow, differences are shown. One step for `undo`.

    \b
    Examples:
      vault-tools import contacts.vcf
      vault-tools import Connections.csv --dry-run
      vault-tools import 客户.csv --map "单位=org" --map "对接人=name"
      vault-tools import contacts.vcf --yes --tag phone --circle "Old friends"
      vault-tools import calendar.ics --me ann@foo.example --people
      vault-tools import ~/Mail/Sent.mbox ~/Mail/Inbox.mbox --since 2026-01-01
    """
    from vault_tools.cli.writing import open_desk

    if as_json and not (yes or dry_run):
        raise Misuse(_("--json asks nothing: add --yes or --dry-run"))
    with open_desk(settings, dry_run=dry_run, as_json=as_json) as desk:
        Import(desk, files, **given).run(yes=yes)


class Import:
    """One import: what was read, what is to be done of it, and doing it."""

    def __init__(
        self, desk: "Desk", files: tuple[str, ...], *, form: str | None, country: str, doubles: "Answer", people: bool,
        **given: Any,
    ) -> None:  # fmt: skip
        from vault_tools.network.identity import home_region
        from vault_tools.transfer.happenings import Outcome
        from vault_tools.transfer.sources import read_all

        self.desk = desk
        self.doubles = doubles
        self.country = country.upper() or home_region(desk.workspace.config)
        self.people = people
        self.common = _common(desk, given)
        with progress(desk.settings.words.gettext(_("Reading"))) as tick:
            self.reading: Reading = read_all(files, _options(desk, given, tick), form or "")
        self.outcome = Outcome()
        self.rows: list[Row] = []
        self.edits: list[Edit] = []
        self.copied = 0, 0
        self.label = f"import {' '.join(files)}"[:200]

    def run(self, *, yes: bool) -> None:
        """Show the plan, ask, and carry it out. Ends with exit code 1 where something was left out."""
        from vault_tools.cli.import_table import show_columns
        from vault_tools.transfer.happenings import NOBODY

        self.plan({})
        if not self.desk.as_json:
            show_columns(self.reading, self.desk.workspace.lang)
            self.show()
        if not (yes or self.desk.dry_run):
            if not asked_at_a_terminal():
                raise Misuse(_("nobody to ask here: add --yes to import this, or --dry-run to see the diff"))
            self.ask()
        self.carry_out()
        states = [row.state for row in self.rows] + [row.state for row in self.outcome.logs]
        states += [row.state for row in self.outcome.meetings if row.why != NOBODY]
        if any(state in ("double", "left-out") for state in states) or self.reading.lost:
            raise SystemExit(1)

    def plan(self, answers: "dict[int, Answer]") -> None:
        """What is to be done, and the edits that do it."""
        from vault_tools.creating import Maker
        from vault_tools.transfer.chronicle import Chronicler
        from vault_tools.transfer.happenings import arrivals_of, plan_happenings, strangers
        from vault_tools.transfer.known import Known
        from vault_tools.transfer.notes import copies_of, edits_of
        from vault_tools.transfer.plan import plan

        workspace, happenings, maker = self.desk.workspace, self.reading.happenings, Maker(self.desk.workspace)
        known = Known(workspace.network.contacts, self.country)

        def everybody() -> "Iterator[Arrival]":
            yield from self.reading.arrivals
            if self.people:  # asked for when those before are known
                yield from arrivals_of(strangers(happenings, known), workspace.today)

        arrivals = (_completed(arrival, self.common) for arrival in everybody())
        self.rows = plan(arrivals, known, doubles=self.doubles, answers=answers)
        self.outcome = plan_happenings(happenings, known, workspace.network, workspace.today)
        with progress(self.desk.settings.words.gettext(_("Preparing notes"))) as tick:
            self.edits = edits_of(self.rows, maker, workspace.vault, tick)
            new = [row.held for row in self.rows if row.state == "new"]
            self.edits += Chronicler(maker, new).edits(self.outcome, tick)
            copies = copies_of(self.reading.copies, workspace.vault)
            self.copied = len(copies), len(self.reading.copies) - len(copies)
            self.edits += copies

    def show(self) -> None:
        """The plan as a table, and what was not taken."""
        from vault_tools.cli.import_table import show_copies, show_plan

        whole = not sys.stdout.isatty()
        show_plan(self.rows, self.outcome, self.reading, self.desk.workspace.lang, whole=whole)
        if self.reading.copies:
            show_copies(self.copied, self.desk.workspace.lang)

    def ask(self) -> None:
        """Ask of each possible double, then whether to go on. Raises click.Abort."""
        from vault_tools.cli.import_table import ask_of_double, ask_to_go_on

        doubles = [row for row in self.rows if row.state == "double"]
        if doubles:
            answers: dict[int, Answer] = {}
            for place, row in enumerate(doubles):
                answer, rest = ask_of_double(row, self.desk.workspace.lang)
                answers |= dict.fromkeys([one.number for one in (doubles[place:] if rest else [row])], answer)
                if rest:
                    break
            if any(answer != "skip" for answer in answers.values()):
                self.plan(answers)
                self.show()
        if self.edits:
            ask_to_go_on(self.desk.workspace.lang)

    def carry_out(self) -> None:
        """Write the notes, or show what they come to."""
        from vault_tools.changes import carry_out, plan
        from vault_tools.cli.import_table import document, show_done
        from vault_tools.cli.writing import show_difference

        desk = self.desk
        if desk.dry_run:
            changes = plan(desk.workspace.vault, self.edits)
        else:
            with progress(desk.settings.words.gettext(_("Writing notes")), _BAR_FROM) as tick:
                changes = carry_out(desk.workspace.vault, self.label, self.edits, tick)
        if desk.as_json:
            show_json(document(self.rows, self.outcome, self.reading, desk.workspace.lang) | self._besides())
        elif desk.dry_run:
            show_difference(changes)
        else:
            show_done(changes, desk.workspace.lang)

    def _besides(self) -> dict[str, object]:
        """What the JSON says besides people and what happened."""
        new, there = self.copied
        return {"other_notes": {"new": new, "there": there}, "dry_run": self.desk.dry_run}


def asked_at_a_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def _options(desk: "Desk", given: dict[str, Any], tick: "Callable[[int, int], None]") -> "Options":
    from vault_tools.network.identity import email_key
    from vault_tools.transfer.arrivals import Options
    from vault_tools.transfer.columns import read_mapping
    from vault_tools.transfer.myself import check_addresses

    vocabulary = desk.scribe.vocabulary
    mapping = read_mapping(given["mapping"], vocabulary) if given["mapping"] else {}
    check_addresses(given["me"])
    contacts = desk.workspace.network.contacts.values()
    return Options(
        today=desk.today,
        vault=desk.workspace.vault,
        encoding=given["encoding"],
        photos=given["photos"],
        mapping=mapping,
        vocabulary=vocabulary,
        config=desk.workspace.config,
        lang=desk.workspace.lang,
        me=given["me"],
        contacts=frozenset(email_key(one) for contact in contacts for one in contact.note.email),
        since=desk.day(given["since"], past=True) if given["since"] else None,
        until=desk.day(given["until"]) if given["until"] else None,
        zone=desk.workspace.config.zone(),
        as_meetings=given["kind"] == "meetings",
        tick=tick,
    )


def _common(desk: "Desk", given: dict[str, Any]) -> "Card":
    """What the options say of all."""
    from vault_tools.cli.cards import brought_by, met_day
    from vault_tools.creating import Card, parts_of

    return Card(
        name="",
        met=met_day(desk, given["met"]) if given["met"] else None,
        met_at=given["met_at"] if given["met"] else "",
        source=brought_by(desk, given["by"]) if given["by"] else given["met_at"],
        tags=parts_of(given["tags"]),
        circles=parts_of(given["circles"]),
        imported=desk.today,
    )


def _completed(arrival: Any, common: "Card") -> Any:
    """The arrival with what the options say, where its own words say nothing."""
    import msgspec

    from vault_tools.cli.cards import with_facts

    own = {key: value for key in arrival.card.__struct_fields__ if (value := getattr(arrival.card, key))}
    return msgspec.structs.replace(arrival, card=with_facts(common, own))
