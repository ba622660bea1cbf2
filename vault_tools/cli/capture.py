"""`log`, `done`, `judge`, `stage`, `snooze` and `promise`: what happened, noted within seconds."""

from typing import Any

import click

from vault_tools.cli.common import Misuse, complete_contact
from vault_tools.cli.writing import Desk, said, writing_command
from vault_tools.language import mark as _

_OUTLOOKS = ("now", "later", "never")


@writing_command()
@click.argument("name", shell_complete=complete_contact)
@click.argument("text", nargs=-1)
@click.option("-w", "--with", "others", multiple=True, metavar="NAME", help="Somebody else it happened with.")
@click.option("-c", "--channel", default="", help="coffee, meal, visit, event, call, video, message, email, or a word.")
@click.option("--on", "when", default="today", show_default=True, metavar="DAY", help="yesterday, last fri, 11月20日 …")
@click.option("--no-answer", is_flag=True, help="An attempt: they did not answer.")
@click.option("--declined", is_flag=True, help="An attempt: they said no.")
@click.option("--they", is_flag=True, help="They started it.")
@click.option("-s", "--signal", "signals", multiple=True, metavar="TOPIC", help="A demand signal in what they said.")
@click.option("--for", "horizon", default="", metavar="PERIOD", help="When the signal lands: 2027-H1, 2027-03 …")
@click.option("--kind", default="", help="The signal's kind: demand, supply, plan, price, risk.")
@click.option("--next", "following", default="", metavar="DAY", help="When to talk again: 2w, fri, 12月1日 …")
@click.option("--new", "make", is_flag=True, help="Make a note for whoever has none.")
def log_command(desk: Desk, name: str, text: tuple[str, ...], others: tuple[str, ...], **given: Any) -> None:
    """Log what happened with NAME: one dated line in the contact's note.

    TEXT is what there is to remember; `-` reads it from standard input.

    \b
    Examples:
      vault-tools log "Li Wei" "wants staff trained before spring" -c coffee -s "AI training" --next 2w
      vault-tools log zhang "no answer on LinkedIn" -c message --no-answer
      vault-tools log "Li Wei" "signed" -w "Zhang San" --on yesterday
    """
    from vault_tools.capture import log
    from vault_tools.cli.touches import people_of, read_touch

    make = given.pop("make")
    touch = read_touch(desk, said(text), **given)
    contacts, made = people_of(desk, (name, *others), touch.day, make=make)
    lines = []
    for contact in contacts:
        beside = [desk.link(one.path, one.name) for one in contacts if one != contact]
        lines += log(desk.scribe, [contact.path], touch.beside(beside))
    desk.carry_out(f"log {', '.join(one.name for one in contacts)}", [*made, *lines])


@writing_command()
@click.argument("name", shell_complete=complete_contact)
@click.argument("text", nargs=-1)
@click.option("-c", "--channel", default="", help="How: coffee, call, message …")
@click.option("-p", "--promise", default="", metavar="WORDS", help="Tick the open promise that has these words in it.")
def done_command(desk: Desk, name: str, text: tuple[str, ...], channel: str, promise: str) -> None:
    """What was due with NAME is done: log today's touch, or tick a promise.

    \b
    Examples:
      vault-tools done "Li Wei"
      vault-tools done "Li Wei" "sent her the offer" -c email
      vault-tools done "Li Wei" --promise "three offers"
    """
    from vault_tools.capture import Touch, log
    from vault_tools.cli.touches import find_promise

    contact = desk.who(name)
    if promise:
        row = find_promise(desk, contact, promise)
        edits = [desk.scribe.mark_promise(row.path, row.line, row.text, "x", desk.today)]
        desk.carry_out(f"done {row.text}", edits)
        return
    edits = log(desk.scribe, [contact.path], Touch(desk.today, said(text), channel))
    desk.carry_out(f"done {contact.name}", edits)


@writing_command()
@click.argument("name", shell_complete=complete_contact)
@click.option("--fit", type=click.FloatRange(0, 5), help="0–5: what could be done together now.")
@click.option("--future", type=click.FloatRange(0, 5), help="0–5: the same, later.")
@click.option("--interest", type=click.FloatRange(0, 5), help="0–5: how much you like it. Never used to rank.")
@click.option("--now", "outlook", flag_value="now", help="Outlook: now.")
@click.option("--later", "outlook", flag_value="later", help="Outlook: perhaps in years; a slow rhythm.")
@click.option("--never", "outlook", flag_value="never", help="Outlook: closed; no follow-ups any more.")
@click.option("--flag", "flags", multiple=True, metavar="WORDS", help="A red flag you saw.")
def judge_command(desk: Desk, name: str, outlook: str | None, flags: tuple[str, ...], **marks: float | None) -> None:
    """Judge NAME: fit, future fit, interest, outlook.

    \b
    Examples:
      vault-tools judge "Li Wei" --fit 4 --future 3 --interest 1
      vault-tools judge zhang --fit 1 --later
      vault-tools judge "Max" --never --flag "pays late"
    """
    from vault_tools.capture import judge

    given = {key: mark for key, mark in marks.items() if mark is not None}
    if not (given or outlook or flags):
        raise Misuse(_("say how: --fit, --future, --interest, --now, --later, --never or --flag"))
    contact = desk.who(name)
    edits = judge(desk.scribe, contact.path, desk.today, marks=given, outlook=outlook or "", red_flags=flags)
    desk.carry_out(f"judge {contact.name}", edits)


@writing_command()
@click.argument("name", shell_complete=complete_contact)
@click.argument("stage")
def stage_command(desk: Desk, name: str, stage: str) -> None:
    """Note that NAME has come to STAGE: a dated line in the log.

    A stage is told from evidence where there is some (fit, a coffee, a deal); this is for what left none.

    \b
    Examples:
      vault-tools stage "Li Wei" engaged
      vault-tools stage 张三 合作
    """
    from vault_tools.capture import move_to_stage
    from vault_tools.network.stages import Ladder
    from vault_tools.network.vocabulary import Vocabulary, normal

    stages = Vocabulary(desk.workspace.config).stages
    if normal(stage) not in stages:
        known = ", ".join(one.key for one in desk.workspace.config.stages)
        raise Misuse(_("“%(stage)s” is no stage; the stages are %(known)s"), stage=stage, known=known)
    key = stages[normal(stage)]
    called = desk.who(name)
    contact = desk.workspace.network.contacts[called.path]
    ladder = Ladder(desk.workspace.config)
    stated = bool(contact.note.stage) or ladder.progress(contact, desk.today).reached > ladder.ranks[key]
    desk.carry_out(f"stage {called.name}", move_to_stage(desk.scribe, called.path, desk.today, key, stated=stated))


@writing_command()
@click.argument("name", shell_complete=complete_contact)
@click.argument("when", nargs=-1)
def snooze_command(desk: Desk, name: str, when: tuple[str, ...]) -> None:
    """Leave NAME alone until WHEN; without it, for one step of the contact's rhythm.

    \b
    Examples:
      vault-tools snooze "Li Wei" 3w
      vault-tools snooze zhang next fri
      vault-tools snooze 张三 下周三
    """
    from vault_tools.capture import snooze
    from vault_tools.cli.touches import one_step_on

    contact = desk.who(name)
    until = desk.day(" ".join(when)) if when else one_step_on(desk, contact)
    if until <= desk.today:
        raise Misuse(_("%(day)s is not ahead; a snooze ends in the future"), day=until)
    desk.carry_out(f"snooze {contact.name}", snooze(desk.scribe, contact.path, until))


@writing_command()
@click.argument("name", shell_complete=complete_contact)
@click.argument("text", nargs=-1, required=True)
@click.option("--due", default="", metavar="DAY", help="By when: fri, 2w, 12月1日 …")
@click.option("--theirs", is_flag=True, help="They promised it, not you.")
def promise_command(desk: Desk, name: str, text: tuple[str, ...], due: str, theirs: bool) -> None:
    """Write down a promise as an open task in NAME's note.

    \b
    Examples:
      vault-tools promise "Li Wei" send her three offers --due fri
      vault-tools promise zhang "names of two buyers" --theirs --due 2w
    """
    contact = desk.who(name)
    day = desk.day(due) if due else None
    owner = desk.link(contact.path, contact.name) if theirs else ""
    desk.carry_out(f"promise {contact.name}", [desk.scribe.promise(contact.path, said(text), day, owner)])
