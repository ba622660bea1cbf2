"""The text of a digest is kept for the same view in the same manner, and for no other."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from tests.digests.test_parts import NOTES, A, Vault
from tests.helpers import TODAY
from vault_tools.digests.context import Context
from vault_tools.digests.each import EachOf
from vault_tools.render import Rendered
from vault_tools.texts import KeptText, Texts, kept_name


class View(msgspec.Struct):
    """What a digest may say."""

    rows: object


def text_of(context: Context, view: View, manner: bytes = b"en", text: str = "new") -> tuple[str, Texts]:
    texts = Texts(context, manner)
    return texts.of("funnel", view, lambda: Rendered(text, {})).text, texts


@pytest.fixture
def vault() -> Vault:
    """One in which a text is kept."""
    vault = Vault()
    _, texts = text_of(vault.after({}), View([1, "a"]), text="kept")
    vault.kept |= dict(texts.to_keep())
    return vault


def test_the_same_view_in_the_same_manner_is_the_same_text(vault: Vault) -> None:
    said, texts = text_of(vault.after({A: NOTES[A] + "- 2026-11-05 call\n"}), View([1, "a"]))
    assert (said, texts.new) == ("kept", {})


@pytest.mark.parametrize(
    ("after", "view", "manner"),
    [
        (lambda vault: vault.after({}), View([1, "b"]), b"en"),
        (lambda vault: vault.after({}), View([1.0, "a"]), b"en"),
        (lambda vault: vault.after({}), View([1, "a"]), b"zh"),
        (lambda vault: vault.after({}, TODAY + timedelta(days=1)), View([1, "a"]), b"en"),
        (lambda vault: vault.after({"People/C.md": ""}), View([1, "a"]), b"en"),
        (lambda vault: vault.after({"Journal/2026-11-20.md": ""}), View([1, "a"]), b"en"),
    ],
)
def test_another_view_manner_day_or_note_is_another_text(
    vault: Vault, after: Callable[[Vault], Context], view: View, manner: bytes
) -> None:
    said, texts = text_of(after(vault), view, manner)
    assert said == "new"
    assert texts.new.keys() == {"funnel"}


def test_a_damaged_text_is_made_anew(vault: Vault) -> None:
    for damaged in (b"", vault.kept[kept_name("funnel")][:-1], msgspec.msgpack.encode(KeptText(b"", Rendered("", {})))):
        vault.kept[kept_name("funnel")] = damaged
        assert text_of(vault.after({}), View([1, "a"]))[0] == "new"


def test_what_is_made_as_far_as_it_is_shown_is_not_kept(vault: Vault) -> None:
    said, texts = text_of(vault.after({}), View(EachOf([1], str)))
    assert (said, texts.new) == ("new", {})
