"""Each importer over mutated files, and over those that a coverage-guided fuzzer finds where it is installed."""

import re
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests import fuzz_imports
from tests.figures import tried
from tests.fuzz import TooSlow
from tests.fuzz_imports import Broken, bring, random_files
from tests.helpers import ROOT
from vault_tools.transfer.sources import SOURCES

FILES = 10_000
GUIDED = 10_000
TRIED = "mutated files given to the importers"


def test_there_are_files_of_each_format_and_all_of_them_say_something() -> None:
    assert list(fuzz_imports.SEEDS) == list(SOURCES)
    for form, seeds in fuzz_imports.SEEDS.items():
        for data in seeds:
            reading = bring(form, data)
            assert reading is not None, (form, data)
            assert reading.arrivals or reading.happenings, (form, data)


@pytest.mark.parametrize("form", SOURCES)
def test_some_mutated_files_are_imported(form: str) -> None:
    for data in random_files(form, 150, 0):
        bring(form, data)


def test_a_file_that_ends_an_importer_or_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz_imports, "LEAST_SECONDS", -1.0)
    monkeypatch.setattr(fuzz_imports, "SECONDS_PER_BYTE", 0.0)
    with pytest.raises(TooSlow, match="csv: 10 bytes"):
        bring("csv", b"Name\nAnn,\n")
    monkeypatch.setattr(fuzz_imports, "plan", lambda *_given, **_named: 1 / 0)
    with pytest.raises(Broken, match="csv: b'Name"):
        bring("csv", b"Name\nAnn,\n")


@pytest.mark.slow
@pytest.mark.parametrize("form", SOURCES)
def test_mutated_files_are_imported_in_time(form: str) -> None:
    for data in random_files(form, FILES, 1):
        bring(form, data)
    tried(TRIED, FILES)


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("atheris"), reason="atheris is not installed: make .venv/fuzzing")
@pytest.mark.parametrize("form", SOURCES)
def test_a_coverage_guided_fuzzer_finds_nothing(form: str) -> None:
    command = [sys.executable, "-m", "tests.fuzz_coverage", str(GUIDED), form]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=1200, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    grown = re.findall(r"corp: (\d+)/", done.stderr)
    assert int(grown[-1]) > 10, "it reached no new code: is the importer instrumented?"
    tried(TRIED, GUIDED)
