import time
from itertools import pairwise

import pytest

from tests.helpers import network_of
from vault_tools.network.doubles import Double, find_doubles


def doubles(*fronts: str) -> list[Double]:
    """The pairs among contacts, each given by its frontmatter; without a `name` they are called A, B …"""
    return find_doubles(
        network_of({f"People/{'ABCDEFGH'[at]}.md": f"---\n{front}\n---\n" for at, front in enumerate(fronts)}), "CN"
    )


def codes(*fronts: str) -> list[list[str]]:
    return [[clue.code for clue in one.clues] for one in doubles(*fronts)]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("email: Li.Wei@example.com", "email: [old@example.com, li.wei@EXAMPLE.com]", ["email"]),
        ('phone: "138 0013 8000"', 'phone: "+86-13800138000"', ["phone"]),
        ("wechat: liwei", "wechat: LiWei", ["wechat"]),
        ("linkedin: https://www.linkedin.com/in/liwei/", "linkedin: linkedin.com/in/liwei?trk=x", ["linkedin"]),
        ("name: Anneke Vogt", "name: Dr. Anneke VOGT", ["name"]),
        ("name: Li Wei", "name: Wei Li", ["swapped"]),
        ("name: 张三丰", "name: Zhang Sanfeng", ["pinyin"]),
        ("name: 张三丰", "name: Sanfeng Zhang", ["pinyin"]),
        ("name: Bob Stone", "name: Robert\naliases: [Bob Stone]", ["alias"]),
        ("name: Robert Stone\naliases: [Bob]\norg: Star", "name: Bob Stone\norg: STAR", ["org", "nickname"]),
        ("name: Bob\norg: Star\ncity: Berlin", "name: Bob Stone\norg: Star\ncity: Berlin", ["org", "nickname", "city"]),
        (
            "name: Bob\nemail: b@example.com\nbirthday: 1980-05-17",
            "name: Bob\nemail: b@example.com\nbirthday: 1980-05-17",
            ["email", "birthday", "name"],
        ),
    ],
)
def test_what_makes_a_pair(one: str, other: str, found: list[str]) -> None:
    assert codes(one, other) == [found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("name: 李伟", "name: 李薇"),  # read alike, and two names
        ("name: Bob", "name: Bob Stone"),
        ("name: Bob\norg: Star", "name: Bob Stone\norg: Moon"),
        ("org: Star\ncity: Berlin", "org: Star\ncity: Berlin"),
        ("email: info@example.com", "email: info@example.com"),
        ("name: Li Wei\nbirthday: 1980-05-17", "name: Li Wei\nbirthday: 1981-06-18"),
        ("phone: ask", "phone: ask"),
        ("name: Ana\nnot_same: [[B]]", "name: Ana"),
        ("name: Ana", "name: Ana\n非同一人: A"),
    ],
)
def test_what_makes_none(one: str, other: str) -> None:
    assert codes(one, other) == []


def test_confidence_follows_what_speaks_for_it_and_against() -> None:
    fronts = [
        "name: Ana Ruiz\norg: Star\nemail: a@example.com",
        "name: Ana Ruiz\norg: Star",
        "name: Ruiz Ana\norg: Moon",
    ]
    same, less, least = (
        doubles(fronts[0], "name: Ana Ruiz\nemail: a@example.com"),
        doubles(*fronts[:2]),
        doubles(*fronts[1:]),
    )
    assert [one.confidence for one in (*same, *less, *least)] == [0.9, 0.65]
    assert [one.certain for one in (*same, *less)] == [True, False]


def test_what_many_share_says_less_of_any_two() -> None:
    switchboard = 'phone: "+86 571 8888 6666"'
    assert len(doubles(switchboard, switchboard)) == 1
    assert doubles(switchboard, switchboard, switchboard, switchboard) == []
    assert len(doubles("name: Li Wei\norg: Star", *["name: Li Wei"] * 6, "name: Li Wei\norg: Star")) == 1


def test_the_one_of_whom_more_is_known_is_kept() -> None:
    network = network_of(
        {"People/A.md": "---\nname: Ana\n---\n", "People/B.md": "---\nname: Ana\n---\n## Log\n- 2026-01-01 coffee\n"}
    )
    assert [(one.kept, one.other) for one in find_doubles(network)] == [("People/B.md", "People/A.md")]


def test_ten_thousand_people_in_three_seconds() -> None:
    names = ("王伟", "Li Wei", "李娜", "Anna Reed", "张敏")
    notes = {
        f"People/{number}.md": f'---\nname: {names[number % 5]}{number // 2}\norg: Company {number % 500}\nphone: "+86139{number // 2:08}"\n---\n'
        for number in range(10_000)
    }
    network = network_of(notes)
    started = time.process_time()
    found = find_doubles(network, "CN")
    assert time.process_time() - started < 3
    assert len(found) == 5_000
    assert all(one.confidence >= other.confidence for one, other in pairwise(found))
