"""Templates come from whoever wrote the vault: what they may reach, and what they may not."""

from pathlib import Path

import pytest

from tests.helpers import context_of
from vault_tools.config import Config
from vault_tools.digests.funnel import funnel
from vault_tools.errors import TemplateProblem
from vault_tools.markdown import Linker
from vault_tools.render import Renderer
from vault_tools.vault.links import Resolver


def rendered(vault: Path, template: str) -> str:
    (vault / ".vault-tools/templates/blocks").mkdir(parents=True, exist_ok=True)
    (vault / ".vault-tools/templates/blocks/funnel.md.j2").write_text(template, encoding="utf-8")
    view = funnel(context_of({"People/A.md": "---\nmet: 2026-01-01\n---\n"}))
    return Renderer(vault, Config(), "en", Linker(Resolver(()), "none")).block("funnel", view).text


@pytest.mark.parametrize(
    "template",
    [
        "{{ view.__class__ }}",
        "{{ view['__class__'] }}",
        "{{ (view | attr('__class__')).__mro__ }}",
        "{{ view.__struct_fields__ }}",
        "{{ view._secret }}",
        "{{ view.as_json.__globals__ }}",
        "{{ view.as_json.__func__ }}",
        "{{ view.stages[0].__init__.__globals__ }}",
        "{{ view.pace.clear() }}{{ {}.clear() }}",
    ],
)
def test_nothing_but_what_a_view_says_can_be_reached(tmp_path: Path, template: str) -> None:
    with pytest.raises(TemplateProblem):
        rendered(tmp_path, template)


def test_fields_and_properties_can(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ view.contacts }} {{ view.stages[0].key }} {{ view.today }}") == "1 met 2026-11-24"
