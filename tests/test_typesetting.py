"""Blanks in Chinese text, and the links and code that must keep theirs."""

import pytest

from vault_tools.typesetting import spaced, without_wide_gaps


@pytest.mark.parametrize(
    ("message", "who", "text"),
    [
        ("和%(who)s的合作", "[[丁浩]]", "和%(who)s的合作"),
        ("和 %(who)s 的合作", "[[丁浩]]", "和%(who)s的合作"),
        ("和%(who)s的合作", "[[Tom Ashworth]]", "和 %(who)s 的合作"),
        ("和 %(who)s 的合作", "[[丁浩]]、[[Tom]]", "和%(who)s 的合作"),
        ("和%(who)s的合作", "[[Journal/2026-11-22|见面]]", "和%(who)s的合作"),
        ("和%(who)s的合作", "[见面 one](Journal/2026.md)", "和%(who)s 的合作"),
        ("晚了%(who)s", "150 天", "晚了 %(who)s"),
        ("%(who)s 有回应", "67%", "%(who)s 有回应"),
        ("“%(who)s”的人", "Tom", "“%(who)s”的人"),
        ("**%(who)s** 到明年", "余杭", "**%(who)s** 到明年"),
        ("和%(who)s", "", "和%(who)s"),
        ("没有人", "", "没有人"),
    ],
)
def test_a_field_gets_the_blanks_that_suit_what_fills_it(message: str, who: str, text: str) -> None:
    assert spaced(message, {"who": who}) == text


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("第一句。 第二句； 第三句", "第一句。第二句；第三句"),
        ("[[制造业]] （3 人） — 去问", "[[制造业]]（3 人） — 去问"),
        ("- （旧）\n| （旧） |", "- （旧）\n| （旧） |"),
        ("先看 [[丁浩]]、再看 [[Tom]]", "先看[[丁浩]]、再看 [[Tom]]"),
        ("[[张三 （北京）]]、 `a； b （c）`", "[[张三 （北京）]]、`a； b （c）`"),
        ("[王、 五](People/%E7%8E%8B （1）.md)", "[王、 五](People/%E7%8E%8B （1）.md)"),
    ],
)
def test_blanks_beside_chinese_punctuation_go_but_not_out_of_names(given: str, text: str) -> None:
    assert without_wide_gaps(given) == text
