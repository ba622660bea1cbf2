"""`new`: make notes, of contacts and of every other kind."""

import sys
from typing import Any

import click

from vault_tools.cli.common import Misuse, Settings, complete_contact, vault_options
from vault_tools.cli.speech import Group
from vault_tools.cli.writing import Desk, said, writing_command
from vault_tools.language import mark as _

_note = click.option(
    "-m", "--note", default="", metavar="WORDS", help="What to remember; `-` reads it from standard input."
)
_with = click.option(
    "-w", "--with", "people", multiple=True, metavar="NAME", help="With whom.", shell_complete=complete_contact
)


@click.group(cls=Group)
@vault_options
@click.pass_context
def new_command(ctx: click.Context, /, **given: Any) -> None:
    """Make notes. A note that exists is never touched.

    \b
    Examples:
      vault-tools new contact "Li Wei" --org "Starwood Retail" --met-at "Web Summit"
      vault-tools new meeting "Li Wei" "Zhang San" --channel coffee --on yesterday --title "Lunch"
      vault-tools new contact --help
    """
    ctx.ensure_object(Settings).take(given)


@writing_command(name="contact")
@click.argument("names", nargs=-1)
@click.option("--org", default="", help="Where they work.")
@click.option("--role", default="", help="As what.")
@click.option("--met", default="", metavar="DAY", help="When you met, today if absent: last fri, 2026-11, 11月20日 …")
@click.option("--met-at", default="", metavar="WHERE", help="Where you met: the first line of the log.")
@click.option("--by", default="", metavar="NAME", help="Who brought you together.", shell_complete=complete_contact)
@click.option("--city", default="")
@click.option("--industry", default="")
@click.option("--circle", "circles", multiple=True, help="A circle this person is inside.")
@click.option("--offers", multiple=True, metavar="WORDS", help="What they can give; several by commas.")
@click.option("--needs", multiple=True, metavar="WORDS", help="What they look for; several by commas.")
@click.option("--value", default="", metavar="WORDS", help="What you can bring them.")
@click.option("--email", multiple=True)
@click.option("--phone", multiple=True)
@click.option("--wechat", default="")
@click.option("--linkedin", default="")
@click.option("--url", default="")
@click.option("--birthday", "born", default="", metavar="DAY", help="1980-05-17, 05-17, lunar 08-15 …")
@click.option("--alias", "aliases", multiple=True, help="Another name.")
@click.option("--tag", "tags", multiple=True)
@click.option("-m", "--note", default="", metavar="WORDS", help="What to remember: goes into the log.")
def contact_kind(desk: Desk, names: tuple[str, ...], met: str, by: str, born: str, **given: Any) -> None:
    """Make a note for each of NAMES; without any, or with `-`, for each line of standard input.

    A line is `Name, Org, Role`, separated by tabs, bars, semicolons or commas. E-mail, telephone, web address and
    `property: value` may stand anywhere behind the name. The options hold for all. Whoever has a note is skipped.

    \b
    Examples:
      vault-tools new contact "Li Wei" --org "Starwood Retail" --role CFO --met-at "Web Summit" --by "Zhang San"
      vault-tools new contact 张三 李四 --circle 茶友会 --met 昨天
      vault-tools new contact --met-at "HR Circle" < cards.txt
    """
    from vault_tools.cli.cards import birthday, brought_by, cards_from, make_contacts, met_day, with_facts
    from vault_tools.creating import Card, parts_of

    facts = {key: parts_of(value) if isinstance(value, tuple) else value.strip() for key, value in given.items()}
    facts |= {"met": met_day(desk, met) if met else None, "birthday": birthday(born) if born else ""}
    common = with_facts(Card(name=""), facts | {"source": brought_by(desk, by) if by else ""})
    if names and names != ("-",):
        cards = [with_facts(common, {"name": " ".join(name.split())}) for name in names]
    else:
        if sys.stdin.isatty():
            told = _("One person a line: Name, Org, Role, e-mail, telephone … End with Ctrl-D.")
            desk.settings.tell(told, err=True)
        cards = list(cards_from(sys.stdin, desk, common))
    if not any(card.name for card in cards):
        raise Misuse(_("name at least one contact"))
    edits, skipped = make_contacts(desk, cards)
    if edits or desk.as_json:
        desk.carry_out(f"new contact {', '.join(card.name for card in cards)}"[:200], edits)
    if skipped:
        raise SystemExit(1)


@writing_command(name="meeting")
@click.argument("names", nargs=-1, required=True, shell_complete=complete_contact)
@click.option("-t", "--title", default="", help="The note's name behind the date; absent: the people's names.")
@click.option("--on", "when", default="today", show_default=True, metavar="DAY", help="yesterday, last fri, tomorrow …")
@click.option("-c", "--channel", default="", help="coffee, meal, visit, event, call, video, message, email, or a word.")
@click.option("--they", is_flag=True, help="They started it.")
@click.option("--no-answer", is_flag=True, help="An attempt: they did not answer.")
@click.option("--declined", is_flag=True, help="An attempt: they said no.")
@click.option("-s", "--signal", "signals", multiple=True, metavar="TOPIC", help="A demand signal in what they said.")
@click.option("--next", "following", default="", metavar="DAY", help="When to talk again: 2w, fri, 12月1日 …")
@click.option("--outcome", default="", metavar="WORDS")
@click.option("--deal", default="", metavar="NAME", help="The deal it was about.")
@click.option("--new", "make", is_flag=True, help="Make a note for whoever has none.")
@_note
def meeting_kind(desk: Desk, names: tuple[str, ...], **given: Any) -> None:
    """Make the note of a meeting with NAMES.

    \b
    Examples:
      vault-tools new meeting "Li Wei" "Zhang San" --channel coffee --on yesterday --title "Lunch"
      vault-tools new meeting zhang --on tomorrow -c visit -m "bring the quote"
    """
    from vault_tools.cli.kinds import meeting

    given["note"] = said((given["note"],))
    edits, title = meeting(desk, names, **given)
    desk.carry_out(f"new meeting {title}", edits)


@writing_command(name="deal")
@click.argument("name")
@_with
@click.option("--status", default="idea", show_default=True, help="idea, proposed, active, done, lost, cheated.")
@click.option("--size", default="", metavar="AMOUNT", help="How much, in the config's currency: 12000, 1.2w, 3k.")
@click.option("--revenue", default="", metavar="AMOUNT", help="What came in of it.")
@click.option("--started", default="", metavar="DAY")
@click.option("--ended", default="", metavar="DAY")
@click.option("--topic", default="", metavar="WORDS")
@click.option("--flag", "red_flags", multiple=True, metavar="WORDS", help="A red flag you saw.")
@click.option("--lesson", default="", metavar="NAME", help="The lesson it taught.")
@_note
def deal_kind(desk: Desk, name: str, note: str, **given: Any) -> None:
    """Make the note of a deal called NAME.

    \b
    Examples:
      vault-tools new deal "Starwood half day" --with "Li Wei" --size 3000 --topic "AI training"
      vault-tools new deal 报价半天课 -w 周建国 --status 进行中 --started 今天
    """
    from vault_tools.cli.kinds import deal

    edit = desk.maker.note("deal", name, deal(desk, **given), said((note,)))
    desk.carry_out(f"new deal {name}", [edit])


@writing_command(name="resource")
@click.argument("name")
@click.option("--kind", default="", help="skill, time, money, channel, tool, person.")
@click.option("--offers", multiple=True, metavar="WORDS", help="What it offers; several by commas.")
@click.option(
    "--through", default="", metavar="NAME", help="Whose it is; absent: yours.", shell_complete=complete_contact
)
@click.option("--capacity", default="", metavar="WORDS", help="How much of it there is.")
@_note
def resource_kind(desk: Desk, name: str, note: str, **given: Any) -> None:
    """Make the note of a resource called NAME: something you can offer.

    \b
    Examples:
      vault-tools new resource "Two-day workshop" --kind skill --offers "AI training, prompt library"
      vault-tools new resource "Training room" --kind tool --through "Zhang San" --capacity "weekday evenings"
    """
    from vault_tools.cli.kinds import resource

    edit = desk.maker.note("resource", name, resource(desk, **given), said((note,)))
    desk.carry_out(f"new resource {name}", [edit])


@writing_command(name="lesson")
@click.argument("title")
@_with
@click.option("--flag", "red_flags", multiple=True, metavar="WORDS", help="By what it could have been seen.")
@click.option("--cost", default="", metavar="WORDS", help="What it cost: an amount, or words.")
@click.option("--rule", default="", metavar="WORDS", help="What you do from now on, in one sentence.")
@click.option("--deal", default="", metavar="NAME", help="The deal that taught it.")
@click.option("--on", "when", default="today", show_default=True, metavar="DAY")
@_note
def lesson_kind(desk: Desk, title: str, note: str, when: str, **given: Any) -> None:
    """Make the note of a lesson: what went wrong, by what it could have been seen, and the rule since.

    \b
    Examples:
      vault-tools new lesson "No deposit, no work" --flag "pays when his client pays" --cost 37000 --with "Max"
      vault-tools new lesson 没有定金不开工 --flag 合同总是下周签 --rule 定金到账才动手
    """
    from vault_tools.cli.kinds import lesson

    day = desk.day(when, past=True)
    edit = desk.maker.note("lesson", f"{day} {title}", lesson(desk, day, **given), said((note,)))
    desk.carry_out(f"new lesson {title}", [edit])


@writing_command(name="industry")
@click.argument("name")
@click.option("--chain", multiple=True, metavar="POSITIONS", help='Upstream to downstream: "farm, mill, bakery".')
@click.option("--pays", multiple=True, metavar="FLOW", help='Who pays whom: "bakery -> mill".')
@click.option("--circle", "circles", multiple=True, help="A circle of this industry.")
@_note
def industry_kind(desk: Desk, name: str, note: str, **given: Any) -> None:
    """Make the note of an industry: its chain, and who pays whom.

    \b
    Examples:
      vault-tools new industry "Baking" --chain "farm, mill, bakery, café" --pays "café -> bakery"
      vault-tools new industry 养老 --chain 社区,机构,家庭
    """
    from vault_tools.cli.kinds import industry

    edit = desk.maker.note("industry", name, industry(**given), said((note,)))
    desk.carry_out(f"new industry {name}", [edit])


@writing_command(name="introduction")
@click.argument("one", shell_complete=complete_contact)
@click.argument("other", shell_complete=complete_contact)
@click.option("--need", default="", metavar="WORDS", help="What one of them looks for.")
@click.option("--offer", default="", metavar="WORDS", help="What the other has of it.")
@click.option("--status", default="idea", show_default=True, help="idea, asked, made, met, worked, declined.")
@click.option("--on", "when", default="today", show_default=True, metavar="DAY")
@_note
def introduction_kind(desk: Desk, one: str, other: str, note: str, **given: Any) -> None:
    """Make the note of an introduction of ONE and OTHER.

    \b
    Examples:
      vault-tools new introduction "Li Wei" "Zhang San" --need "a CFO" --offer "ten years of it" --status asked
      vault-tools new introduction 李薇 唐宁 --need 培训补贴申请
    """
    from vault_tools.cli.kinds import introduction

    edit, title = introduction(desk, one, other, said((note,)), **given)
    desk.carry_out(f"new introduction {title}", [edit])


for _kind in (
    contact_kind,
    meeting_kind,
    deal_kind,
    resource_kind,
    lesson_kind,
    industry_kind,
    introduction_kind,
):
    new_command.add_command(_kind)
