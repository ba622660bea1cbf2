"""The config: every bad setting is a finding with its line, and its default holds."""

from datetime import date
from pathlib import Path

import pytest

from vault_tools.config import Circle, Config, LoadedConfig, load_config, read_config
from vault_tools.dates.cadence import Cadence
from vault_tools.errors import ConfigError
from vault_tools.language import catalogue


def load(folder: Path, text: str) -> LoadedConfig:
    (folder / "vault-tools.toml").write_text(text, encoding="utf-8")
    return load_config(folder)


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ('lang = "de"', "lang", 1),
        ("\nlangg = 1", "langg", 2),
        ('timezone = "Mars/Olympus"', "timezone", 1),
        ("[follow_ups]\nlimit = 0", "follow_ups.limit", 2),
        ('[follow_ups]\n\nlater = "now and then"', "follow_ups.later", 3),
        ("folders = 3", "folders", 1),
        ('[[stages]]\nkey = "a"\n[[stages]]\nkey = "b"\nby = "soon"', "stages.by", 5),
        ('[[stages]]\nkey = "only"', "stages", 1),
    ],
)
def test_a_bad_setting(tmp_path: Path, text: str, key: str, line: int) -> None:
    loaded = load(tmp_path, text)
    assert [(one.params["key"], one.line) for one in loaded.findings] == [(key, line)]
    assert loaded.config.lang == "en"


def test_topics_that_are_kept_apart(tmp_path: Path) -> None:
    text = '[signals.synonyms]\na = ["b"]\n[signals]\napart = [["x", "y"], ["z", "w"]]\n'
    assert load(tmp_path, text).config.signals.apart == (("x", "y"), ("z", "w"))
    loaded = load(tmp_path, '[signals]\napart = ["x", "y"]\n')
    assert [(one.params["key"], one.line) for one in loaded.findings] == [("signals.apart", 2)]


def test_no_file_and_an_empty_file_are_the_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path).config == load(tmp_path, "").config == Config()


def test_no_toml_at_all_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"vault-tools\.toml:2"):
        load(tmp_path, 'lang = "en"\n= 3\n')


def test_stages_keep_a_cadence_unless_it_is_none(tmp_path: Path) -> None:
    text = '[[stages]]\nkey = "met"\n[[stages]]\nkey = "demo"\n[[stages]]\nkey = "partner"\ncadence = "none"\n'
    stages = load(tmp_path, text).config.stages
    assert [stage.cadence for stage in stages] == [Cadence(180, "d"), Cadence(90, "d"), None]


def test_circles_and_what_is_wrong_with_them_with_the_line(tmp_path: Path) -> None:
    text = """[[circles]]
name = "茶友会"
target = 8
by = 2027-05-31
closes = 2027-12-31

[[circles]]
name = "HR"
target = 0
by = "soon"
goal = 3

[[circles]]
name = "hr"
target = 5
"""
    (tmp_path / "vault-tools.toml").write_text(text, encoding="utf-8")
    loaded = load_config(tmp_path)
    assert loaded.config.circles == (
        Circle("茶友会", 8, date(2027, 5, 31), date(2027, 12, 31)),
        Circle("HR"),
    )
    assert sorted((one.code, one.line or 0, one.params["key"]) for one in loaded.findings) == [
        ("config-key", 11, "circles.goal"),
        ("config-value", 9, "circles.target"),
        ("config-value", 10, "circles.by"),
        ("config-value", 14, "circles.name"),
    ]


def test_a_circle_needs_a_name(tmp_path: Path) -> None:
    (tmp_path / "vault-tools.toml").write_text("[[circles]]\ntarget = 8\n", encoding="utf-8")
    loaded = load_config(tmp_path)
    assert loaded.config.circles == ()
    assert [(one.code, one.line) for one in loaded.findings] == [("config-value", 1)]


@pytest.mark.parametrize(
    ("setting", "english", "chinese"),
    [
        ('lang = "fr"', "is none of the values that can stand here", "不是这里能写的值"),
        ('timezone = "Mars"', "no time zone is called so", "没有这个时区"),
        ('digests = "home"', "a list in [brackets] is meant", "要写成方括号里的列表"),
        ("actions = 3", "true or false is meant", "要写 true 或 false"),
        ("digest_folder = 4", "a text in quotes is meant", "要写成引号里的文字"),
        ("funnel = 3", "a table is meant", "要写成一张表"),
        ("[follow_ups]\nlimit = 0", "a number from 1 is meant", "要写 1 或更大的整数"),
        ('[follow_ups]\nretry = ["x"]', "a whole number is meant", "要写整数"),
        ('[follow_ups]\nlater = "soon"', "can't be read as a rhythm", "看不懂这个频率"),
        ('[deals]\nfirst_limit = "x"', "a number is meant", "要写数字"),
        ('[[circles]]\nname = "A"\nby = "soon"', "a day is meant", "要写日期"),
        ('[[circles]]\nname = "A"\ncloses = 3', "a day is meant", "要写日期"),
    ],
)
def test_what_is_meant_is_said_plainly_in_either_language(setting: str, english: str, chinese: str) -> None:
    (finding,) = read_config(setting.encode()).findings
    assert english in finding.problem(catalogue("en"))
    assert chinese in finding.problem(catalogue("zh"))
