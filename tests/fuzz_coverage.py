"""`python -m tests.fuzz_coverage RUNS`: atheris looks for notes that reach new code in the reader (`pip install atheris`).

It ends the process at the first note that raises or takes too long, and leaves it in a file `crash-…`.
"""

import random
import sys

import atheris

with atheris.instrument_imports(include=["vault_tools"]):  # before anything else imports it
    from tests.fuzz import PATHS, mutated, read, seeds

GIVEN = seeds()


def one(data: bytes) -> None:
    """Read what atheris made."""
    read(data, PATHS[len(data) % len(PATHS)])


def mutate(data: bytes, size: int, seed: int) -> bytes:
    """Atheris's own changes know nothing of markup; these do. Every fourth begins with another whole note."""
    return mutated([data] if seed % 4 and data else GIVEN, random.Random(seed))[:size]


def main() -> None:
    """Run until so many notes are read."""
    atheris.Setup([sys.argv[0], f"-runs={sys.argv[1]}", "-max_len=8192", "-seed=1"], one, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
