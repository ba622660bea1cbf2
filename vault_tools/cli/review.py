"""`review`: the people to judge and the day's list at the terminal, one key a decision."""

import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from vault_tools.cli.common import Misuse, Settings, command, show_markdown
from vault_tools.language import mark as _

if TYPE_CHECKING:
    from vault_tools.cli.writing import Desk
    from vault_tools.digests.context import Context
    from vault_tools.reviewing import Answer, Item, Kind

_KEPT = "review"

_KINDS: "dict[str | None, tuple[Kind, ...]]" = {
    "judge": ("judge",),
    "today": ("talk", "promise"),
    None: ("judge", "talk", "promise"),
}

QUESTIONS = {
    "judge": _("Fit 0–5? · l later · n never · s skip · o open · u undo · q quit"),
    "talk": _("d done · t tried, no answer · z later · x no more · s skip · o open · u undo · q quit"),
    "promise": _("d kept · z later · x cancelled · s skip · o open · u undo · q quit"),
}
_FUTURE = _("Future fit 0–5, or Enter")
_INTEREST = _("Interest 0–5, or Enter")
_WORDS = _("What was it? (Enter: no words)")
_UNTIL = _("Until when? (Enter: one step of the rhythm, or a week)")
_UNKNOWN = _("That key means nothing here.")
_NOTHING_TO_UNDO = _("There is nothing to take back.")
_END = _("%(decided)d decided, %(left)d left.")


@command()
@click.option("--only", type=click.Choice(["judge", "today"]), help="Only the people to judge, or only the day's list.")
@click.option("--again", is_flag=True, help="Ask for those skipped today, too.")
def review_command(settings: Settings, only: str | None, again: bool) -> None:
    """Go through the people you have not judged, today's follow-ups and your promises that are due.

    One key decides; `u` takes the last decision back, `q` ends. What is decided is written at once, so that you go on
    where you stopped; who was skipped is asked for again tomorrow. Needs a terminal.

    \b
    Examples:
      vault-tools review
      vault-tools review --only judge
      vault-tools review --only today --again
    """
    from vault_tools.cli.writing import open_desk
    from vault_tools.reviewing import items, unpack_skipped

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Misuse(_("review asks at a terminal; in a pipe use `judge`, `done` and `snooze`"))
    with open_desk(settings, dry_run=False) as desk:
        workspace = desk.workspace
        context = workspace.context()
        skipped = [] if again else unpack_skipped(desk.today, workspace.index.get(_KEPT))
        left = [item for item in items(context, _KINDS[only]) if item.key not in skipped]
        _Round(desk, context, skipped).run(left)


class _Round:
    """One sitting. `skipped` are the keys of the items passed over today."""

    def __init__(self, desk: "Desk", context: "Context", skipped: list[str]) -> None:
        from vault_tools.language import catalogue
        from vault_tools.markdown import Linker
        from vault_tools.render import Renderer

        self.desk = desk
        self.context = context
        self.skipped = skipped
        self.words = catalogue(desk.workspace.lang)
        workspace = desk.workspace
        linker = Linker(workspace.network.links, "none")
        self.renderer = Renderer(workspace.vault, workspace.config, workspace.lang, linker)

    def run(self, items: "list[Item]") -> None:
        """Ask about each item until there is none left, or the user has had enough."""
        decided: list[int] = []
        position = 0
        while position < len(items):
            item = items[position]
            self._show(item, position + 1, len(items))
            key = self._key(item)
            if key == "q":
                break
            if key == "u":
                position = self._undo(decided, position)
            elif key == "o":
                click.edit(filename=str(self.desk.workspace.vault / item.path))
            elif key == "s":
                self._skip(item)
                position += 1
            elif self._decide(item, key):
                decided.append(position)
                position += 1
        counts = {"decided": len(decided), "left": len(items) - position}
        click.echo(self.words.gettext(_END) % counts)

    def _show(self, item: "Item", number: int, of: int) -> None:
        from vault_tools.digests.contacts import card

        click.secho(f"\n[{number}/{of}] {item.name}", bold=True)
        if item.promise is None:
            show_markdown(self.renderer.terminal("contact", card(self.context, item.path)))
        else:
            people = ", ".join(name for _path, name in item.promise.people)
            click.echo(" · ".join(filter(None, (str(item.promise.due), people, item.path))))

    def _key(self, item: "Item") -> str:
        """The key pressed, one that means something for this item."""
        wanted = {"judge": "012345lnsouq", "talk": "dtzxsouq", "promise": "dzxsouq"}[item.kind]
        click.secho(self.words.gettext(QUESTIONS[item.kind]), fg="cyan")
        while (key := click.getchar().casefold()) not in tuple(wanted):
            if key in ("\x03", "\x04", "\x1b"):
                return "q"
            click.echo(self.words.gettext(_UNKNOWN))
        return key

    def _decide(self, item: "Item", key: str) -> bool:
        """Carry a decision out; whether that could be done. What is refused is said, and the item asked again."""
        from vault_tools.errors import VaultToolsError
        from vault_tools.findings import EditRefusedError
        from vault_tools.reviewing import edits_of

        try:
            edits = edits_of(item, self._answer(item, key), self.desk.scribe, self.desk.today)
            self.desk.carry_out(f"review {item.name}", edits)
        except EditRefusedError as error:
            click.secho(error.finding.sentence(self.words), fg="red")
        except Misuse as error:
            click.secho(error.problem.sentence(self.words), fg="red")
        except VaultToolsError as error:
            click.secho(error.sentence(self.words), fg="red")
        else:
            return True
        return False

    def _answer(self, item: "Item", key: str) -> "Answer":
        from vault_tools.reviewing import Answer

        if key.isdigit():
            return Answer("judged", marks={"fit": float(key), **self._marks()})
        if key in "ln":
            return Answer("later" if key == "l" else "never")
        if key == "d":
            return Answer("done", words="" if item.kind == "promise" else self._line(_WORDS))
        if key == "t":
            return Answer("tried", words=self._line(_WORDS))
        if key == "z":
            return Answer("snoozed", until=self._until(item))
        return Answer("dropped")

    def _marks(self) -> dict[str, float]:
        """Future fit and interest, each one key; what is left out is not judged."""
        marks = {}
        for name, question in (("future", _FUTURE), ("interest", _INTEREST)):
            click.secho(self.words.gettext(question), fg="cyan")
            key = click.getchar()
            if key in tuple("012345"):
                marks[name] = float(key)
        return marks

    def _until(self, item: "Item") -> date:
        typed = self._line(_UNTIL)
        if not typed:
            return item.cadence.after(self.desk.today) if item.cadence else self.desk.today + timedelta(weeks=1)
        day = self.desk.day(typed)
        if day <= self.desk.today:
            raise Misuse(_("%(day)s is not ahead; a snooze ends in the future"), day=day)
        return day

    def _line(self, question: str) -> str:
        answer: str = click.prompt(self.words.gettext(question), default="", show_default=False, prompt_suffix=" ")
        return answer.strip()

    def _skip(self, item: "Item") -> None:
        from vault_tools.reviewing import pack_skipped

        self.skipped.append(item.key)
        self.desk.workspace.index.put(_KEPT, pack_skipped(self.desk.today, self.skipped))

    def _undo(self, decided: list[int], position: int) -> int:
        """Take back the last decision of this sitting; gives where to go on."""
        from vault_tools.changes import undo
        from vault_tools.errors import VaultToolsError

        if not decided:
            click.echo(self.words.gettext(_NOTHING_TO_UNDO))
            return position
        try:
            undo(self.desk.workspace.vault)
        except VaultToolsError as error:
            click.secho(error.sentence(self.words), fg="red")
            return position
        return decided.pop()
