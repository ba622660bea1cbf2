"""Drawing on a canvas: what the user did to it stays, whatever it is; what is ours is kept up to date."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.vault.canvas import Arrow, Card, NotOurs, Sheet, same_canvas

ANN, BOB, EVE = "People/Ann.md", "People/Bob.md", "People/Eve.md"


def cards(sheet: Sheet, *people: str, words: str = "**mill**\n1 person", label: str = "Food") -> list[Card]:
    found = [
        Card("vt-11111111-group", "group", label, (300, 300)),
        Card("vt-11111111", "file", "Industries/Food.md", (100, 50), (20, 20)),
        Card("vt-11111111-22222222-head", "text", words, (100, 50), (20, 100)),
        Card("vt-11111111-33333333-head", "text", "**shop**", (100, 50), (200, 100), colour="1"),
    ]
    for path in people:
        key = sheet.key_of("vt-11111111-22222222-", path)
        found.append(Card(key, "file", path, (100, 50), under="vt-11111111-22222222-head"))
    return found


ARROWS = [Arrow("vt-11111111-a", "vt-11111111-33333333-head", "vt-11111111-22222222-head", ("left", "right"))]


def drawn(data: bytes | None, *people: str, arrows: list[Arrow] = ARROWS, **more: str) -> bytes:
    sheet = Sheet(data)
    sheet.draw([cards(sheet, *people, **more)], arrows)
    return sheet.data()


def parsed(data: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(data)
    return document


def node(data: bytes, shows: str) -> dict[str, Any]:
    (found,) = [one for one in parsed(data)["nodes"] if shows in (one.get("file"), one.get("text"), one.get("label"))]
    return dict(found)


def changed(data: bytes, shows: str, **more: object) -> bytes:
    document = parsed(data)
    for one in document["nodes"]:
        if shows in (one.get("file"), one.get("text"), one.get("label")):
            one.update(more)
    return json.dumps(document).encode()


def added(data: bytes, nodes: list[Any] = [], edges: list[Any] = []) -> bytes:  # noqa: B006 - never changed
    document = parsed(data)
    document["nodes"] += nodes
    document["edges"] += edges
    return json.dumps(document).encode()


def test_a_new_canvas_has_columns_below_their_heads_within_a_frame() -> None:
    data = drawn(None, ANN, BOB)
    frame, head = node(data, "Food"), node(data, "**mill**\n1 person")
    ann, bob = node(data, ANN), node(data, BOB)
    assert head["x"] == ann["x"] == bob["x"]
    assert head["y"] < ann["y"] < bob["y"]
    assert bob["y"] >= ann["y"] + ann["height"]
    assert frame["y"] + frame["height"] > bob["y"] + bob["height"]
    assert parsed(data)["nodes"][0] == frame  # behind all others
    assert node(data, "**shop**")["color"] == "1"
    (edge,) = parsed(data)["edges"]
    assert (edge["fromNode"], edge["toNode"]) == (node(data, "**shop**")["id"], head["id"])


def test_the_form_is_that_of_obsidian() -> None:
    assert drawn(None, ANN).decode().startswith('{\n\t"nodes":[\n\t\t{"id":"vt-11111111-group-')
    assert drawn(None, ANN).endswith(b"}\n\t]\n}")
    assert parsed(drawn(None)) == parsed(drawn(b"{}")) == parsed(drawn(b" ")) == parsed(drawn(b'{"nodes":[]}'))


def test_moved_resized_and_coloured_cards_stay_so_while_others_come_and_go() -> None:
    data = changed(
        drawn(None, ANN, BOB), ANN, x=-700, y=33, width=555, height=44, color="#ff00ff", styleAttributes={"a": 1}
    )
    again = drawn(data, ANN, EVE, words="**mill**\n2 people")
    assert node(again, ANN) == node(data, ANN)
    assert BOB not in again.decode()
    head = node(again, "**mill**\n2 people")
    assert (head["x"], head["y"]) == (node(data, "**mill**\n1 person")["x"], node(data, "**mill**\n1 person")["y"])
    assert parsed(again)["edges"][0]["toNode"] == head["id"]


def test_new_cards_follow_a_head_that_was_moved_and_cover_nothing() -> None:
    data = changed(drawn(None, ANN), "**mill**\n1 person", x=1000, y=2000)
    data = added(data, [{"id": "mine", "type": "text", "text": "x", "x": 990, "y": 2080, "width": 50, "height": 60}])
    bob = node(drawn(data, ANN, BOB), BOB)
    assert bob["x"] == 1000
    assert bob["y"] >= 2140


def test_the_second_industry_stands_below_everything() -> None:
    data = added(drawn(None), [{"id": "mine", "type": "text", "text": "x", "x": 0, "y": 5000, "width": 9, "height": 9}])
    sheet = Sheet(data)
    more = [Card("vt-99999999-group", "group", "Care", (10, 10)), Card("vt-99999999", "file", "Care.md", (5, 5))]
    sheet.draw([cards(sheet), more], [])
    assert node(sheet.data(), "Care")["y"] > 5009


def test_a_card_keeps_its_place_when_its_note_is_renamed_and_another_takes_the_name() -> None:
    data = changed(drawn(None, ANN), ANN, x=77, file=BOB)  # as `rename` and Obsidian lead it
    again = drawn(data, BOB, ANN)
    assert node(again, BOB)["x"] == 77
    assert node(again, BOB)["id"] == node(data, BOB)["id"] != node(again, ANN)["id"]
    assert parsed(drawn(again, ANN, BOB))["nodes"] == parsed(again)["nodes"]


def test_words_that_the_user_changed_become_theirs_and_a_fresh_text_is_put_beside() -> None:
    data = changed(drawn(None, ANN), "**mill**\n1 person", text="ask about flour")
    again = drawn(data, ANN)
    assert not node(again, "ask about flour")["id"].startswith("vt-")
    assert node(again, "**mill**\n1 person")["id"].startswith("vt-")
    assert parsed(again)["edges"][0]["toNode"] == node(again, "**mill**\n1 person")["id"]
    assert drawn(again, ANN) == again


def test_words_the_user_changed_stay_also_when_their_position_is_gone() -> None:
    data = changed(drawn(None), "**shop**", text="my thoughts")
    sheet = Sheet(data)
    sheet.draw([[one for one in cards(sheet) if "shop" not in one.shows]], [])
    assert node(sheet.data(), "my thoughts")["x"] == 200
    assert "**shop**" not in sheet.data().decode()


def test_a_link_that_followed_a_rename_is_no_change_of_words() -> None:
    data = drawn(None, words="ask [[Ann]]").replace(b"[[Ann]]", b"[[Anna Smith]]")
    assert "my-" not in drawn(data, words="ask [[Bob]]").decode()


def test_a_frame_that_the_user_named_keeps_its_name() -> None:
    data = changed(drawn(None, ANN), "Food", label="My trade", width=4000)
    again = drawn(data, ANN, BOB, label="Food!")
    assert node(again, "My trade")["width"] == 4000
    assert "Food!" not in again.decode()
    assert "Food!" in drawn(drawn(None, ANN), ANN, label="Food!").decode()


def test_a_card_that_the_user_tied_something_to_stays_and_ends_lead_to_where_somebody_went() -> None:
    data = drawn(None, ANN, BOB)
    mine = {"id": "mine", "type": "text", "text": "x", "x": 0, "y": -90, "width": 9, "height": 9}
    edges = [
        {"id": name, "fromNode": "mine", "toNode": node(data, path)["id"]} for name, path in (("1", ANN), ("2", BOB))
    ]
    sheet = Sheet(added(data, [mine], edges))
    kept = [one for one in cards(sheet) if one.kind != "file"]
    elsewhere = Card(sheet.key_of("vt-11111111-33333333-", BOB), "file", BOB, (9, 9), under="vt-11111111-33333333-head")
    sheet.draw([[*kept, elsewhere]], [])
    result = sheet.data()
    assert node(result, ANN) == node(data, ANN)
    assert node(result, BOB)["id"] == elsewhere.key
    assert [edge["toNode"] for edge in parsed(result)["edges"]] == [node(data, ANN)["id"], elsewhere.key]


def test_an_arrow_of_ours_goes_unless_something_was_written_on_it() -> None:
    data = drawn(None)
    assert parsed(drawn(data, arrows=[]))["edges"] == []
    document = parsed(data)
    document["edges"][0] |= {"label": "60 days", "color": "2"}
    kept = parsed(drawn(json.dumps(document).encode(), arrows=[]))["edges"]
    assert [(one["label"], one["color"]) for one in kept] == [("60 days", "2")]


@pytest.mark.parametrize(
    "data",
    [
        b'{"nodes":[{"id":"a","type":"text","text":"mine"}],"edges":[]}',
        b"not json",
        b"\xff\xfe",
        b"[]",
        b'{"nodes":{}}',
        b'{"nodes":[],"edges":1}',
        b'{"nodes":[{"id":"vt-1","x":1e999}]}',
        b'{"nodes":[{"id":"vt-1","text":"\\ud800"}]}',
        b"[" * 100_000,
    ],
)
def test_what_is_not_ours_is_not_drawn_on(data: bytes) -> None:
    with pytest.raises(NotOurs):
        Sheet(data)


def test_canvases_are_compared_by_what_they_say() -> None:
    data = drawn(None, ANN)
    assert same_canvas(data, json.dumps(parsed(data), indent=4).encode())
    assert not same_canvas(data, drawn(None, BOB))
    assert not same_canvas(b"no json", data)


_values = st.none() | st.booleans() | st.integers(-5000, 5000) | st.floats(-1e6, 1e6) | st.text(max_size=5)
_sides = st.fixed_dictionaries(
    {}, optional={"x": _values, "y": _values, "width": _values, "height": _values, "color": _values, "extra": _values}
)
_strange = st.lists(
    st.dictionaries(st.sampled_from(["id", "type", "text", "fromNode", "label"]), _values) | _values, max_size=3
)


@given(
    st.dictionaries(st.sampled_from([ANN, BOB, "**shop**"]), _sides),
    _strange,
    _strange,
    st.dictionaries(st.text(), _values),
)
def test_whatever_a_hand_does_stays_and_drawing_twice_is_drawing_once(
    moves: dict[str, dict[str, Any]], nodes: list[Any], edges: list[Any], top: dict[str, Any]
) -> None:
    data = drawn(None, ANN, BOB)
    for shows, sides in moves.items():
        data = changed(data, shows, **sides)
    document = {**top, **parsed(added(data, nodes, edges))}
    again = drawn(json.dumps(document).encode(), ANN, BOB, EVE)
    result = parsed(again)
    for one in document["nodes"][1:]:  # the frame grows around Eve's card
        assert one in result["nodes"]
    for one in edges:
        assert one in result["edges"]
    assert [result[key] for key in top if key not in ("nodes", "edges")] == [
        top[key] for key in top if key not in ("nodes", "edges")
    ]
    assert drawn(again, ANN, BOB, EVE) == again
