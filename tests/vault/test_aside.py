"""A value put aside comes back, or does not come at all: never another, and never half of one."""

from pathlib import Path

from vault_tools.vault.aside import read_aside, write_aside


def test_what_is_put_aside_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "value"
    token = write_aside(file, [b"one", bytearray(b""), memoryview(b" and two")])
    assert bytes(read_aside(file, token) or b"") == b"one and two"


def test_of_two_values_each_has_a_token_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "value"
    first = write_aside(file, [b"one"])
    held = file.open("rb")
    second = write_aside(file, [b"one"])
    assert read_aside(file, first) is None
    assert bytes(read_aside(file, second) or b"") == b"one"
    with held:
        assert held.read().endswith(b"one")  # whoever reads the old one reads it to its end


def test_what_is_damaged_or_gone_does_not_come(tmp_path: Path) -> None:
    file = tmp_path / "value"
    token = write_aside(file, [b"one and two"])
    whole = file.read_bytes()
    for damaged in (whole[:-1], whole[:3], b"", whole + b"x", whole[:-1] + b"x"):
        file.write_bytes(damaged)
        assert read_aside(file, token) is None
    file.unlink()
    assert read_aside(file, token) is None
