"""The types, colours, base, templates and style sheet that a vault gets."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml12

from tests.helpers import ROOT, TODAY, network_of, write_vault
from tests.obsidian.bases import shown
from vault_tools.config import Config, Folders, FollowUps, Stage, load_config
from vault_tools.network.read import Reader
from vault_tools.network.vocabulary import Vocabulary
from vault_tools.obsidian.census import Census, take_census
from vault_tools.obsidian.contents import contents
from vault_tools.obsidian.graph import colour_groups
from vault_tools.obsidian.setup import Wanted
from vault_tools.obsidian.types import property_types
from vault_tools.vault.scan import scan

BASE_KEYS = {"filters", "formulas", "properties", "views", "summaries"}
VIEW_KEYS = {"type", "name", "limit", "filters", "groupBy", "order", "sort", "summaries"}
FUNCTIONS = {"isEmpty", "contains", "inFolder", "hasTag", "today", "date", "if"}
"""Of Obsidian's help, pages “Bases syntax” and “Functions”."""


def census_of(vault: Path, config: Config | None = None) -> Census:
    config = config or load_config(vault).config
    vocabulary = Vocabulary(config)
    reader = Reader(vocabulary)
    kinds = [
        (path, str(reader.read(path, (vault / path).read_bytes()).__struct_config__.tag)) for path in scan(vault).notes
    ]
    return take_census(vault, kinds, vocabulary, lambda done, of: None)


def wanted_for(vault: Path, lang: str = "en") -> Wanted:
    return contents(vault, load_config(vault).config, census_of(vault), lang, ".obsidian")


def base_of(wanted: Wanted) -> dict[str, Any]:
    (name,) = [path for path in wanted.files if path.endswith(".base")]
    loaded: Any = yaml12.parse_yaml(wanted.files[name].decode())
    assert isinstance(loaded, dict)
    return loaded


def filters_in(node: Any) -> Iterator[str]:
    """All statements of a filter, which is one, or one of `and`, `or`, `not` with a list of filters."""
    if isinstance(node, str):
        yield node
        return
    assert len(node) == 1
    (junction,) = node
    assert junction in ("and", "or", "not")
    for inner in node[junction]:
        yield from filters_in(inner)


EXAMPLE = ROOT / "example-vault"
CONFIGS = {
    "plain": "",
    "stages": '[[stages]]\nkey = "seen"\nlabel = "见过"\n[[stages]]\nkey = "won"\n',
    "names": '[properties]\norg = ["my employer", "单位 \\"x\\""]\n[folders]\ncontact = "CRM/People"\n',
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("vault", ["example", *CONFIGS])
def test_the_base_is_yaml_with_known_keys_and_ids(tmp_path: Path, vault: str, lang: str) -> None:
    notes = {
        "People/a.md": "---\nmy employer: X\nfit: 3\n---\n",
        "CRM/People/b.md": "---\n公司: Y\n圈子: [茶友]\n---\n",
    }
    folder = EXAMPLE if vault == "example" else write_vault(tmp_path, notes, CONFIGS[vault])
    base = base_of(wanted_for(folder, lang))
    assert set(base) <= BASE_KEYS
    formulas, shown = base["formulas"], set[str]()
    statements = [*filters_in(base["filters"]), *formulas.values()]
    for view in base["views"]:
        assert set(view) <= VIEW_KEYS
        assert view["type"] == "table"
        statements += filters_in(view["filters"]) if "filters" in view else []
        columns = [*view["order"], *(one["property"] for one in view["sort"])]
        columns += [view["groupBy"]["property"]] if "groupBy" in view else []
        for column in columns:
            kind, _, name = column.partition(".")
            assert (kind, name) == ("file", "name") or kind == "note" or (kind == "formula" and name in formulas)
        shown |= set(columns)
        assert "groupBy" not in view or view["groupBy"]["property"] not in view["order"]  # it would be shown twice
        directions = [one["direction"] for one in [*view["sort"], *([view["groupBy"]] if "groupBy" in view else [])]]
        assert set(directions) <= {"ASC", "DESC"}
    for statement in statements:
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', statement)
        assert bare.count("(") == bare.count(")")
        assert bare.count("[") == bare.count("]")
        assert set(re.findall(r"(\w+)\(", bare)) <= FUNCTIONS
        for name in re.findall(r'formula\[("(?:[^"\\]|\\.)*")\]', statement):
            assert json.loads(name) in formulas
    assert set(base["properties"]) <= shown


def test_the_base_has_the_views_of_the_method_in_either_language() -> None:
    views = {lang: [view["name"] for view in base_of(wanted_for(EXAMPLE, lang))["views"]] for lang in ("en", "zh")}
    assert views == {
        "en": ["By stage", "Next date", "By circle", "By industry", "To judge"],
        "zh": ["按阶段", "按下次日期", "按圈子", "按行业", "待判断"],
    }


def test_a_property_under_one_name_is_a_column_to_edit_under_several_a_formula(tmp_path: Path) -> None:
    write_vault(tmp_path, {"People/a.md": "---\nemployer: X\n---\n", "People/b.md": "---\nfit: 2\n---\n"})
    base = base_of(wanted_for(tmp_path))
    assert "note.employer" in base["views"][0]["order"]
    assert base["properties"]["note.employer"] == {"displayName": "org"}
    write_vault(tmp_path, {"People/c.md": "---\n公司: Y\norg: Z\n---\n"})
    base = base_of(wanted_for(tmp_path))
    assert "formula.org" in base["views"][0]["order"]
    assert base["formulas"]["org"] == (
        'if(note["org"].isEmpty(), if(note["公司"].isEmpty(), note["employer"], note["公司"]), note["org"])'
    )


def test_stages_are_those_of_the_config_in_its_order() -> None:
    config = Config(stages=(Stage("seen", "Seen"), Stage("won")))
    formulas = base_of(contents(EXAMPLE, config, Census(), "en", ".obsidian"))["formulas"]
    assert '["seen", "Seen"].contains(note["stage"]), "1 · Seen"' in formulas["funnel"]
    assert '["won"].contains(note["stage"]), "2 · won"' in formulas["funnel"]
    assert "further" not in formulas["funnel"]  # without the stage `screened`, a fit tells nothing


def test_dates_that_are_text_in_obsidian_are_made_dates_to_compare(tmp_path: Path) -> None:
    write_vault(tmp_path, {"People/a.md": "---\nnext: 2026-12-01\n---\n"})
    assert 'note["next"] <= today() + "14d"' in base_of(wanted_for(tmp_path))["views"][1]["filters"]["and"]
    write_vault(tmp_path, {"Meetings/a.md": "---\nnext: 2w\n---\n"})
    assert 'date(note["next"]) <= today() + "14d"' in base_of(wanted_for(tmp_path))["views"][1]["filters"]["and"]


def test_a_type_fits_every_value_in_the_vault(tmp_path: Path) -> None:
    notes = {
        "People/a.md": "---\nmet: 2026-11\nfit: 3\nnext: 2026-12-01\nscreened:\nphone: '012'\nbirthday: 1986-12-02\n---\n",
        "Deals/b.md": "---\nsize: 1.2万\nrevenue: 300\nstarted: 2026-01-01\n---\n",
        "Notes/c.md": "---\nstarted: [2026-01-01]\nended: 2026-02-30\n---\n",
        "People/d.md": "---\n: broken\n  - [\n---\n",
    }
    types = property_types(census_of(write_vault(tmp_path, notes)), Config(), "en")
    assert types["met"] == types["size"] == types["phone"] == types["birthday"] == types["ended"] == "text"
    assert types["fit"] == types["revenue"] == "number"
    assert types["next"] == types["screened"] == "date"
    assert types["circles"] == types["with"] == "multitext"
    assert not {"started", "org", "aliases", "tags"} & set(types)


def test_names_are_those_of_the_language_and_those_in_use(tmp_path: Path) -> None:
    config = Config(properties={"needs": ("wants",)})
    vault = write_vault(
        tmp_path, {"People/a.md": "---\n合作度: 3\nCirclE: x\n---\n", "Meetings/b.md": "---\nattendees: a\n---\n"}
    )
    types = property_types(census_of(vault, config), config, "en")
    assert (types["合作度"], types["CirclE"], types["attendees"], types["wants"]) == ("number", *["multitext"] * 3)
    assert "fit" not in types
    assert set(types.values()) <= {"text", "multitext", "number", "date"}
    chinese = property_types(Census(), Config(), "zh")
    assert [name for name in chinese if name.isascii()] == []
    assert chinese["认识日期"] == "date"


def test_the_graph_has_people_by_stage_and_the_rest_by_folder() -> None:
    config = Config(folders=Folders(contact="CRM/People", lesson=""), digest_folder="")
    queries = [group["query"] for group in colour_groups(Census(), config, "en")]
    assert queries == [
        '["outlook":"never" OR "不再"]',
        '["stage":"partner" OR "合作"]',
        '["stage":"engaged" OR "接触"]',
        '["stage":"screened" OR "筛选"]',
        '["stage":"met" OR "认识"]',
        'path:"CRM/People/"',
        'path:"Meetings/"',
        'path:"Deals/"',
        'path:"Resources/"',
        'path:"Industries/"',
        'path:"Introductions/"',
    ]
    both = Census({("contact", "stage"): ["stage", "阶段"]})
    assert '["stage":"met" OR "认识"] OR ["阶段":"met" OR "认识"]' in [
        group["query"] for group in colour_groups(both, config, "en")
    ]


@pytest.mark.parametrize("count", [2, 3, 4, 7])
def test_stages_grow_stronger(count: int) -> None:
    config = Config(stages=tuple(Stage(str(number)) for number in range(count)), follow_ups=FollowUps())
    colours = [group["color"]["rgb"] for group in colour_groups(Census(), config, "en")[1 : count + 1]]
    assert colours == sorted(colours)
    assert (colours[0], colours[-1]) == (0x08519C, 0x9ECAE1)


def test_templates_go_where_obsidian_looks_and_vault_tools_does_not(tmp_path: Path) -> None:
    def folder() -> str:
        return next(path for path in wanted_for(tmp_path).files if path.endswith("/Contact.md")).rpartition("/")[0]

    write_vault(tmp_path, {})
    assert folder() == "Templates"
    (tmp_path / "模板").mkdir()
    assert folder() == "模板"
    (tmp_path / ".obsidian").mkdir()
    settings = tmp_path / ".obsidian/templates.json"
    for given, meant in (
        ("Meta/Templates", "Meta/Templates"),
        ("Snippets", "模板"),
        ("../Templates", "模板"),
        (7, "模板"),
    ):
        settings.write_text(json.dumps({"folder": given}))
        assert folder() == meant, given


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_templates_are_those_of_init(tmp_path: Path, lang: str) -> None:
    files = wanted_for(write_vault(tmp_path, {}), lang).files
    source = ROOT / "templates/vault" / lang / "Templates"
    assert {path: data for path, data in files.items() if path.startswith("Templates/")} == {
        f"Templates/{note.name}": note.read_bytes() for note in source.iterdir()
    }


def test_the_style_sheet_is_whole() -> None:
    css = (ROOT / "templates/obsidian/vault-tools.css").read_text(encoding="utf-8")
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    assert bare.count("{") == bare.count("}")
    for mark in (">", "!", "-"):
        assert f'li[data-task="{mark}"] > input' in bare
        assert f'.HyperMD-task-line[data-task="{mark}"]' in bare
    assert not re.search(r"#[0-9a-f]{3,6}\b|https?://(?!www\.w3\.org)", bare)  # the theme's colours, nothing fetched


def test_the_example_base_shows_just_what_the_notes_say() -> None:
    notes = {path: (EXAMPLE / path).read_bytes() for path in scan(EXAMPLE).notes}
    templates = {path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in EXAMPLE.glob("Templates/*")}
    network = network_of({path: data.decode() for path, data in notes.items()}, load_config(EXAMPLE).config)
    views = shown((EXAMPLE / "People.base").read_bytes(), {**notes, **templates}, TODAY)
    contacts = {path: contact.note for path, contact in network.contacts.items()}
    open_ones = {path: note for path, note in contacts.items() if note.outlook != "never"}
    assert set(views["By stage"]) == set(contacts)
    assert {path for path, group in views["By stage"].items() if group == "0 · closed"} == set(contacts) - set(
        open_ones
    )
    assert set(views["To judge"]) == {path for path, note in open_ones.items() if note.fit is None}
    soon = TODAY + timedelta(days=14)
    assert set(views["Next date"]) == {path for path, note in open_ones.items() if note.next and note.next <= soon}
    assert set(views["By circle"]) == {path for path, note in contacts.items() if note.circles}
    assert set(views["By industry"]) == {path for path, note in contacts.items() if note.industry}
    assert all(views.values())
    numbers = {"met": 1, "screened": 2, "engaged": 3, "partner": 4}
    for path, note in open_ones.items():
        group = views["By stage"][path]
        least = "2 · screened or further" if note.fit is not None else "1 · met or further"
        assert group == (f"{numbers[note.stage]} · {note.stage}" if note.stage else least), path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_base_tells_people_by_type_tag_and_folder(tmp_path: Path, lang: str) -> None:
    notes = {
        "People/a.md": "---\norg: X\n---\n",
        "People/b.md": "---\ntype: meeting\n---\n",
        "Elsewhere/c.md": "---\ntype: 联系人\n---\n",
        "Elsewhere/d.md": "---\ntags: [person]\n---\n",
        "Elsewhere/e.md": "no frontmatter",
        "Peoples/f.md": "",
    }
    base = next(
        data for path, data in wanted_for(write_vault(tmp_path, notes), lang).files.items() if path.endswith(".base")
    )
    data = {path: text.encode() for path, text in notes.items()} | {
        "Templates/Contact.md": b"---\ntype: contact\n---\n"
    }
    for view in ("By stage", "To judge") if lang == "en" else ("按阶段", "待判断"):
        assert set(shown(base, data, TODAY)[view]) == {"People/a.md", "Elsewhere/c.md", "Elsewhere/d.md"}
