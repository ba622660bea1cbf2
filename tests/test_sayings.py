"""What a small vault's digests say: in the words of one person, with links to what they say, and no figure too early."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.helpers import context_of
from vault_tools.config import Config
from vault_tools.digests.registry import BLOCKS
from vault_tools.markdown import Linker
from vault_tools.render import Renderer


def said(notes: Mapping[str, str], block: str, lang: str = "en") -> str:
    """A block of a vault of these notes."""
    context = context_of(notes)
    renderer = Renderer(Path("/nowhere"), Config(), lang, Linker(context.network.links, "wikilink"))
    return renderer.block(block, BLOCKS[block].make(context, {})).text


MET = {
    "People/Ann.md": "---\nmet: 2026-01-01\nfit: 3\nscreened: 2026-01-05\n---\n",
    "Meetings/2026-08-02 Lunch at Ann's.md": "---\nwith: Ann\nchannel: meal\n---\n- [ ] the outline 📅 2026-09-01\n",
}


def test_the_last_time_and_a_broken_promise_lead_to_the_meeting() -> None:
    shown = said(MET, "follow-ups")
    meeting = "[[2026-08-02 Lunch at Ann's|"
    assert f"Last time: meal — {meeting}Lunch at Ann's]]" in shown
    assert f"you promised by 2026-09-01: {meeting}the outline]]" in shown
    assert f"is overdue: {meeting}the outline]]." in shown
    assert f"you promised by 2026-09-01: {meeting}the outline]]" in said(MET, "home")


def test_words_of_the_log_stand_in_the_persons_own_note_and_link_nowhere() -> None:
    shown = said({"People/Ann.md": "---\nmet: 2026-01-01\n---\n## Log\n- 2026-02-01 call — [x] *y*\n"}, "follow-ups")
    assert r"Last time: call — \[x\] \*y\*" in shown


def test_one_person_is_spoken_of_as_one() -> None:
    one = {"People/Ann.md": "---\nmet: 2026-01-01\n---\n## Log\n- 2026-02-01 call\n"}
    assert "**1 person** slipped past their date: [[Ann]], " in said(one, "follow-ups")
    assert "One is late: [[Ann]], " in said(one, "home")
    assert said(one, "screening").startswith("**1 person** you met waits to be judged: [[Ann]], since 2026-01-01.")


def test_a_week_with_a_new_face_and_no_talk_says_nobody() -> None:
    shown = said({"People/Ann.md": "---\nmet: 2026-11-20\n---\n"}, "week")
    assert "you were in touch with nobody and met **1 new one**" in shown


def people(number: int, met: str) -> dict[str, str]:
    """So many people of one quarter, every second one judged."""
    judged = "fit: 3\nscreened: 2026-05-01\n"
    return {f"People/{met} {one}.md": f"---\nmet: {met}\n{judged if one % 2 else ''}---\n" for one in range(number)}


def test_a_quarter_of_fewer_than_ten_has_counts_and_no_shares() -> None:
    shown = said(people(9, "2025-02-01") | people(10, "2025-05-01"), "funnel")
    assert "| 2025-Q1 | 9 | 4 | 0 | 0 |" in shown
    assert "| 2025-Q2 | 10 | 5 (50%) | 0 (0%) | 0 (0%) |" in shown
    assert "Of ten people or more, the share is in brackets." in shown
    assert "the share is in brackets" not in said(people(9, "2025-02-01") | people(9, "2025-05-01"), "funnel")


@pytest.mark.parametrize(("number", "told"), [(9, False), (10, True)])
def test_no_months_are_drawn_of_a_handful(number: int, told: bool) -> None:
    assert ("by month" in said(people(number, "2026-02-01"), "funnel")) == told
    tries = "".join(f"- 2026-10-{day:02} message\n" for day in range(1, number + 1))
    shown = said({"People/Ann.md": f"---\nmet: 2026-01-01\n---\n## Log\n{tries}"}, "answers")
    assert ("## By month" in shown) == told


def test_a_chinese_name_with_a_wide_bracket_keeps_its_link() -> None:
    notes = {"People/张三 （北京）.md": "---\nmet: 2026-01-01\n---\n## 记录\n- 2026-02-01 电话\n"}
    shown = said(notes, "follow-ups", "zh")
    assert "**1 人**过了该联系的日子：[[张三 （北京）]]，逾期 " in shown
    assert "- [ ] [[张三 （北京）]] ^vt-" in shown


@pytest.mark.parametrize(("dates", "waits"), [("ended: 2026-10-01", True), ("ended: 2026-11-01", False), ("", False)])
def test_an_offer_that_was_turned_down_since_was_made(dates: str, waits: bool) -> None:
    notes = {
        "People/Ann.md": "---\nmet: 2026-01-01\n---\n## Log\n- 2026-10-20 call [signal:: AI training] [for:: 2027-H1]\n",
        "Deals/One.md": f"---\nwith: Ann\nstatus: lost\ntopic: AI training\n{dates}\n---\n",
    }
    assert ("[[Ann|Ann — AI training]]" in said(notes, "signals")) == waits


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "Of 1 introduction none was made yet. 1 was declined"),
        ("zh", "共 1 次引荐，还没有一次牵上线。1 次被拒绝"),
    ],
)
def test_nothing_is_counted_of_introductions_before_one_was_made(lang: str, sentence: str) -> None:
    notes = {f"People/{name}.md": "---\nmet: 2026-01-01\n---\n" for name in ("Ann", "Bo")}
    declined = {"Introductions/One.md": "---\nbetween: [Ann, Bo]\nstatus: declined\n---\n"}
    assert sentence in said(notes | declined, "introductions", lang)


def test_a_list_has_the_commas_of_its_language() -> None:
    notes = {"People/王芳.md": "---\n公司: 永明\n职位: 老板\n圈子: [茶友, 校友]\n认识日期: 2026-01-01\n---\n"}
    assert "老板, 永明 · 余杭" in said(
        {"People/王芳.md": notes["People/王芳.md"].replace("圈子:", "城市: 余杭\n圈子:")}, "screening"
    )
    assert "永明 老板 · 茶友、校友" in said(notes, "screening", "zh")
    for block in ("follow-ups", "home"):
        assert "    - 永明 老板：" in said(notes, block, "zh")


def test_what_was_said_last_shows_its_code_and_runs_no_query() -> None:
    line = "- 2026-02-01 call — read `make test | less`, `v2_final` and `= this.x`"
    shown = said({"People/Ann.md": f"---\nmet: 2026-01-01\n---\n## Log\n{line}\n"}, "follow-ups")
    assert r"— read \`make test \| less\`, `v2_final` and \`\= this.x\`" in shown


TOGETHER = {
    "People/Ann.md": "---\nmet: 2026-01-01\n---\n- [ ] call back 📅 2026-11-01\n",
    "People/Bo.md": "---\nmet: 2026-01-01\n---\n",
    "Meetings/2026-08-02 Lunch.md": "---\nwith: [Ann, Bo]\n---\n"
    "- [ ] the list [owner:: [[Bo]]] 📅 2026-09-01\n- [ ] the plan 📅 2026-09-02\n",
    "Meetings/2026-11-25 Call.md": "---\nwith: [Ann]\nchannel: call\n---\n",
}


@pytest.mark.parametrize(
    ("lang", "theirs", "mine", "own", "diary"),
    [
        ("en", "[[Bo]]: **{}**; with [[Ann]]", "mine: **{}**; with [[Ann]], [[Bo]]", "mine: **{}**", "call, [[2026"),
        (
            "zh",
            "[[Bo]]：**{}**；与 [[Ann]] 约定",
            "我的：**{}**；与 [[Ann]]、[[Bo]] 约定",
            "我的：**{}**",
            "电话，[[2026",
        ),
    ],
)
def test_a_promise_names_whom_it_was_made_with_and_its_owner_once(
    lang: str, theirs: str, mine: str, own: str, diary: str
) -> None:
    shown = said(TOGETHER, "follow-ups", lang)
    for day, line in (("2026-09-01", theirs), ("2026-09-02", mine), ("2026-11-01", own)):
        late = {"en": f"overdue since {day}", "zh": f"{day} 已过期"}[lang]
        assert f"    - {line.format(late)}\n" in shown
    assert diary in shown
    assert diary in said(TOGETHER, "home", lang)
