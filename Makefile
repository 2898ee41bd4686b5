# make demo: read the sample corpus into a ledger and show it on this machine.   make test: every check.
# Either sets up .venv by itself. PYTHON=… chooses the interpreter (3.11 or later).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# EXTRAS=test,scale also tries reading with Ray, which is large; its tests are skipped without.
EXTRAS ?= test
CODE := src tests $(wildcard training evaluation docs/tools)

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint docs docs-output torture speed clean

help:
	@echo "make demo    read the sample corpus and show it at an address on this machine"
	@echo "make test    lint, types and all tests"
	@echo "make setup   only make $(VENV), with relata installed in it"
	@echo "make lint    lint and types"
	@echo "make docs    build the documentation into build/docs; docs-output runs its examples and writes what they print into the pages"
	@echo "make torture kill readings and watches, fill the disk, spoil inputs, send hostile requests, and look for what is lost; some 20 minutes, at most 75"
	@echo "make speed   measure speed, cold start and memory, and add a line to the table in the documentation; half an hour"
	@echo "make clean   remove $(VENV) and what tools left behind"

setup: $(STAMP)

# Made again only when what is to be installed has changed.
$(STAMP): pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "make: there is no $(PYTHON). Relata needs Python 3.11 or later; on Debian or Ubuntu: apt-get install python3 python3-venv." \
	       "Or name another: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: $(PYTHON) is $$($(PYTHON) --version 2>&1); Relata needs Python 3.11 or later." \
	       "Name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "make: $(PYTHON) cannot make virtual environments." \
	       "On Debian or Ubuntu install what is missing, then run make again: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing Relata and what it needs into $(VENV) (a minute or two the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[$(EXTRAS)]"
	@touch $@

demo: setup
	@$(BIN)/relata demo

lint: setup
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy

test: lint
	$(BIN)/python -m pytest

docs: setup
	@$(BIN)/python -c 'import mkdocs' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[docs]"
	$(BIN)/mkdocs build --strict --quiet

docs-output: setup
	$(BIN)/python docs/tools/blocks.py

# ARTICLES=… names other articles, KILLS=… how often, BAD_INPUTS=… how many for each of eight kinds.
ARTICLES ?= src/relata/data/sample/articles.jsonl
KILLS ?= 50
BAD_INPUTS ?= 3000
# Each of these is ended after so long, as a failure: so that all five together never take more than 75 minutes.
BOUND := timeout 900
torture: setup
	$(BOUND) $(BIN)/python evaluation/torture.py $(ARTICLES) --kills $(KILLS)
	$(BOUND) $(BIN)/python evaluation/torture_watch.py --kills $(KILLS) --seconds 240
	$(BOUND) $(BIN)/python evaluation/torture_store.py $(ARTICLES)
	BAD_INPUTS=$(BAD_INPUTS) $(BOUND) $(BIN)/python -m pytest -q tests/ingest/test_bad_input.py
	$(BOUND) $(BIN)/python evaluation/torture_web.py --seconds 120

# SPACY=… names a pipeline of spaCy's, installed or a folder, that reads the same text for scale.
SPACY ?= en_core_web_sm
speed: setup
	$(BIN)/python evaluation/speed.py --spacy $(SPACY)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src tests $(wildcard training) -name __pycache__ -type d -prune -exec rm -rf {} +
