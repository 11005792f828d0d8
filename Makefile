# The two commands to know: `make serve` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
UV_VERSION := 0.13.9
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --no-deps
COMPILE := $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links

# Without compiled files every process that a test starts compiles what it imports, for seconds.
unexport PYTHONDONTWRITEBYTECODE

# One worker more than cores, as tests wait for processes and time-outs; tests/helpers/sharing_out.py says what each gets.
WORKERS = $(shell $(BIN)/python -c 'import os; print(1 + len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1 + os.cpu_count())')
PYTEST = $(BIN)/python -m pytest --numprocesses $(WORKERS)

.PHONY: help serve telegram ingest test quick thorough eval check format bench lock clean
help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

serve: $(VENV)/run  ## set up on first use, index documents/, serve the page and the API (PORT=, HOST=)
	@$(BIN)/policydesk serve --ingest $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

telegram: $(VENV)/run  ## set up on first use, index documents/, run the Telegram bot (POLICYDESK_TELEGRAM_TOKEN)
	@$(BIN)/policydesk telegram --ingest

ingest: $(VENV)/run  ## index documents/ and stop
	@$(BIN)/policydesk ingest

test: $(VENV)/dev  ## run the tests
	@$(PYTEST) -m "not thorough"

quick: $(VENV)/dev  ## run the tests that need no index, server or browser and try few texts (under a minute)
	@$(BIN)/python -m pytest --numprocesses auto -m "not slow"

thorough: $(VENV)/dev  ## run the tests that `make test` leaves out: the page in a browser, a Chroma server, processes killed again and again
	@$(PYTEST) -m thorough

eval: $(VENV)/dev  ## ask every eval case, show the figures, fail when worse than the baseline
	@$(BIN)/policydesk eval lint
	@$(BIN)/policydesk eval run --half all
	@$(BIN)/policydesk eval gate

check: $(VENV)/dev  ## format and lint (ruff), types (mypy strict)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/dev  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/run  ## measure speed on this machine
	@$(BIN)/policydesk bench

lock: $(VENV)/python  ## choose the newest versions anew and write both lock files
	$(COMPILE) --upgrade --output-file requirements.lock
	$(COMPILE) --upgrade --extra test --extra dev --constraints requirements.lock --output-file requirements-dev.lock

clean:  ## remove the environment, the index and every cache
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The three stamps below make set-up happen once, and again when a lock file changes.
$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Policydesk needs Python 3.11 or newer; say which with: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Setting up $(VENV) (once)..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(VENV)/run: $(VENV)/python requirements.lock pyproject.toml
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements-dev.lock
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
