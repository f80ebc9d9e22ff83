# Traimas. `make help` lists what there is.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
KIND ?= เทศบาล
OUT ?= demo-output
DATA ?= demo-output/rehearsal

.DEFAULT_GOAL := help
.PHONY: help install demo up test faults lint format

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## set up .venv with the pinned packages

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11"; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: install ## play fiscal year 2569 of a sample organization (KIND=อบต. OUT=folder)
	$(BIN)/traimas demo --kind $(KIND) --out $(OUT)

up: install ## serve the portal and the Prefect UI over a data folder (DATA=demo-output/rehearsal)
	$(BIN)/traimas up --data $(DATA)

test: install ## run the tests; the last line names what was skipped
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

faults: install ## kill senders at every point over 2,000 messages, on SQLite and PostgreSQL: minutes
	TRAIMAS_FAULTS=long $(BIN)/python -m pytest tests/faults --timeout 1800

lint: install ## ruff, mypy, the import rule, migrations up to date
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m models.migrations.check

format: install ## let ruff format and mend
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .
