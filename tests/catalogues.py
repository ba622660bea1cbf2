"""Message extraction: what the test of the catalogues compares, and what `make messages` writes."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
CHINESE = ROOT / "vault_tools/locale/zh/LC_MESSAGES/vault_tools.po"

_KEYWORDS = {
    "_": None,
    "mark": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "mark_in": ((1, "c"), 2),
}


def extracted() -> Catalog:
    """All messages of the sources and templates."""
    catalog = Catalog(locale="zh", project="vault-tools", charset="utf-8", fuzzy=False)
    places = (("vault_tools", [("**.py", "python")]), ("templates", [("**.j2", "jinja2")]))
    for folder, methods in places:
        found = extract_from_dir(ROOT / folder, method_map=methods, keywords=_KEYWORDS)
        for name, _line, message, comments, context in found:
            catalog.add(message, None, [(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    return catalog


def chinese() -> Catalog:
    """The Chinese catalogue as it is in the repository."""
    with CHINESE.open("rb") as file:
        return read_po(file, locale="zh")


def update() -> None:
    """Add new messages to the Chinese catalogue, to be translated, and drop those no longer used."""
    catalog = chinese() if CHINESE.exists() else Catalog(locale="zh", project="vault-tools")
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = "# The Chinese messages of vault-tools."
    CHINESE.parent.mkdir(parents=True, exist_ok=True)
    with CHINESE.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, omit_header=False, include_lineno=False)


if __name__ == "__main__":
    update()
