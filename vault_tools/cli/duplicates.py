"""`duplicates`: contacts who may be one person, and what to do about each pair."""

import sys
from typing import TYPE_CHECKING

import click

from vault_tools.cli.common import Settings, command, show_json, show_table
from vault_tools.language import mark as _

if TYPE_CHECKING:
    from vault_tools.cli.writing import Desk
    from vault_tools.network.doubles import Clue, Double
    from vault_tools.network.model import Contact

CLUES = {
    "email": _("the same e-mail: %(value)s"),
    "phone": _("the same telephone: %(value)s"),
    "wechat": _("the same WeChat name: %(value)s"),
    "linkedin": _("the same LinkedIn page: %(value)s"),
    "name": _("the same name: %(value)s"),
    "swapped": _("the same name in another order: %(value)s"),
    "pinyin": _("the same name in pinyin: %(value)s"),
    "alias": _("a name of one is an alias of the other: %(value)s"),
    "nickname": _("%(value)s may be short for the other's name, in the same organisation"),
    "org": _("the same organisation: %(value)s"),
    "city": _("the same city: %(value)s"),
    "birthday": _("the same birthday: %(value)s"),
}
SURENESS = {"sure": _("very likely"), "likely": _("likely"), "possible": _("possible")}
QUESTION = _("m merge into the left · r merge into the right · n not the same · s later · o open · u undo · q quit")
COLUMNS = (_("Sureness"), _("Contact"), _("Contact"), _("Because"))
FACTS = ("org", "role", "city", "email", "phone", "wechat", "linkedin", "birthday", "met")
HAPPENED = _("meetings and log lines")
NOBODY = _("Nobody seems to be here twice.")
END = _("%(decided)d decided, %(left)d left.")
_NOTHING_TO_UNDO = _("There is nothing to take back.")
_UNKNOWN = _("That key means nothing here.")


@command()
@click.option("--list", "only_list", is_flag=True, help="Print the pairs and ask nothing, also at a terminal.")
@click.option("--merge-certain", is_flag=True, help="Merge those of one name and one e-mail or telephone, unasked.")
@click.option("-n", "--dry-run", is_flag=True, help="With --merge-certain: say what would be merged.")
@click.option("--json", "as_json", is_flag=True, help="Print the pairs as JSON (docs/json.md).")
def duplicates_command(
    settings: Settings, *, only_list: bool, merge_certain: bool, dry_run: bool, as_json: bool
) -> None:
    """Find contacts who may be one person, with the reasons, and decide about each pair.

    Compared are e-mail, telephone, WeChat, LinkedIn, and names: in another order, in pinyin, aliases, nicknames within
    an organisation. At a terminal you are asked about each pair; `n` notes in the property `not_same` that they are
    two, so that nobody is asked again. Only --merge-certain merges unasked; `undo` takes each merge back.

    \b
    Examples:
      vault-tools duplicates
      vault-tools duplicates --json | jq '.[] | select(.confidence >= 0.9)'
      vault-tools duplicates --merge-certain --dry-run
    """
    from vault_tools.cli.writing import open_desk
    from vault_tools.network.doubles import find_doubles
    from vault_tools.network.identity import home_region

    with open_desk(settings, dry_run=dry_run) as desk:
        workspace = desk.workspace
        doubles = find_doubles(workspace.network, home_region(workspace.config))
        sitting = _Sitting(desk)
        if merge_certain:
            sitting.merge([one for one in doubles if one.certain])
        elif as_json:
            show_json([sitting.as_json(one) for one in doubles])
        elif only_list or not (sys.stdin.isatty() and sys.stdout.isatty()):
            sitting.show(doubles)
        else:
            sitting.ask(doubles)


class _Sitting:
    """The pairs of one vault, and what becomes of them."""

    def __init__(self, desk: "Desk") -> None:
        from vault_tools.language import catalogue

        self.desk = desk
        self.words = catalogue(desk.workspace.lang)
        self.decided: list[int] = []

    def show(self, doubles: "list[Double]") -> None:
        """The pairs in a table."""
        if not doubles:
            click.echo(self.words.gettext(NOBODY), err=True)
            return
        rows = [
            [
                self._sureness(one),
                self._contact(one.kept).path,
                self._contact(one.other).path,
                self._reasons(one),
            ]
            for one in doubles
        ]
        show_table([self.words.gettext(column) for column in COLUMNS], rows)

    def as_json(self, double: "Double") -> dict[str, object]:
        """A pair as documented in docs/json.md."""
        return {
            "people": [{"contact": self._contact(path).name, "path": path} for path in (double.kept, double.other)],
            "confidence": double.confidence,
            "certain": double.certain,
            "reasons": [{"code": clue.code, "value": clue.value, "text": self._reason(clue)} for clue in double.clues],
        }

    def merge(self, doubles: "list[Double]") -> None:
        """Merge the pairs, one step each. One who was taken into somebody else is followed there."""
        moved: dict[str, str] = {}
        for double in doubles:
            kept, other = moved.get(double.kept, double.kept), moved.get(double.other, double.other)
            if kept == other:
                continue
            if self.desk.dry_run:
                click.echo(f"{other} → {kept}: {self._reasons(double)}")
                continue
            self._merge(kept, other)
            moved |= dict.fromkeys((other, *(one for one, now in moved.items() if now == other)), kept)
        if not doubles:
            click.echo(self.words.gettext(NOBODY), err=True)

    def ask(self, doubles: "list[Double]") -> None:
        """Ask about each pair until there is none left, or the user has had enough."""
        position = 0
        while position < len(doubles):
            double = doubles[position]
            if not self._both_there(double):  # one of them was merged into somebody else: it is found anew next time
                position += 1
                continue
            self._lay_out(double, position + 1, len(doubles))
            key = self._key()
            if key == "q":
                break
            if key == "u":
                position = self._undo(position)
            elif key == "o":
                self._open(double)
            elif key == "s":
                position += 1
            elif self._decide(double, key):
                self.decided.append(position)
                position += 1
        left = sum(map(self._both_there, doubles[position:]))
        click.echo(self.words.gettext(END if doubles else NOBODY) % {"decided": len(self.decided), "left": left})

    def _open(self, double: "Double") -> None:
        for path in (double.kept, double.other):
            click.edit(filename=str(self.desk.workspace.vault / path))
        self.desk.workspace.refresh()

    def _decide(self, double: "Double", key: str) -> bool:
        """Carry a decision out; whether that could be done. What is refused is said, and the pair asked again."""
        from vault_tools.errors import VaultToolsError
        from vault_tools.findings import EditRefusedError

        try:
            if key == "n":
                self._keep_apart(double)
            else:
                self._merge(*((double.kept, double.other) if key == "m" else (double.other, double.kept)))
        except EditRefusedError as error:
            click.secho(error.finding.sentence(self.words), fg="red")
        except VaultToolsError as error:
            click.secho(str(error), fg="red")
        else:
            return True
        return False

    def _keep_apart(self, double: "Double") -> None:
        link = self.desk.link(double.other, self._contact(double.other).name)
        edits = self.desk.scribe.add(double.kept, "not_same", [link])
        self.desk.carry_out(f"not the same: {double.kept} and {double.other}", edits)

    def _merge(self, kept: str, other: str) -> None:
        from vault_tools.cli.renaming import PART_OF, carry_out_rewrite
        from vault_tools.renaming import merge

        rewrite = merge(self.desk.workspace, kept, other)
        carry_out_rewrite(self.desk, f"merge {kept} ← {other}", rewrite, (PART_OF, other, kept), kept)
        self.desk.workspace.refresh()

    def _undo(self, position: int) -> int:
        """Take back the last decision of this sitting; gives where to go on."""
        from vault_tools.changes import undo
        from vault_tools.errors import VaultToolsError

        if not self.decided:
            click.echo(self.words.gettext(_NOTHING_TO_UNDO))
            return position
        try:
            undo(self.desk.workspace.vault)
        except VaultToolsError as error:
            click.secho(str(error), fg="red")
            return position
        self.desk.workspace.refresh()
        return self.decided.pop()

    def _key(self) -> str:
        click.secho(self.words.gettext(QUESTION), fg="cyan")
        while (key := click.getchar().casefold()) not in tuple("mrnsouq"):
            if key in ("\x03", "\x04", "\x1b"):
                return "q"
            click.echo(self.words.gettext(_UNKNOWN))
        return key

    def _lay_out(self, double: "Double", number: int, of: int) -> None:
        """Both side by side, and why."""
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        from vault_tools.sentences import Sentences

        sentences = Sentences(self.words, self.desk.workspace.config)
        click.secho(f"\n[{number}/{of}] {self._sureness(double)}", bold=True)
        for clue in double.clues:
            click.echo(f"  · {self._reason(clue)}")
        left, right = self._contact(double.kept), self._contact(double.other)
        table = Table("", "←", "→", box=box.SIMPLE_HEAD)
        table.add_row("", Text(left.name, "bold"), Text(right.name, "bold"))
        table.add_row("", Text(left.path, "dim"), Text(right.path, "dim"))
        for name in FACTS:
            values = [_shown(getattr(one.note, name)) for one in (left, right)]
            if any(values):
                table.add_row(Text(sentences.property(name)), *map(Text, values))
        table.add_row(self.words.gettext(HAPPENED), str(len(left.interactions)), str(len(right.interactions)))
        Console().print(table)

    def _sureness(self, double: "Double") -> str:
        from vault_tools.network.doubles import LIKELY, SURE

        level = "sure" if double.confidence >= SURE else "likely" if double.confidence >= LIKELY else "possible"
        sure = self.words.gettext(" (%(text)s)") % {"text": f"{double.confidence:.0%}"}
        return self.words.gettext(SURENESS[level]) + sure

    def _reasons(self, double: "Double") -> str:
        separator = "；" if self.desk.workspace.lang == "zh" else "; "
        return separator.join(map(self._reason, double.clues))

    def _reason(self, clue: "Clue") -> str:
        return self.words.gettext(CLUES[clue.code]) % {"value": clue.value}

    def _contact(self, path: str) -> "Contact":
        return self.desk.workspace.network.contacts[path]

    def _both_there(self, double: "Double") -> bool:
        contacts = self.desk.workspace.network.contacts
        return double.kept in contacts and double.other in contacts


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
