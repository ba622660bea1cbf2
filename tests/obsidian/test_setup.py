"""What `vault-tools obsidian` adds, what it leaves to the user, and that it can all be taken back."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vault_tools.changes import carry_out
from vault_tools.errors import VaultToolsError, WriteError
from vault_tools.findings import EditRefusedError
from vault_tools.obsidian.manifest import Added, Manifest, read_manifest, write_manifest
from vault_tools.obsidian.setup import Left, Wanted, plan_removal, plan_setup
from vault_tools.vault.edit.settings import Entry

FOLDER = ".obsidian"
WANTED = Wanted(
    {
        "types.json": [Entry(("types",), "fit", "number"), Entry(("types",), "met", "date")],
        "appearance.json": [Entry(("enabledCssSnippets",), None, "vault-tools")],
        "graph.json": [Entry(("colorGroups",), None, {"query": "path:a", "color": {"a": 1, "rgb": 2}}, "query")],
    },
    {"People.base": b"views: []\n", ".obsidian/snippets/vault-tools.css": b"a {}\n"},
)

NAMES = st.sampled_from(["types", "fit", "met", "Fit", "other", "enabledCssSnippets", "colorGroups", "theme"])
TYPES = st.dictionaries(NAMES, st.sampled_from(["number", "date", "text"]), max_size=4)
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "types.json": st.fixed_dictionaries({}, optional={"types": TYPES, "more": TYPES}),
        "appearance.json": st.fixed_dictionaries(
            {},
            optional={"theme": st.just("x"), "enabledCssSnippets": st.lists(st.sampled_from(["mine", "vault-tools"]))},
        ),
        "graph.json": st.fixed_dictionaries(
            {},
            optional={
                "scale": st.floats(0, 2),
                "colorGroups": st.lists(
                    st.fixed_dictionaries({"query": st.sampled_from(["path:a", "tag:#x"]), "color": st.just(7)})
                ),
            },
        ),
    },
)
INDENTS = st.sampled_from([None, 2, 4, "\t"])


def snapshot(vault: Path) -> dict[str, bytes]:
    kept = (path for path in vault.rglob("*") if path.is_file() and ".vault-tools" not in path.parts)
    return {path.relative_to(vault).as_posix(): path.read_bytes() for path in kept}


def write(vault: Path, name: str, document: Any, indent: int | str | None = 2) -> None:
    (vault / FOLDER).mkdir(exist_ok=True)
    (vault / FOLDER / name).write_text(json.dumps(document, indent=indent))


def read(vault: Path, name: str) -> Any:
    return json.loads((vault / FOLDER / name).read_bytes())


def set_up(vault: Path, wanted: Wanted = WANTED, *, restore: bool = False) -> list[Left]:
    plan = plan_setup(vault, wanted, FOLDER, restore=restore)
    carry_out(vault, "obsidian", plan.edits)
    return plan.left


def take_away(vault: Path) -> list[Left]:
    plan = plan_removal(vault, FOLDER)
    carry_out(vault, "obsidian --remove", plan.edits)
    return plan.left


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SETTINGS, INDENTS)
def test_whatever_the_user_has_stays_and_removing_is_the_inverse(
    tmp_path_factory: pytest.TempPathFactory, users: dict[str, Any], indent: int | str | None
) -> None:
    vault = tmp_path_factory.mktemp("vault")
    for name, document in users.items():
        write(vault, name, document, indent)
    before = snapshot(vault)
    set_up(vault)
    assert {"fit", "met"} <= {name.casefold() for name in read(vault, "types.json")["types"]}
    assert "vault-tools" in read(vault, "appearance.json")["enabledCssSnippets"]
    for name, document in users.items():
        now = read(vault, name)
        assert list(now)[: len(document)] == list(document)
        for key, value in document.items():
            kept = now[key][: len(value)] if isinstance(value, list) else now[key]
            assert kept == value or kept.items() >= value.items()
    assert plan_setup(vault, WANTED, FOLDER).edits == []
    take_away(vault)
    assert snapshot(vault) == before
    assert plan_removal(vault, FOLDER).edits == []


TYPE_ENTRIES = st.builds(
    Entry, st.just(("types",)), st.sampled_from(["fit", "met", "new"]), st.sampled_from(["number", "date"])
)
GROUP_ENTRIES = st.builds(
    lambda query, colour: Entry(("colorGroups",), None, {"query": query, "color": colour}, "query"),
    st.sampled_from(["path:a", "path:b", "path:c"]),
    st.integers(1, 2),
)
WANTEDS = st.builds(
    lambda types, groups, files: Wanted({"types.json": types, "graph.json": groups}, files),
    st.lists(TYPE_ENTRIES, unique_by=lambda entry: entry.name),
    st.lists(GROUP_ENTRIES, unique_by=lambda entry: entry.name),
    st.dictionaries(st.sampled_from(["a.base", "b.base"]), st.sampled_from([b"1", b"2"])),
)


@settings(max_examples=60, deadline=None)
@given(SETTINGS, INDENTS, st.lists(WANTEDS, min_size=1, max_size=3))
def test_after_any_versions_removing_gives_back_every_byte(
    tmp_path_factory: pytest.TempPathFactory, users: dict[str, Any], indent: int | str | None, versions: list[Wanted]
) -> None:
    vault = tmp_path_factory.mktemp("vault")
    for name, document in users.items():
        write(vault, name, document, indent)
    before = snapshot(vault)
    for version in versions:
        set_up(vault, version)
        assert plan_setup(vault, version, FOLDER).edits == []
        if version.settings["graph.json"]:
            ours = [group["query"] for group in read(vault, "graph.json")["colorGroups"]]
            own = [group["query"] for group in users.get("graph.json", {}).get("colorGroups", [])]
            wanted = [entry.value["query"] for entry in version.settings["graph.json"]]
            assert ours == own + [query for query in wanted if query not in own]
    take_away(vault)
    assert snapshot(vault) == before


def test_nothing_is_left_of_a_vault_that_had_nothing(tmp_path: Path) -> None:
    set_up(tmp_path)
    assert set(snapshot(tmp_path)) == {
        "People.base",
        ".obsidian/types.json",
        ".obsidian/appearance.json",
        ".obsidian/graph.json",
        ".obsidian/snippets/vault-tools.css",
        ".obsidian/vault-tools.json",
    }
    take_away(tmp_path)
    assert snapshot(tmp_path) == {}
    assert not (tmp_path / FOLDER).exists()


def test_what_the_user_changed_is_theirs(tmp_path: Path) -> None:
    set_up(tmp_path)
    types = read(tmp_path, "types.json")
    types["types"]["fit"] = "text"
    write(tmp_path, "types.json", types)
    graph = read(tmp_path, "graph.json")
    graph["colorGroups"][0]["color"]["rgb"] = 99
    write(tmp_path, "graph.json", graph)
    (tmp_path / "People.base").write_text("views: [mine]\n")
    changed = [
        Left(".obsidian/types.json", "fit", "changed"),
        Left(".obsidian/graph.json", "path:a", "changed"),
        Left("People.base", "People.base", "changed"),
    ]
    before = snapshot(tmp_path)
    assert set_up(tmp_path) == changed
    assert snapshot(tmp_path) == before
    assert sorted(take_away(tmp_path), key=str) == sorted(changed, key=str)
    assert read(tmp_path, "types.json") == {"types": {"fit": "text"}}
    assert read(tmp_path, "graph.json")["colorGroups"][0]["color"]["rgb"] == 99
    assert snapshot(tmp_path)["People.base"] == b"views: [mine]\n"
    assert not (tmp_path / FOLDER / "snippets").exists()


def test_what_the_user_took_out_stays_out_until_asked_for(tmp_path: Path) -> None:
    set_up(tmp_path)
    write(tmp_path, "graph.json", {"colorGroups": []})
    (tmp_path / "People.base").unlink()
    before = snapshot(tmp_path)
    assert set_up(tmp_path) == [
        Left(".obsidian/graph.json", "path:a", "taken-out"),
        Left("People.base", "People.base", "taken-out"),
    ]
    assert snapshot(tmp_path) == before
    assert set_up(tmp_path, restore=True) == []
    assert read(tmp_path, "graph.json")["colorGroups"][0]["query"] == "path:a"
    assert (tmp_path / "People.base").exists()
    take_away(tmp_path)
    assert snapshot(tmp_path) == {}


def test_what_was_there_before_is_not_taken_away(tmp_path: Path) -> None:
    write(tmp_path, "types.json", {"types": {"fit": "number"}}, 4)
    write(tmp_path, "appearance.json", {"enabledCssSnippets": ["vault-tools"]}, None)
    (tmp_path / "People.base").write_bytes(WANTED.files["People.base"])
    before = snapshot(tmp_path)
    assert set_up(tmp_path) == []
    take_away(tmp_path)
    assert snapshot(tmp_path) == before


def test_a_user_who_has_something_else_is_told_so(tmp_path: Path) -> None:
    write(tmp_path, "types.json", {"types": {"Fit": "text"}})
    assert set_up(tmp_path) == [Left(".obsidian/types.json", "fit", "yours")]
    assert read(tmp_path, "types.json") == {"types": {"Fit": "text", "met": "date"}}


def test_a_new_version_replaces_what_is_still_ours_and_drops_what_is_no_longer_wanted(tmp_path: Path) -> None:
    write(tmp_path, "graph.json", {"colorGroups": [], "scale": 1})
    set_up(tmp_path)
    later = Wanted(
        {"types.json": [Entry(("types",), "met", "text")]},
        {"人.base": b"views: [new]\n", ".obsidian/snippets/vault-tools.css": b"b {}\n"},
    )
    set_up(tmp_path, later)
    assert read(tmp_path, "types.json") == {"types": {"met": "text"}}
    assert read(tmp_path, "graph.json") == {"colorGroups": [], "scale": 1}
    assert not (tmp_path / FOLDER / "appearance.json").exists()
    assert not (tmp_path / "People.base").exists()
    assert snapshot(tmp_path)[".obsidian/snippets/vault-tools.css"] == b"b {}\n"
    assert plan_setup(tmp_path, later, FOLDER).edits == []
    take_away(tmp_path)
    assert set(snapshot(tmp_path)) == {".obsidian/graph.json"}


def test_colours_keep_their_order_when_one_comes_in_between(tmp_path: Path) -> None:
    def groups(*queries: str) -> Wanted:
        return Wanted(
            {"graph.json": [Entry(("colorGroups",), None, {"query": q, "color": 1}, "query") for q in queries]}, {}
        )

    mine = {"query": "tag:#mine", "color": 9}
    write(tmp_path, "graph.json", {"colorGroups": [mine]})
    before = snapshot(tmp_path)
    set_up(tmp_path, groups("stage:a", "path:People", "path:Deals"))
    set_up(tmp_path, groups("stage:a", "stage:b", "path:People", "path:Deals"))
    queries = [group["query"] for group in read(tmp_path, "graph.json")["colorGroups"]]
    assert queries == ["tag:#mine", "stage:a", "stage:b", "path:People", "path:Deals"]
    take_away(tmp_path)
    assert snapshot(tmp_path) == before


def test_a_file_the_user_emptied_stays(tmp_path: Path) -> None:
    set_up(tmp_path)
    write(tmp_path, "types.json", {})
    before = snapshot(tmp_path)
    assert {one.reason for one in set_up(tmp_path)} == {"taken-out"}
    assert snapshot(tmp_path) == before


def test_a_file_saved_meanwhile_is_not_edited_with_an_old_plan(tmp_path: Path) -> None:
    plan = plan_setup(tmp_path, WANTED, FOLDER)
    write(tmp_path, "graph.json", {"colorGroups": [{"query": "path:a", "color": 1}]})
    before = snapshot(tmp_path)
    with pytest.raises(EditRefusedError) as refusal:
        carry_out(tmp_path, "obsidian", plan.edits)
    assert refusal.value.finding.code == "settings-changed"
    assert snapshot(tmp_path) == before


def test_settings_that_cant_be_read_are_refused_with_the_line_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "graph.json").write_text('{\n  "scale": 1,\n}')
    with pytest.raises(EditRefusedError) as refusal:
        plan_setup(tmp_path, WANTED, FOLDER)
    assert (refusal.value.finding.place(), refusal.value.finding.code) == (".obsidian/graph.json:3", "settings-json")


def test_settings_linked_in_from_elsewhere_are_not_written(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / FOLDER).symlink_to(tmp_path / "shared")
    with pytest.raises(WriteError, match="outside the vault"):
        set_up(tmp_path / "vault")
    assert snapshot(tmp_path / "vault") == {}


def test_a_manifest_reads_as_it_was_written() -> None:
    manifest = Manifest(settings={"types.json": Added(True, WANTED.settings["types.json"])}, files={"人.base": "0f"})
    assert read_manifest(write_manifest(manifest), "x") == manifest
    assert write_manifest(Manifest()) is None


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{", "can't be read"),
        (b'{"settings": 3}', "can't be read"),
        (b'{"version": 2}', "newer"),
        (b'{"files": {"../x": "a"}}', "outside"),
        (b'{"settings": {"/etc/x": {}}}', "outside"),
    ],
)
def test_a_damaged_or_foreign_manifest_is_an_error(data: bytes, says: str) -> None:
    with pytest.raises(VaultToolsError, match=says):
        read_manifest(data, ".obsidian/vault-tools.json")
