"""Circles: how far in, through whom, what the targets ask for, what one brings; by docs/semantics.md."""

import json
from datetime import date

import msgspec
import pytest

from tests.helpers import context_of
from vault_tools.config import Circle, Config, Stage
from vault_tools.digests.circles import CircleRow, CirclesView, circles


def person(more: str, log: str = "") -> str:
    return f"---\n{more}\n---\n## Log\n{log}\n"


def view_of(people: dict[str, str], *aims: Circle, industry: str = "", stages: tuple[Stage, ...] = ()) -> CirclesView:
    notes = {f"People/{name}.md": text for name, text in people.items()}
    notes |= {"Industries/Food.md": industry} if industry else {}
    config = Config(circles=aims, stages=stages) if stages else Config(circles=aims)
    return circles(context_of(notes, config))


def tea(*aims: Circle, **people: str) -> CircleRow:
    return next(row for row in view_of({name: person(text) for name, text in people.items()}, *aims).circles)


def test_who_is_inside_by_stage_and_how_far_in() -> None:
    row = tea(
        A="circles: [Tea]\nmet: 2026-03-01",
        B="circles: TEA, Chess\nmet: 2026-01-05\nfit: 3\nscreened: 2026-02-01",
        C="circles: tea\nstage: engaged\nmet: 2026-05-01",
        D="circles: tea\noutlook: never",
        E="circles: [tea, Tea]\nmet: 2026-06-01",
    )
    assert row.circle == "Tea"
    assert [one.contact for one in row.members] == ["C", "B", "A", "E"]
    assert row.stages == {"met": 2, "screened": 1, "engaged": 1, "partner": 0}
    assert (row.deepest, row.close, row.share, row.inside) == ("engaged", 1, 0.25, 4)
    assert row.first is not None
    assert (row.first.contact, row.first.met) == ("B", date(2026, 1, 5))


def test_with_two_stages_the_last_one_is_close() -> None:
    view = view_of(
        {"A": person("circles: Tea"), "B": person("circles: Tea\nstage: client")},
        stages=(Stage("lead"), Stage("client")),
    )
    assert (view.last_stages, view.circles[0].close) == (("client",), 1)


def test_who_led_in_and_who_can_lead_further() -> None:
    view = view_of(
        {
            "A": person("circles: Tea", "- 2026-11-20 meal"),
            "B": person('circles: Tea\nsource: "[[A]]"'),
            "C": person('circles: Tea\nsource: "[[A]]"'),
            "D": person('circles: Tea\nsource: "[[Out]]"'),
            "E": person('circles: Tea\nsource: "[[E]]"'),
            "Out": person(""),
        }
    )
    (row,) = view.circles
    assert [(led.contact, led.inside, [name for _path, name in led.people]) for led in row.led] == [
        ("A", True, ["B", "C"]),
        ("Out", False, ["D"]),
    ]
    assert row.guides[0].contact == "A"
    assert view.people == 5


def test_a_circle_of_an_industry_is_shown_before_anybody_is_inside() -> None:
    people = {"A": person("industry: Food"), "B": person("industry: Food", "- 2026-11-20 meal"), "C": person("")}
    people["D"] = person("industry: Food\noutlook: never")
    (row,) = view_of(people, industry="---\ncircles: Bakers\n---\n").circles
    assert (row.circle, row.industries, row.inside, row.share, row.deepest) == (
        "Bakers",
        (("Industries/Food.md", "Food"),),
        0,
        None,
        None,
    )
    assert [(one.contact, one.industry) for one in row.guides] == [("B", "Food"), ("A", "Food")]


def test_the_pace_that_a_target_needs_until_its_day() -> None:
    row = tea(Circle("Tea", 12, date(2027, 2, 2)), A="circles: Tea\nmet: 2026-11-01", B="circles: Tea\nmet: 2025-01-01")
    assert (row.missing, row.recent, row.deadline) == (10, 1, date(2027, 2, 2))
    assert row.needed_per_week == pytest.approx(1.0)  # ten people, ten weeks
    assert row.per_week == pytest.approx(1 / 13)
    assert row.behind == pytest.approx(1 - 1 / 13)


def test_a_circle_that_closes_sooner_is_the_deadline() -> None:
    row = tea(Circle("tea", 11, date(2028, 1, 1), date(2026, 12, 29)), A="circles: Tea")
    assert (row.circle, row.deadline) == ("tea", date(2026, 12, 29))
    assert row.needed_per_week == pytest.approx(2.0)


@pytest.mark.parametrize(
    "aim",
    [Circle("Tea"), Circle("Tea", 5), Circle("Tea", 5, date(2026, 11, 24)), Circle("Tea", None, date(2027, 1, 1))],
)
def test_without_a_target_and_a_day_ahead_there_is_no_pace(aim: Circle) -> None:
    row = tea(aim, A="circles: Tea")
    assert (row.needed_per_week, row.behind) == (None, 0.0)


def test_targets_come_first_as_the_config_has_them_and_the_urgent_one_is_furthest_behind() -> None:
    people = {name: person("circles: [Big, Late, Soon]") for name in "AB"} | {"C": person("circles: Big")}
    aims = Circle("Late", 4, date(2028, 1, 1)), Circle("Empty", 3), Circle("Soon", 4, date(2026, 12, 24))
    view = view_of(people, *aims)
    assert [row.circle for row in view.circles] == ["Late", "Empty", "Soon", "Big"]
    assert view.urgent is not None
    assert view.urgent.circle == "Soon"
    assert view_of(people, Circle("Soon", 2, date(2026, 12, 24))).urgent is None


def test_to_whom_one_brings_nothing_yet_each_once_strongest_first() -> None:
    view = view_of(
        {
            "A": person("circles: [Tea, Chess]"),
            "B": person("circles: Tea", "- 2026-11-20 meal"),
            "C": person("circles: Tea\nvalue: good talks"),
        }
    )
    assert [one.contact for one in view.unserved] == ["B", "A"]
    assert [one.value for row in view.circles for one in row.served] == ["good talks"]


def test_the_json_has_what_the_docs_say() -> None:
    view = view_of({"A": person("circles: Tea\nmet: 2026-11-01")}, Circle("Tea", 5, date(2027, 1, 1)))
    document = json.loads(msgspec.json.encode(view.as_json()))
    assert set(document) == {"today", "people", "circles"}
    row = document["circles"][0]
    assert (row["inside"], row["recent"], row["unserved"]) == (1, 1, [{"contact": "A", "path": "People/A.md"}])
    assert row["first"] == {"contact": "A", "met": "2026-11-01"}
