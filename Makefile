.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
DEMO := demo-vault
DEMO_DAY := 2026-11-24
CATALOGUES := $(wildcard vault_tools/locale/*/LC_MESSAGES/*.po)

.PHONY: help demo test test-all lint bench bench-large messages lock example clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 14

demo: .venv/installed ## Install, copy the example vault, render all digests, show the follow-ups
	@test -d $(DEMO) || { cp -R example-vault $(DEMO) && rm -rf $(DEMO)/Digests $(DEMO)/.vault-tools; }
	@$(BIN)/vault-tools digest --vault $(DEMO) --today $(DEMO_DAY)
	@$(BIN)/vault-tools follow-ups --vault $(DEMO) --today $(DEMO_DAY)
	@echo
	@echo "The digests are in $(DEMO)/Digests: open them in any editor, or the folder $(DEMO) in Obsidian."
	@echo "Your edits there stay; delete the folder to start the story anew."
	@echo "Edit a note below $(DEMO)/People and run: $(BIN)/vault-tools digest --vault $(DEMO) --today $(DEMO_DAY)"

test: .venv/developing lint ## Lint, check types, run the tests (under 5 minutes)
	$(BIN)/pytest -m "not slow" -n auto

test-all: .venv/developing .venv/fuzzing lint ## The same with the slow tests and many more random ones; prints what was tried
	$(BIN)/pytest -n auto --hypothesis-profile=long

lint: .venv/developing ## ruff (lint and format) and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/developing ## Measure on made vaults of 3,000 and 30,000 notes, beside floors and peers (docs/performance.md)
	$(BIN)/python -m benchmarks 3000 30000 $(BENCH)

bench-large: .venv/developing ## The same with 300,000 notes too; BENCH=--write puts the tables into the docs
	$(BIN)/python -m benchmarks 3000 30000 300000 $(BENCH)

example: .venv/installed ## Bring what is committed of the example vault's digests and Obsidian setup up to date
	@rm -rf example-vault/.vault-tools
	$(BIN)/vault-tools digest --vault example-vault --today $(DEMO_DAY)
	$(BIN)/vault-tools obsidian --vault example-vault --yes

messages: .venv/developing ## Bring the message catalogues up to date with the sources
	$(BIN)/python -m tests.catalogues

lock: .venv/developing ## Resolve the dependencies anew into the lock files (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--group dev pyproject.toml -c requirements.lock -o requirements-dev.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--group fuzz -o requirements-fuzz.lock

clean: ## Delete what the other targets made
	rm -rf .venv $(DEMO) build dist benchmarks/vaults .mypy_cache .ruff_cache .pytest_cache

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("vault-tools needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements.lock pyproject.toml hatch_build.py $(CATALOGUES)
	@echo "Installing into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/developing: .venv/installed requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv/fuzzing: .venv/developing requirements-fuzz.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
		-r requirements-fuzz.lock || echo "No atheris for this machine: the tests that need it are skipped."
	@touch $@
