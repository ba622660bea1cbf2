"""The landscape as a canvas, and its file in the vault."""

import json
from pathlib import Path
from typing import Any

from tests.helpers import TODAY, context_of, run, write_vault
from vault_tools.canvas import SHOWN, STAYING, landscape_canvas
from vault_tools.config import Config
from vault_tools.digests.landscape import landscape
from vault_tools.freshness import Published
from vault_tools.language import catalogue
from vault_tools.markdown import Linker
from vault_tools.publish import publish
from vault_tools.sentences import Sentences
from vault_tools.workspace import Workspace

CANVAS = "Digests/Landscape.canvas"
FOOD = "---\nchain: [农场, mill, 店_铺]\npays: [店_铺 -> mill, 店_铺 -> 农场]\n---\n"


def person(position: str, touches: int = 0) -> str:
    log = "\n".join(f"- 2026-11-{day:02} call" for day in range(1, touches + 1))
    return f"---\nindustry: Food\nposition: {position}\n---\n## Log\n{log}\n"


def drawn(notes: dict[str, str], data: bytes | None = None, lang: str = "en") -> bytes:
    context = context_of(notes)
    linker = Linker(context.network.links, "wikilink")
    return landscape_canvas(data, landscape(context), Sentences(catalogue(lang), Config()), linker)


def nodes(data: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(data)["nodes"]
    return found


def shown(data: bytes) -> list[str]:
    return [str(one.get("file") or one.get("text") or one.get("label")) for one in nodes(data)]


def test_industries_are_groups_positions_columns_people_cards_and_payments_arrows() -> None:
    data = drawn({"Industries/Food.md": FOOD, "People/Ann.md": person("mill")})
    assert shown(data) == [
        "Food: each arrow is a payment",
        "Industries/Food.md",
        "**农场**\nnobody yet",
        "ask [[Ann]].",
        "**mill**\n1 person",
        "People/Ann.md",
        "**店\\_铺**\nnobody yet",
        "ask [[Ann]].",
    ]
    heads = {one["text"].split("**")[1]: one for one in nodes(data) if one.get("text", "").startswith("**")}
    assert heads["农场"]["x"] < heads["mill"]["x"] < heads["店\\_铺"]["x"]
    edges = json.loads(data)["edges"]
    assert [(one["fromNode"], one["toNode"]) for one in edges] == [
        (heads["店\\_铺"]["id"], heads["mill"]["id"]),
        (heads["店\\_铺"]["id"], heads["农场"]["id"]),
    ]
    assert [(one["fromSide"], one["toSide"]) for one in edges] == [("left", "right"), ("top", "top")]


def test_nothing_covers_anything_and_all_lies_in_its_frame() -> None:
    people = {f"People/P{number}.md": person("mill") for number in range(9)}
    found = nodes(drawn({"Industries/Food.md": FOOD, "Industries/Care.md": FOOD, **people}))
    frames = [one for one in found if one["type"] == "group"]
    boxes = [one for one in found if one["type"] != "group"]

    def inside(one: dict[str, Any], other: dict[str, Any]) -> bool:
        across = other["x"] <= one["x"] and one["x"] + one["width"] <= other["x"] + other["width"]
        return bool(across and other["y"] <= one["y"] and one["y"] + one["height"] <= other["y"] + other["height"])

    for number, one in enumerate(boxes):
        assert sum(inside(one, frame) for frame in frames) == 1
        for other in boxes[:number]:
            apart = one["x"] >= other["x"] + other["width"] or other["x"] >= one["x"] + one["width"]
            assert apart or one["y"] >= other["y"] + other["height"] or other["y"] >= one["y"] + one["height"]


def test_the_strongest_few_have_cards_and_keep_them_while_they_are_not_far_behind() -> None:
    def vault(**touches: int) -> dict[str, str]:
        base = {f"P{number:02}": 20 for number in range(SHOWN - 1)} | {f"Q{number:02}": 5 for number in range(STAYING)}
        return {"Industries/Food.md": FOOD} | {
            f"People/{name}.md": person("mill", count) for name, count in {**base, **touches}.items()
        }

    first = drawn(vault(Ann=10))
    assert "People/Ann.md" in shown(first)
    assert sum(name.startswith("People/") for name in shown(first)) == SHOWN
    assert f"**mill**\n{SHOWN + STAYING} people, the strongest below" in shown(first)
    overtaken = drawn(vault(Ann=10, Bob=20), first)
    assert {"People/Ann.md", "People/Bob.md"} <= set(shown(overtaken))
    assert "People/Ann.md" not in shown(drawn(vault(Ann=10, Bob=20)))
    assert "People/Ann.md" not in shown(drawn(vault(Ann=0), first))


def test_another_language_changes_the_words_and_no_place() -> None:
    notes = {"Industries/Food.md": FOOD, "People/Ann.md": person("mill")}
    english = drawn(notes)
    chinese = drawn(notes, english, "zh")
    assert "去问 [[Ann]]。" in shown(chinese)
    assert [(one["x"], one["y"]) for one in nodes(chinese)] == [(one["x"], one["y"]) for one in nodes(english)]
    assert drawn(notes, chinese) == english


NOTES = {"Industries/Food.md": FOOD, "People/Ann.md": person("mill")}


def render(vault: Path, *, check: bool = False) -> Published:
    workspace = Workspace(vault, today=TODAY)
    workspace.refresh()
    published = publish(workspace, check=check)
    workspace.close()
    return published


def test_it_is_written_once_and_again_only_if_it_says_something_else(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, NOTES)
    assert CANVAS in render(vault, check=True).written
    assert CANVAS in render(vault).written
    assert render(vault).unchanged
    laid_out = json.dumps(json.loads((vault / CANVAS).read_bytes()), indent=3).encode()
    (vault / CANVAS).write_bytes(laid_out)
    assert render(vault, check=True).written == []
    assert render(vault).written == []
    assert (vault / CANVAS).read_bytes() == laid_out
    (vault / "People/Bob.md").write_text(person("农场"))
    assert CANVAS in render(vault).written
    (vault / CANVAS).unlink()
    assert render(vault).written == [CANVAS]


def test_none_without_industries_or_where_the_config_leaves_the_digest_out(tmp_path: Path) -> None:
    assert CANVAS not in render(write_vault(tmp_path / "a", {"People/Ann.md": ""})).written
    assert CANVAS not in render(write_vault(tmp_path / "b", NOTES, 'digests = ["funnel"]\n')).written


def test_a_canvas_of_the_users_is_left_alone(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {**NOTES, CANVAS: '{"nodes":[{"id":"1","type":"text","text":"mine"}]}'})
    published = render(vault)
    assert [(one.path, one.code) for one in published.findings] == [(CANVAS, "canvas-foreign")]
    assert "mine" in (vault / CANVAS).read_text()
    (vault / CANVAS).write_text("")
    assert CANVAS in render(vault).written


def test_a_canvas_that_was_moved_is_drawn_where_it_is(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, NOTES)
    render(vault)
    (vault / CANVAS).rename(vault / "Field.canvas")
    (vault / "People/Bob.md").write_text(person("农场"))
    assert "Field.canvas" in render(vault).written
    assert not (vault / CANVAS).exists()


def test_cards_follow_a_rename_where_they_are(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, NOTES)
    render(vault)
    document = json.loads((vault / CANVAS).read_bytes())
    for one in document["nodes"]:
        one["x"] += 7 if one.get("file") == "People/Ann.md" else 0
    (vault / CANVAS).write_text(json.dumps(document))
    assert run("rename", "Ann", "Anna Smith", "--vault", vault).returncode == 0
    assert run("rename", "Industries/Food.md", "Catering", "--vault", vault).returncode == 0
    render(vault)
    after = {one.get("file"): one for one in nodes((vault / CANVAS).read_bytes())}
    before = {one.get("file"): one for one in document["nodes"]}
    assert after["People/Anna Smith.md"] == {**before["People/Ann.md"], "file": "People/Anna Smith.md"}
    assert after["Industries/Catering.md"]["id"] == before["Industries/Food.md"]["id"]
    assert "my-" not in (vault / CANVAS).read_text()
