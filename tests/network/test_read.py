"""What each kind of note says, in English, in Chinese, and in the words of existing vaults."""

from datetime import date

import pytest

from tests.helpers import record_of
from vault_tools.config import Config
from vault_tools.network.records import (
    ContactNote,
    DealNote,
    IndustryNote,
    IntroductionNote,
    LessonNote,
    MeetingNote,
    PlainNote,
    ResourceNote,
)


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("People/x.md", "", ContactNote),
        ("x.md", "", PlainNote),
        ("x.md", "---\ntype: 联系人\n---\n", ContactNote),
        ("x.md", "---\nType: person\n---\n", ContactNote),
        ("x.md", "---\ncategories: ['[[People]]']\n---\n", ContactNote),
        ("x.md", "---\ntags: [type/person, x]\n---\n", ContactNote),
        ("Meetings/2026/11/x.md", "", MeetingNote),
        ("x.md", "---\n类型: 会面\n---\n", MeetingNote),
        ("x.md", "---\ntype: deal\n---\n", DealNote),
        ("People/x.md", "---\ntype: lesson\n---\n", LessonNote),
        ("x.md", "---\ntags: [resource]\n---\n", PlainNote),
        ("Resources/x.md", "", ResourceNote),
        ("Industries/x.md", "", IndustryNote),
        ("Introductions/x.md", "", IntroductionNote),
    ],
)
def test_the_kind(path: str, text: str, kind: type) -> None:
    assert type(record_of(path, text)) is kind


ENGLISH = """---
name: Li Wei
aliases: Wei, 李伟
stage: engaged
met: 2024-03
org: Star Ltd
offers: [training, venue]
fit: 4
outlook: later
cadence: monthly
next: 2026-12-01
birthday: --05-17
phone: "0123"
---
"""
CHINESE = """---
姓名: Li Wei
别名: [Wei, 李伟]
阶段: 接触
认识日期: 2024-03
公司: Star Ltd
资源: training，venue
合作度: 4
展望: 以后
频率: 每月
下次: 2026-12-01
生日: 5月17日
电话: "0123"
---
"""
OTHERS = """---
Full Name: Li Wei
alias: [Wei, 李伟]
stage: 接触
met_date: 2024-03
Company: Star Ltd
offer: [training, venue]
fit: "4"
outlook: later
contactFrequency: every month
next: 2026-12-01
BDAY: 05-17
TEL[CELL]: "0123"
---
"""


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, OTHERS])
def test_one_contact_in_three_vocabularies(text: str) -> None:
    record = record_of("People/x.md", text)
    assert isinstance(record, ContactNote)
    assert record.findings == []
    assert (record.name, record.aliases, record.stage, str(record.met)) == (
        "Li Wei",
        ["Wei", "李伟"],
        "engaged",
        "2024-03",
    )
    assert (record.org, record.offers, record.fit, record.outlook) == ("Star Ltd", ["training", "venue"], 4, "later")
    assert (str(record.cadence), record.next, record.phone) == ("1m", date(2026, 12, 1), ["0123"])
    assert record.birthday is not None
    assert (record.birthday.month, record.birthday.day) == (5, 17)


def test_the_configs_own_names_and_a_nested_mail() -> None:
    config = Config(properties={"org": ("employer no 1",)})
    record = record_of(
        "People/x.md", "---\nEmployer-No-1: A\ncompany: B\ncontacts:\n  mail: a@example.com\n---\n", config
    )
    assert isinstance(record, ContactNote)
    assert (record.org, record.email) == ("A", ["a@example.com"]) or (record.org, record.email) == (
        "B",
        ["a@example.com"],
    )


def test_the_log() -> None:
    text = """## 记录
- 2026-11-20 咖啡 — 想在开春前培训员工 [signal:: AI training] [for:: 2027-H1]
- 2026-11-02 message [response:: none]
- [[2026-10-30]] lunch, with [[Ana]] [next:: 2w]
- 2026-10-11 [stage:: screened]
  - 2020-01-01 a detail
"""
    record = record_of("People/x.md", text)
    assert isinstance(record, ContactNote)
    assert [(one.date.isoformat(), one.channel, one.text, one.response, one.stage) for one in record.log] == [
        ("2026-11-20", "coffee", "想在开春前培训员工", "yes", ""),
        ("2026-11-02", "message", "", "none", ""),
        ("2026-10-30", "meal", "with [[Ana]]", "yes", ""),
        ("2026-10-11", "", "", "yes", "screened"),
    ]
    assert record.log[2].next == date(2026, 11, 13)
    assert [(one.topic, one.horizon, one.date) for one in record.signals] == [
        ("AI training", "2027-H1", date(2026, 11, 20))
    ]
    assert record.findings == []


def test_a_meeting() -> None:
    text = """---
with: ["[[Li Wei]]", Bob, me]
channel: 咖啡
initiated: 对方
response: 拒绝
signals: [AI training, "robots: two firms asked"]
next: 2w
---
- [ ] send the deck 📅 2026-12-01 ^abc
- [ ] intro [owner:: [[Li Wei]]] [due:: 2026-12-05]
- [x] old one ✅ 2026-11-01
- Banks plan training [signal:: AI 培训] [kind:: demand] [for:: 2027-H1]
"""
    record = record_of("Meetings/2026-11-20 Coffee.md", text)
    assert isinstance(record, MeetingNote)
    assert record.findings == []
    assert [(ref.name, ref.link, ref.line) for ref in record.people] == [("Li Wei", True, 2), ("Bob", False, 2)]
    assert (record.date, record.title, record.channel) == (date(2026, 11, 20), "Coffee", "coffee")
    assert (record.initiated, record.response, record.next) == ("them", "declined", date(2026, 12, 4))
    assert [(one.text, one.due, one.owner and one.owner.name, one.open) for one in record.promises] == [
        ("send the deck", date(2026, 12, 1), None, True),
        ("intro", date(2026, 12, 5), "Li Wei", True),
        ("old one", None, None, False),
    ]
    assert [(one.topic, one.said) for one in record.signals] == [
        ("AI training", ""),
        ("robots", "two firms asked"),
        ("AI 培训", "Banks plan training"),
    ]


def test_people_from_a_section_or_an_inline_field() -> None:
    section = record_of("Meetings/2026-11-20.md", "## Attendees\n- [[Li Wei]]\n- [[Ana|A.]] (late)\n")
    inline = record_of("Meetings/2026-11-20.md", "person:: [[Li Wei]], [[Ana]]\n")
    for record in (section, inline):
        assert isinstance(record, MeetingNote)
        assert [ref.name for ref in record.people] == ["Li Wei", "Ana"]


def test_the_other_kinds() -> None:
    deal = record_of("Deals/x.md", '---\nwith: "[[Li]]"\nstatus: 进行中\nsize: 1.2万\nstarted: 2026-01-05\n---\n')
    industry = record_of("Industries/x.md", "---\nchain: [maker, shop]\npays:\n  - shop -> maker\n---\n")
    introduction = record_of("Introductions/x.md", '---\nbetween: ["[[A]]", "[[B]]"]\nstatus: made\n---\n')
    resource = record_of("Resources/x.md", '---\nkind: skill\nthrough: "[[Li]]"\n---\n')
    lesson = record_of("Lessons/2025-01-01 Paid late.md", "---\nred_flags: [no contract]\ncost: 8000\n---\n")
    assert isinstance(deal, DealNote)
    assert (deal.status, deal.size, deal.started) == ("active", 12_000, date(2026, 1, 5))
    assert isinstance(industry, IndustryNote)
    assert (industry.chain, industry.pays) == (["maker", "shop"], [("shop", "maker")])
    assert isinstance(introduction, IntroductionNote)
    assert (len(introduction.people), introduction.status) == (2, "made")
    assert isinstance(resource, ResourceNote)
    assert resource.through is not None
    assert isinstance(lesson, LessonNote)
    assert (lesson.name, lesson.date, lesson.cost) == ("Paid late", date(2025, 1, 1), "8000")
    assert [one.findings for one in (deal, industry, introduction, resource, lesson)] == [[]] * 5


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("send the `v2` draft 📅 2026-11-27", "send the `v2` draft"),
        ("`make test`", "`make test`"),
        ("show ``a ` b`` to `all`", "show ``a ` b`` to `all`"),
        (
            "say `📅 2026-01-01` and `[due:: 2026-01-02]` [due:: 2026-12-01]",
            "say `📅 2026-01-01` and `[due:: 2026-01-02]`",
        ),
        ("one `open tick", "one `open tick"),
        ("the <!-- `not` --> end `^id` ^block-1", "the end `^id`"),
        ("%% `a` %% b", "b"),
    ],
)
def test_words_in_back_ticks_belong_to_a_promise_and_mean_nothing_else(line: str, text: str) -> None:
    record = record_of("People/Ann.md", f"---\nmet: 2026-01-01\n---\n- [ ] {line}\n")
    assert isinstance(record, ContactNote)
    (promise,) = record.promises
    assert promise.text == text
    assert str(promise.due) in ("None", "2026-11-27", "2026-12-01")


@pytest.mark.parametrize(
    ("line", "channel", "text"),
    [
        ("2026-10-05 call — asked for the `v2` draft", "call", "asked for the `v2` draft"),
        ("2026-10-05 `make test` fails at theirs", "", "`make test` fails at theirs"),
        ("2026-10-05 `coffee` with all", "", "`coffee` with all"),
        ("2026-10-05 `v2` call — late", "call", "`v2` call — late"),
        ("2026-10-05 call `[response:: none]` [response:: none] twice ^id-1", "call", "`[response:: none]` twice"),
        ("2026-10-05 call [[Ann|A]] said ``a ` b``", "call", "[[Ann|A]] said ``a ` b``"),
        ("2026-10-05 call <!-- `not` --> one `open tick", "call", "one `open tick"),
        ("2026-10-05 call `2026-10-06` \U000f0000", "call", "\U000f0000"),
    ],
)
def test_words_in_back_ticks_belong_to_a_log_line_and_mean_nothing_else(line: str, channel: str, text: str) -> None:
    record = record_of("People/Ann.md", f"---\nmet: 2026-01-01\n---\n## Log\n- {line}\n")
    assert isinstance(record, ContactNote)
    (logged,) = record.log
    assert (str(logged.date), logged.channel, logged.text) == ("2026-10-05", channel, text)
    assert logged.response == ("none" if "twice" in line else "yes")
