"""Where the frontmatter ends: told by a quick look where that can tell it, and else by a pattern."""

import pytest

from vault_tools.vault.frontmatter import read_frontmatter


@pytest.mark.parametrize(
    ("text", "properties", "length", "below"),
    [
        ("---\na: 1\n---\nbelow\n", {"a": 1}, 3, "below\n"),
        ("---\na: 1\n---\n", {"a": 1}, 3, ""),
        ("---\na: 1\n---", {"a": 1}, 3, ""),
        ("---\na: 1\n--- \t\n---\nbelow", {"a": 1}, 3, "---\nbelow"),
        ("---  \na: 1\n---\nbelow", {"a": 1}, 3, "below"),
        ("---\n---\nbelow", {}, 2, "below"),
        ("---\n---", {}, 2, ""),
        ("---\na: |\n  x\n----\n---\n", {}, 5, ""),
        ("---\na: |\n  --- no end\n ---\n---\nbelow", {"a": "--- no end\n"}, 5, "below"),
        ("---\na: 1\n", {}, 0, "---\na: 1\n"),
        ("---", {}, 0, "---"),
        ("---\n", {}, 0, "---\n"),
    ],
)
def test_where_it_ends(text: str, properties: dict[str, object], length: int, below: str) -> None:
    front = read_frontmatter(text)
    assert (front.length, front.below) == (length, below)
    assert front.problems or front.properties == properties


def test_on_which_line_each_property_stands() -> None:
    source = "name: A\nneeds:\n  - x: y\n- z\n-w: 1\n\n'my key': 1\nno key\nkey : 2\n# note: no\nname: B\n"
    front = read_frontmatter(f"---\n{source}---\n")
    assert front.lines == {"name": 12, "needs": 3, "-w": 6, "my key": 8, "key": 10}
    assert front.problems[0].code in ("duplicate-key", "yaml-invalid")
