"""What YAML's parser finds wrong, in plain words and in Chinese ones."""

import pytest

from tests.catalogues import chinese
from tests.helpers import network_of
from vault_tools.language import catalogue
from vault_tools.vault.frontmatter import read_frontmatter
from vault_tools.vault.yaml_faults import FAULTS, in_plain_words

COLON = "a colon where none can stand"
CLOSED = "a quote is opened here and never closed"
BELONGS = "no property begins here"
TAB = "a tab where only blanks may stand"

WRONG = [
    ("name: Li: Wei", 2, COLON),
    ("name:Li\nmet: 2026", 3, COLON),
    ("org: [a\nmet: 2026", 3, "a colon among the items of a list"),
    ("org: [a", 3, "a `[` is not closed"),
    ("org: {a: 1", 3, "a `{` is not closed"),
    ("org: ]", 2, "a closing bracket"),
    ("org: [\na\n]", 3, "a list in brackets that goes on"),
    ('name: "Li" Wei', 2, "something stands behind the closing quote"),
    ("name: 'it's", 2, "something stands behind the closing quote"),
    ('name: "Li', 2, CLOSED),
    ('name: "Li\nmet: 2026', 2, CLOSED),
    ("name: Li\nWei", 4, BELONGS),
    ("name: Li\nmet:2026\nfit: 3", 4, BELONGS),
    ("with: [[Li]], [[Bo]]", 2, BELONGS),
    ("tags:\n  - a\n fit: 3", 4, BELONGS),
    ("name: @li", 2, "a value that begins with `%`"),
    ("name: *li", 2, "a value that begins with `*`"),
    ("name: & Co", 2, "a value that begins with `*`"),
    ("name: !a!b", 2, "a value that begins with `!`"),
    ("name: !<a", 2, "a value that begins with `!`"),
    ("name: > 5", 2, "a value that begins with `|`"),
    ("name: ?", 2, "a value that begins with `?`"),
    ("tags: - a", 2, "a `-` of a list"),
    ("- a\nmet: 2026", 3, "among the items of a list"),
    ("tags:\n\t- a", 3, TAB),
    ("name:\tLi", 2, TAB),
    ("a\tb: 1\n\tc: 2", 2, TAB),
    ('path: "C:\\q"', 2, "a backslash within double quotes"),
    ('path: "C:\\x0"', 2, "a backslash within double quotes"),
    ("tags: [,]", 2, "a value is missing"),
]


@pytest.mark.parametrize(("yaml", "line", "begins"), WRONG)
def test_what_is_wrong_is_said_plainly_with_its_line(yaml: str, line: int, begins: str) -> None:
    (problem,) = read_frontmatter(f"---\n{yaml}\n---\n").problems
    assert (problem.code, problem.line) == ("yaml-invalid", line)
    assert problem.params["reason"].startswith(begins)


def test_each_sentence_is_that_of_a_fault_seen_here() -> None:
    said = {read_frontmatter(f"---\n{yaml}\n---\n").problems[0].params["reason"] for yaml, _line, _begins in WRONG}
    assert said == set(FAULTS.values())


def test_a_finding_about_it_is_chinese_in_chinese() -> None:
    network = network_of({"People/王芳.md": "---\n姓名: 王: 芳\n---\n"})
    (finding,) = network.findings
    assert finding.place() == "People/王芳.md:2"
    assert "这里不能有冒号" in finding.problem(catalogue("zh"))
    assert COLON in finding.problem(catalogue("en"))
    translated = {message.id: message.string for message in chinese()}
    assert all(translated[sentence] for sentence in FAULTS.values())


def test_what_is_not_known_stays_as_the_parser_says_it() -> None:
    assert in_plain_words("recursion limit exceeded") == "recursion limit exceeded"
