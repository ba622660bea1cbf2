"""`python -m tests.fuzz_coverage RUNS [FORM]`: atheris looks for notes that reach new code in the reader, or with a FORM for
files that reach new code in that importer (`make .venv/fuzzing`).

It ends the process at the first that raises or takes too long, and leaves it in a file `crash-…`.
"""

import random
import sys
from importlib import import_module

import atheris

with atheris.instrument_imports(include=["vault_tools"]):  # before anything else imports it
    from tests import fuzz_imports
    from tests.fuzz import PATHS, PIECES, mutated, read, seeds
    from vault_tools.transfer.sources import SOURCES

    for source in SOURCES.values():
        import_module(f"vault_tools.transfer.{source.module}")

FORM = sys.argv[2] if len(sys.argv) > 2 else ""
GIVEN, MARKUP = (fuzz_imports.SEEDS[FORM], fuzz_imports.PIECES) if FORM else (seeds(), PIECES)
LEAST_SECONDS = 0.05
"""Code that tells where it has been is several times slower."""


def one(data: bytes) -> None:
    """Read, or import, what atheris made."""
    if FORM:
        fuzz_imports.bring(FORM, data)
    else:
        read(data, PATHS[len(data) % len(PATHS)], LEAST_SECONDS)


def mutate(data: bytes, size: int, seed: int) -> bytes:
    """Atheris's own changes know nothing of markup; these do. Every fourth begins with another whole one."""
    return mutated([data] if seed % 4 and data else GIVEN, random.Random(seed), MARKUP)[:size]


def main() -> None:
    """Run until so many are read."""
    atheris.Setup([sys.argv[0], f"-runs={sys.argv[1]}", "-max_len=8192", "-seed=1"], one, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
