import json
from typing import Any

import jsonschema
import pytest

from tests.export.samples import document
from tests.helpers import ROOT
from vault_tools.config import Config
from vault_tools.errors import ConfigError
from vault_tools.export.document import Document, as_json, schema

SCHEMA = json.loads((ROOT / "docs/export.schema.json").read_text(encoding="utf-8"))


def built(made: Document) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_json(made))
    jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)
    return found


def test_the_schema_in_the_docs_is_the_programs() -> None:
    assert schema().decode() == (ROOT / "docs/export.schema.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_everything_is_in_it() -> None:
    found = built(document())
    assert {kind: len(found[kind]) for kind in found if isinstance(found[kind], list)} == {
        "stages": 4, "private": 0, "contacts": 4, "meetings": 1, "deals": 1, "resources": 1, "lessons": 1, "industries": 1,
        "introductions": 1, "notes": 1,
    }  # fmt: skip
    li = found["contacts"][2]
    assert list(li)[:2] == ["path", "name"]
    assert li["source"] == {"name": "Ana Ruiz", "path": "People/Ana Ruiz.md"}
    assert (li["now"], li["reached"], li["last_touch"], li["due"]) == ("partner", "partner", "2026-11-20", "2026-12-20")
    assert li["not_same"] == [{"name": "Ana Ruiz", "path": "People/Ana Ruiz.md"}]
    assert li["promises"] == [{"text": "send him the outline", "line": 23, "due": "2026-12-01"}]
    assert found["contacts"][3]["birthday"] == "lunar 08-15"
    meeting = found["meetings"][0]
    assert meeting["with"] == [
        {"name": "Li Wei", "path": "People/Li Wei.md"},
        {"name": "Ana Ruiz", "path": "People/Ana Ruiz.md"},
        {"name": "Bob"},
    ]
    assert found["deals"][0]["size"] == 12000
    assert found["industries"][0]["pays"] == [["school", "trainer"]]


def test_a_part_has_only_what_concerns_it() -> None:
    found = built(document(tag="#work"))
    assert [one["name"] for one in found["contacts"]] == ["Li Wei"]
    assert found["contacts"][0]["source"] == {"name": "Ana Ruiz"}
    assert found["meetings"][0]["with"] == [{"name": "Li Wei", "path": "People/Li Wei.md"}]
    assert (len(found["deals"]), found["resources"], found["industries"], found["notes"]) == (1, [], [], [])
    assert [one["name"] for one in built(document(city="杭州"))["contacts"]] == ["Li Wei"]
    assert built(document(circle="nowhere"))["meetings"] == []


def test_private_properties_stay_out_of_every_note() -> None:
    config = Config(private=("phone", "微信", "金额", "fit"))
    text = as_json(document(config)).decode()
    assert "138" not in text
    assert "liwei-01" not in text
    assert "12000" not in text
    assert built(document(config))["private"] == ["fit", "phone", "size", "wechat"]
    assert as_json(document(config, private=True)) == as_json(document())


@pytest.mark.parametrize("name", ["phon", "name"])
def test_a_slip_in_private_ends_it(name: str) -> None:
    with pytest.raises(ConfigError, match=name):
        document(Config(private=(name,)))
