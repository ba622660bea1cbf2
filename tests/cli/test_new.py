"""`new`: notes of every kind, as they come out, and what happens where there is one already."""

import json
from pathlib import Path

import pytest

from tests.cli.test_capture import Said, say
from tests.helpers import TODAY, record_of, run, write_vault
from vault_tools.changes import undo
from vault_tools.network.records import (
    ContactNote,
    DealNote,
    IndustryNote,
    IntroductionNote,
    LessonNote,
    MeetingNote,
    ResourceNote,
)

NOTES = {
    "People/Zhang San.md": "---\naliases: [Sanny]\nmet: 2026-01-01\n---\n",
    "People/Max.md": "---\nmet: 2026-02-01\n---\n",
    "Deals/Starwood half day.md": "---\nstatus: active\n---\n",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", NOTES)


def text(vault: Path, path: str) -> str:
    return (vault / path).read_text(encoding="utf-8")


def test_a_contact_with_all_that_is_known(vault: Path) -> None:
    said = say(
        vault, "new", "contact", "Li  Wei", "--org", "Star, Inc.", "--role", "CFO", "--met", "last fri",
        "--met-at", "Web Summit", "--by", "zhang", "--city", "Hangzhou", "--email", "li@star.com", "--phone", "+86 139",
        "--wechat", "0123", "--circle", "Tea", "--tag", "vip", "--offers", "training, coaching", "--needs", "a CFO",
        "--birthday", "05-17", "--alias", "Vivi", "-m", "wants staff trained",
    )  # fmt: skip
    assert said.code == 0, said
    assert text(vault, "People/Li Wei.md") == (
        "---\ntype: contact\naliases: [Vivi]\nmet: 2026-11-20\n"
        'source: "[[Zhang San]]"\norg: Star, Inc.\nrole: CFO\ncircles: Tea\ncity: Hangzhou\noffers: [training, coaching]\n'
        'needs: a CFO\nemail: "li@star.com"\nphone: "+86 139"\nwechat: "0123"\nbirthday: "05-17"\ntags: [vip]\n'
        "---\n\n## Log\n- 2026-11-20 event — Web Summit: wants staff trained\n"
    )
    assert said.startswith("made People/Li Wei.md\n  + ---\n")
    record = record_of("People/Li Wei.md", text(vault, "People/Li Wei.md"))
    assert isinstance(record, ContactNote)
    assert (record.findings, record.org, record.offers) == ([], "Star, Inc.", ["training", "coaching"])
    assert run("check", "--vault", vault).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--met", "2026-11"), "met: 2026-11\n"),
        (("--met", "2025"), "met: 2025\n"),
        (("--met", "昨天"), "met: 2026-11-23\n"),
        ((), "met: 2026-11-24\n"),
        (("--by", "the fair"), "source: the fair\n"),
        (("--by", "hang"), "source: hang\n"),
        (("--by", "san"), 'source: "[[Zhang San]]"\n'),
        (("--met-at", "coffee at Lily's"), "- 2026-11-24 coffee at Lily's\n"),
        (("--met-at", "Fair", "--met", "2026-11"), "- 2026-11-24 event — Fair\n"),
        (("--met-at", "Fair"), "source: Fair\n"),
    ],
)
def test_single_facts(vault: Path, arguments: tuple[str, ...], line: str) -> None:
    assert say(vault, "new", "contact", "Ana", *arguments).code == 0
    assert f"\n{line}" in text(vault, "People/Ana.md")


def test_a_name_that_no_file_can_have(vault: Path) -> None:
    assert say(vault, "new", "contact", "Ana: Souza?", "CON", "a/b").code == 0
    assert 'name: "Ana: Souza?"\n' in text(vault, "People/Ana Souza.md")
    assert "name: CON\n" in text(vault, "People/CON_.md")
    assert (vault / "People/a b.md").exists()
    assert say(vault, "new", "contact", "???").code == 2


@pytest.mark.parametrize("names", [[], ["-"]])
def test_twenty_cards_in_one_go_and_back(vault: Path, names: list[str]) -> None:
    lines = [f"Person {number}, Org {number}, Buyer, p{number}@x.com" for number in range(18)]
    lines += ["", "  max  , Acme", "- Li Wei | Star | CFO | 139 0000 1111 | wants training", "Person 3"]
    before = {path: path.read_bytes() for path in vault.rglob("*.md")}
    said = say(vault, "new", "contact", *names, "--met-at", "HR Circle", "--circle", "HR", stdin="\n".join(lines))
    assert said.code == 1
    assert said.count("made ") == 19
    assert "max: skipped, People/Max.md is there already" in said
    assert "Person 3: skipped" in said
    assert text(vault, "People/Person 7.md") == (
        "---\ntype: contact\nmet: 2026-11-24\nsource: HR Circle\norg: Org 7\nrole: Buyer\ncircles: HR\n"
        'email: "p7@x.com"\n---\n\n## Log\n- 2026-11-24 event — HR Circle\n'
    )
    assert "event — HR Circle: wants training\n" in text(vault, "People/Li Wei.md")
    undo(vault)
    assert {path: path.read_bytes() for path in vault.rglob("*.md")} == before


def test_possible_doubles_are_said_and_made(vault: Path) -> None:
    said = say(vault, "new", "contact", "Sanny", "San Zhang", "Zhang Sans", "Somebody Else")
    assert said.code == 0
    assert "Sanny: may be Zhang San (People/Zhang San.md), who has that alias" in said
    assert "San Zhang: may be Zhang San (People/Zhang San.md), whose name has the same words" in said
    assert "Zhang Sans: may be Zhang San (People/Zhang San.md), whose name is nearly the same" in said
    assert "Somebody Else: " not in said
    assert len(list((vault / "People").iterdir())) == 6


def test_all_known_already(vault: Path) -> None:
    said = say(vault, "new", "contact", "Max")
    assert (said.code, "made" in said) == (1, False)
    assert text(vault, "People/Max.md") == NOTES["People/Max.md"]


def test_nobody_named(vault: Path) -> None:
    said = say(vault, "new", "contact", stdin="\n \n")
    assert (said.code, "name at least one" in said) == (2, True)


def test_json_and_dry_run(vault: Path) -> None:
    done = run("new", "contact", "Ana", "Max", "--json", "--dry-run", "--vault", vault, "--today", TODAY.isoformat())
    document = json.loads(done.stdout)
    assert [(change["path"], change["made"]) for change in document["changes"]] == [("People/Ana.md", True)]
    assert document["changes"][0]["added"][1] == {"line": 2, "text": "type: contact"}
    assert (document["dry_run"], len(document["remarks"]), done.returncode) == (True, 1, 1)
    assert not (vault / "People/Ana.md").exists()


def test_a_chinese_vault_gets_chinese_notes(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {}, 'lang = "zh"\n')
    assert say(vault, "new", "contact", "张三", "--org", "恒星", "--met-at", "茶会", "--tag", "客户").code == 0
    assert text(vault, "People/张三.md") == (
        "---\ntype: 联系人\n认识日期: 2026-11-24\n来源: 茶会\n公司: 恒星\ntags: [客户]\n---\n\n## 记录\n- 2026-11-24 活动 — 茶会\n"
    )
    assert say(vault, "new", "contact", "李四").code == 0
    assert say(vault, "new", "meeting", "张三", "李四", "-c", "coffee", "--they", "--no-answer").code == 0
    assert text(vault, "Meetings/2026-11-24 张三、李四.md") == (
        '---\ntype: 会面\n日期: 2026-11-24\n参与人: ["[[张三]]", "[[李四]]"]\n方式: 咖啡\n发起: 对方\n回应: 无\n---\n'
    )
    assert say(vault, "new", "deal", "报价课", "-w", "张三", "--status", "active", "--size", "1.5万").code == 0
    assert text(vault, "Deals/报价课.md") == '---\ntype: 合作\n参与人: "[[张三]]"\n状态: 进行中\n金额: 15000\n---\n'
    assert say(vault, "new", "introduction", "张三", "李四", "--need", "财务").code == 0
    assert "双方: " in text(vault, "Introductions/张三 和 李四.md")
    assert run("check", "--vault", vault).returncode == 0


def test_a_deal_is_warned_of_when_it_is_typed(vault: Path) -> None:
    lesson = "---\ndate: 2025-01-01\nwith: Max\nred_flags: pays late\nrule: Deposit first\n---\n"
    write_vault(vault, {"Lessons/No deposit.md": lesson}, "[deals]\nfirst_limit = 5000\n")
    more = ("--vault", vault, "--today", TODAY.isoformat())
    said = run("new", "deal", "Half day", "-w", "zhang", "--flag", "Pays late", "--size", "9k", "--dry-run", *more)
    assert said.stderr.splitlines() == [
        "Careful: “pays late”, as in No deposit. The rule: Deposit first",
        "Careful: the first deal with Zhang San, and CNY 9,000: start with something of at most CNY 5,000.",
    ]
    assert not (vault / "Deals/Half day.md").exists()
    said = run("new", "deal", "A talk", "-w", "max", "--json", "--lang", "zh", *more)
    assert json.loads(said.stdout)["remarks"] == ["小心：No deposit 说的就是 Max。规则：Deposit first"]
    for name, harmless in (("B", ("-w", "zhang", "--size", "5k")), ("C", ("-w", "max", "--status", "lost")), ("D", ())):
        assert "Careful" not in say(vault, "new", "deal", name, *harmless)


def test_a_meeting(vault: Path) -> None:
    arguments = ("meeting", "Zhang San", "max", "--channel", "coffee", "--on", "yesterday", "--title", "Lunch")
    more = ("-s", "AI training: by spring", "--next", "2w", "--outcome", "agreed", "--deal", "starwood", "-m", "-")
    assert say(vault, "new", *arguments, *more, stdin="- [ ] send it\n\n\n\nLast words: ok\n").code == 0
    path = "Meetings/2026-11-23 Lunch.md"
    assert text(vault, path) == (
        '---\ntype: meeting\ndate: 2026-11-23\nwith: ["[[Zhang San]]", "[[Max]]"]\nchannel: coffee\n'
        'signals: "AI training: by spring"\nnext: 2026-12-08\noutcome: agreed\ndeal: "[[Starwood half day]]"\n---\n\n'
        "- [ ] send it\n\n\n\nLast words: ok\n"
    )
    record = record_of(path, text(vault, path))
    assert isinstance(record, MeetingNote)
    assert (record.findings, record.signals[0].topic, record.signals[0].said) == ([], "AI training", "by spring")


def test_two_meetings_of_one_name(vault: Path) -> None:
    for _ in range(2):
        assert say(vault, "new", "meeting", "Max").code == 0
    assert sorted(path.name for path in (vault / "Meetings").iterdir()) == ["2026-11-24 Max 2.md", "2026-11-24 Max.md"]


def test_a_meeting_with_somebody_new(vault: Path) -> None:
    assert say(vault, "new", "meeting", "Bob Stone").code == 2
    assert say(vault, "new", "meeting", "Bob Stone", "Max", "--new", "--on", "last fri").code == 0
    assert "met: 2026-11-20\n" in text(vault, "People/Bob Stone.md")
    assert 'with: ["[[Bob Stone]]", "[[Max]]"]\n' in text(vault, "Meetings/2026-11-20 Bob Stone, Max.md")
    undo(vault)
    assert sorted(path.name for path in vault.rglob("*.md")) == ["Max.md", "Starwood half day.md", "Zhang San.md"]


def test_the_other_kinds(vault: Path) -> None:
    def made(path: str, *arguments: str) -> object:
        said: Said = say(vault, "new", *arguments)
        assert said.code == 0, said
        record = record_of(path, text(vault, path))
        assert record.findings == []
        return record

    deal = made(
        "Deals/Half day.md", "deal", "Half day", "-w", "Max", "--size", "3,000", "--started", "yesterday", "--flag", "pays late",
        "--status", "进行中", "--topic", "AI", "-m", "smallest first",
    )  # fmt: skip
    assert isinstance(deal, DealNote)
    assert (deal.size, deal.status, str(deal.started), deal.red_flags) == (3000, "active", "2026-11-23", ["pays late"])
    assert text(vault, "Deals/Half day.md").endswith("red_flags: pays late\n---\n\nsmallest first\n")
    resource = made(
        "Resources/Room.md",
        "resource",
        "Room",
        "--kind",
        "tool",
        "--offers",
        "room, projector",
        "--through",
        "max",
        "--capacity",
        "30",
    )
    assert isinstance(resource, ResourceNote)
    assert (resource.kind, resource.offers, resource.through and resource.through.name) == (
        "tool",
        ["room", "projector"],
        "Max",
    )
    lesson = made(
        "Lessons/2026-11-24 No deposit.md",
        "lesson",
        "No deposit",
        "-w",
        "max",
        "--flag",
        "later",
        "--cost",
        "37000",
        "--deal",
        "starwood",
    )
    assert isinstance(lesson, LessonNote)
    assert (lesson.cost, lesson.red_flags, lesson.name) == ("37000", ["later"], "No deposit")
    industry = made(
        "Industries/Baking.md", "industry", "Baking", "--chain", "farm -> mill, bakery", "--pays", "bakery→mill"
    )
    assert isinstance(industry, IndustryNote)
    assert (industry.chain, industry.pays) == (["farm", "mill", "bakery"], [("bakery", "mill")])
    intro = made(
        "Introductions/Zhang San and Max.md", "introduction", "zhang", "max", "--need", "a CFO", "--status", "asked"
    )
    assert isinstance(intro, IntroductionNote)
    assert (intro.status, intro.need, [one.name for one in intro.people]) == ("asked", "a CFO", ["Zhang San", "Max"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("deal", "Starwood half day"), "there is such a note already"),
        (("deal", "starwood HALF day"), "there is such a note already"),
        (("deal", "X", "--status", "odd"), "none of idea"),
        (("deal", "X", "--size", "much"), "is no amount"),
        (("deal", "X", "--with", "Xerxes"), "nobody is called"),
        (("deal", "X", "--lesson", "none"), "no lesson is called"),
        (("resource", "X", "--kind", "odd"), "none of skill"),
        (("industry", "X", "--pays", "a"), "buyer -> seller"),
        (("introduction", "Max", "max"), "the same person"),
        (("meeting",), "Missing argument"),
        (("contact", "X", "--birthday", "soon"), "as a birthday"),
        (("contact", "X", "--met", "soon"), "as a day"),
        (("party", "X"), "No such command"),
    ],
)
def test_what_fails_makes_nothing(vault: Path, arguments: tuple[str, ...], words: str) -> None:
    said = say(vault, "new", *arguments)
    assert (said.code, words in said) == (2, True), said
    assert len(list(vault.rglob("*.md"))) == len(NOTES)


def test_the_vaults_own_template(vault: Path) -> None:
    own = vault / ".vault-tools/templates/notes"
    own.mkdir(parents=True)
    (own / "contact.md.j2").write_text("---\nmet: {{ today }}\nmood: good\n---\n# {{ name }}\n\n## {{ _('Log') }}\n")
    (own / "deal.md.j2").write_text(
        "---\n{% for one in properties %}\n{{ one }}\n{% endfor %}\nowner: me\n---\nWhy: {{ text }}\n"
    )
    assert say(vault, "new", "contact", "Ana *", "--org", "Star", "--tag", "a", "--tag", "b").code == 0
    assert text(vault, "People/Ana.md") == (
        '---\nmet: 2026-11-24\nmood: good\nname: "Ana *"\norg: Star\ntags:\n  - a\n  - b\n---\n# Ana \\*\n\n## Log\n'
    )
    assert say(vault, "new", "deal", "D", "-m", "a *b*").code == 0
    assert text(vault, "Deals/D.md") == "---\nstatus: idea\nowner: me\n---\nWhy: a *b*\n"
    (own / "deal.md.j2").write_text("---\nowner: [\n---\n")
    said = say(vault, "new", "deal", "E")
    assert (said.code, "templates/notes/deal.md.j2" in said) == (2, True)
    assert not (vault / "Deals/E.md").exists()


def test_common_options_between_new_and_the_kind(vault: Path) -> None:
    done = run("new", "--vault", vault, "--today", "2026-01-02", "contact", "Ana")
    assert (done.returncode, "met: 2026-01-02\n" in text(vault, "People/Ana.md")) == (0, True)


def test_a_link_to_a_name_that_several_notes_have_is_by_path(vault: Path) -> None:
    (vault / "Max.md").write_text("another Max\n")
    assert say(vault, "new", "meeting", "People/Max").code == 0
    assert 'with: "[[People/Max|Max]]"\n' in text(vault, "Meetings/2026-11-24 Max.md")
