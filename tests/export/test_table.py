import csv
import io

import pytest

from tests.export.samples import contact, document, sample
from vault_tools.config import Config
from vault_tools.export.table import columns, table
from vault_tools.formulas import guard


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_contact_in_a_line() -> None:
    _context, choice = sample()
    entries = document().contacts
    li = rows(table(entries, columns(choice)))[2]
    assert li["name"] == "Li Wei"
    assert li["email"] == "li@example.com; wei@example.com"
    assert (li["source"], li["fit"], li["met"], li["birthday"]) == ("Ana Ruiz", "4", "2024-03-01", "1986-12-02")
    assert (li["now"], li["last_touch"], li["tags"]) == ("partner", "2026-11-20", "work/hr; friend")
    assert "log" not in li


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_what_a_spreadsheet_would_calculate_is_guarded(text: str) -> None:
    assert guard(text) == f"'{text}"
    assert rows(table([contact(org=text)], ["org"]))[0]["org"] == f"'{text}"
    assert rows(table([contact(org=text)], ["org"], guarded=False))[0]["org"] == text


@pytest.mark.parametrize("text", ["", "a=b", "'tis", "1-2", "张三"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert guard(text) == text


def test_quotes_commas_and_line_ends() -> None:
    text = table([contact(org='a "b", c\nd')], ["name", "org"])
    assert text == 'name,org\r\nLi Wei,"a ""b"", c\nd"\r\n'


def test_private_columns_are_not_there() -> None:
    config = Config(private=("电话", "fit"))
    assert {"phone", "fit"} & set(columns(sample(config)[1])) == set()
    assert {"phone", "fit"} <= set(columns(sample(config, private=True)[1]))
