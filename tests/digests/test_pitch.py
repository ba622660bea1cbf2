"""The pitch and the resources: what one can say of oneself, and who needs what one has."""

import json

import msgspec

from tests.helpers import context_of
from vault_tools.config import Config, Signals, Stage
from vault_tools.digests.context import Context
from vault_tools.digests.matching import Matcher
from vault_tools.digests.pitch import PitchView, pitch
from vault_tools.digests.resources import ResourcesView, resources

SYNONYMS = Config(signals=Signals({"AI training": ("AI 培训",), "shift planning": ("排班", "排班表")}))


def contact(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", ""])


def pitch_of(config: Config = SYNONYMS, /, **notes: str) -> PitchView:
    return pitch(context_of({f"{name.replace('__', '/')}.md": text for name, text in notes.items()}, config))


def resources_of(**notes: str) -> ResourcesView:
    return resources(context_of({f"{name.replace('__', '/')}.md": text for name, text in notes.items()}, SYNONYMS))


def test_people_by_industry_and_by_the_stage_they_are_in() -> None:
    view = pitch_of(
        People__A=contact("industry: '[[Catering]]'", "fit: 3"),
        People__B=contact("industry: catering"),
        People__C=contact("industry: Banking"),
        People__D=contact("industry: Catering", "outlook: never"),
        People__E="",
    )
    assert [(row.industry, row.people) for row in view.industries] == [("Catering", 2), ("Banking", 1)]
    assert view.industries[0].stages == {"met": 1, "screened": 1, "engaged": 0, "partner": 0}
    assert view.elsewhere is not None
    assert (view.elsewhere.people, view.people) == (1, 4)
    assert view.reached == {"met": 4, "screened": 1, "engaged": 0, "partner": 0}


def test_what_most_offer_comes_first_and_synonyms_are_one() -> None:
    view = pitch_of(
        People__A=contact("industry: Catering", "offers: [venue, AI 培训]"),
        People__B=contact("industry: Catering", "offers: [ai training, cooks]"),
    )
    assert view.industries[0].offers == ("AI 培训", "venue", "cooks")
    assert view.reach == ("AI 培训", "venue", "cooks")


def test_offers_that_name_somebody_are_left_out() -> None:
    view = pitch_of(
        People__Ann=contact(
            "aliases: [王磊]", "org: Star Foods", "offers: [dinner with Ann, annual fair, Star Foods tours, venue]"
        ),
        People__B=contact("offers: [王磊的朋友, 场地]"),
        Resources__R="---\ntype: resource\noffers: [evenings at Ann's, a room]\n---\n",
    )
    assert view.elsewhere is not None
    assert set(view.elsewhere.offers) == {"annual fair", "venue", "场地"}
    assert view.own[0].offers == ("a room",)


def test_own_resources_by_who_needs_them_and_not_what_comes_through_others() -> None:
    view = pitch_of(
        People__A=contact("needs: [AI 培训]"),
        Resources__Bike="---\noffers: bike\ncapacity: one\n---\n",
        Resources__Course="---\noffers: [AI training, AI 培训, slides]\n---\n",
        Resources__Room="---\noffers: room\nthrough: '[[A]]'\n---\n",
    )
    assert [(one.offers, one.capacity) for one in view.own] == [(("AI training", "slides"), ""), (("bike",), "one")]
    assert view.mine == ("AI training", "bike")


def test_what_is_said_aloud_goes_by_what_happened_and_not_by_stage() -> None:
    view = pitch_of(
        People__A=contact("stage: partner"),
        People__B=contact("met: 2026-01-01") + "## Log\n- 2026-02-01 coffee\n",
        People__C=contact("met: 2026-01-01"),
        People__D=contact("outlook: never"),
        Deals__C="---\nwith: C\nstatus: active\nstarted: 2026-03-01\n---\n",
        Deals__A="---\nwith: A\nstatus: proposed\n---\n",
        Deals__D="---\nwith: D\nstatus: done\n---\n",
    )
    assert view.reached == {"met": 3, "screened": 3, "engaged": 3, "partner": 2}
    assert (view.sat_down, view.worked) == (2, 1)


def test_a_pitch_under_other_stages_and_of_nobody() -> None:
    config = Config(stages=(Stage("lead"), Stage("client")))
    assert pitch_of(config, People__A="").reached == {"lead": 1, "client": 0}
    empty = pitch_of()
    assert (empty.people, empty.industries, empty.elsewhere, empty.own, empty.reach) == (0, (), None, (), ())
    assert set(json.loads(msgspec.json.encode(empty.as_json()))) >= {"today", "people", "industries", "own"}


def test_the_inventory_says_who_needs_what() -> None:
    view = resources_of(
        People__A=contact("needs: [AI 培训, AI training for nurses]"),
        People__B=contact("needs: room", "outlook: never"),
        People__C=contact("needs: room"),
        Resources__Course="---\nkind: skill\noffers: AI training\ncapacity: weekly\n---\n",
        Resources__Room="---\nkind: 渠道\noffers: room\nthrough: '[[C]]'\n---\n",
        Resources__Lost="---\noffers: room\nthrough: '[[B]]'\n---\n",
        Resources__Odd="---\noffers: x\nthrough: Nobody\n---\n",
    )
    assert [(row.name, [one.contact for one in row.wanted], row.blocked) for row in view.rows] == [
        ("Course", ["A"], False),
        ("Room", [], False),
        ("Lost", [], True),
        ("Odd", [], True),
    ]
    course = view.rows[0]
    assert (course.kind, course.capacity, course.through, course.wanted[0].need) == ("skill", "weekly", None, "AI 培训")
    assert view.rows[1].through == ("People/C.md", "C")
    assert [row.name for row in view.idle] == ["Room"]
    assert view.helped == 1


def test_the_need_that_fits_best_is_shown_in_whatever_order_the_matches_were_found() -> None:
    notes = {
        "People/A.md": contact("needs: [AI training for nurses, AI 培训, AI training]"),
        "Resources/Course.md": "---\noffers: [AI 培训班, AI training]\n---\n",
    }
    fresh = context_of(notes, SYNONYMS)
    used = Matcher(SYNONYMS.signals.synonyms)
    used.matches(["ai training for nurses"], ["ai training"])
    views = [resources(one) for one in (fresh, Context(fresh.network, fresh.today, SYNONYMS, matcher=lambda: used))]
    assert views[0] == views[1]
    assert [(one.need, one.offer) for one in views[0].rows[0].wanted] == [("AI training", "AI training")]


def test_missing_is_what_several_ask_for_and_nobody_offers() -> None:
    view = resources_of(
        People__A=contact("needs: [排班, cooks]"),
        People__B=contact("needs: [排班表, venue, venue]"),
        People__C=contact("needs: [venue, cooks]", "outlook: never"),
        People__D=contact("needs: grants"),
        People__E=contact("needs: grants", "offers: grants"),
    )
    assert [(one.need, [name for _, name in one.people]) for one in view.missing] == [("排班", ["A", "B"])]


def test_no_resources_and_the_documented_json() -> None:
    empty = resources_of()
    assert (empty.contacts, empty.rows, empty.missing, empty.helped) == (0, (), (), 0)
    assert json.loads(msgspec.json.encode(empty.as_json())) == {"today": "2026-11-24", "resources": [], "missing": []}
