# The sandtable's commands. Every target does its own set-up; the second time it is quick and needs no network.
SHELL := /bin/sh
PY := .venv/bin/python
ARGS ?=
AREA ?=
MINUTES ?= 30
# Qt draws into memory in every target but `run`.
OFF := QT_QPA_PLATFORM=offscreen

.PHONY: setup run test check bench shots faults soak fuzz lock ship clean

setup:
	@sh packaging/setup.sh

run: setup
	@$(PY) -m app.cli demo $(ARGS)

check: setup
	$(PY) -m ruff check --quiet .
	$(PY) -m ruff format --check --quiet .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) packaging/translations.py --check
	$(PY) -m mkdocs build --quiet --strict --site-dir build/site

test: check
	$(OFF) $(PY) -m pytest -q -n 2 --dist worksteal tests

bench: setup
	$(OFF) $(PY) packaging/bench.py $(AREA)
	$(if $(AREA),,$(OFF) $(PY) -m pytest -q -s tests/test_whole_gui_thread.py)

shots: setup
	$(OFF) $(PY) packaging/shots.py

faults: setup
	$(OFF) SANDTABLE_FAULTS=1 $(PY) -m pytest -q tests/faults

soak: setup
	$(OFF) $(PY) packaging/soak.py --minutes $(MINUTES)

fuzz: setup
	$(OFF) HYPOTHESIS_PROFILE=fuzz $(PY) -m pytest -q -m fuzz tests

lock:
	$(PY) -m uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --python-version 3.11 --quiet -o requirements.lock
	$(PY) packaging/ship.py --lock

ship: setup
	$(PY) packaging/ship.py

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './.venv/*' -exec rm -rf {} +
