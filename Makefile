# What a person types; README.md says what each is for.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# The uv that .venv gets where it has none.
UV_VERSION := 0.13.9
# Test processes at a time; "auto" is one for each core.
JOBS ?= auto

BIN := .venv/bin
# Python's own pip fills .venv where there is one: copying pip into .venv first takes longer than all the rest.
HAS_PIP = $(shell $(PYTHON) -m pip --version > /dev/null 2>&1 && echo yes)
WITHOUT_PIP = $(if $(HAS_PIP),--without-pip)
PIP = $(if $(HAS_PIP),$(PYTHON) -m pip --python $(BIN)/python,$(BIN)/python -m pip) install --quiet --disable-pip-version-check
UV := UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never $(BIN)/uv --quiet
# What Python compiled is kept: a test run starts some hundred processes, which would each compile everything again.
unexport PYTHONDONTWRITEBYTECODE

PYTEST := $(BIN)/pytest -n $(JOBS) --dist worksteal

.PHONY: help run admin demo test check format bench coverage trust dev uv

help:
	@echo "make run     serve the site on http://$(HOST):$(PORT)/ (HOST and PORT choose another address)"
	@echo "make admin   make an administrator"
	@echo "make demo    add a made-up consultancy with clients to look at (manage.py demo --remove takes it away)"
	@echo "make test    run every test on SQLite and on PostgreSQL"
	@echo "make check   format, lint, types, import contracts, templates, migrations, deploy check"
	@echo "make format  put code and templates into shape"
	@echo "make trust   run the long gate: every promise about trust, as one table (hours)"
	@echo "make bench   measure against the smallest honest Django view"

run: uv
	@$(UV) sync --frozen --no-dev --inexact
	@exec $(BIN)/python manage.py serve --host $(HOST) --port $(PORT)

admin: uv
	@$(UV) sync --frozen --no-dev --inexact
	@$(BIN)/python manage.py prepare --no-static
	@$(BIN)/python manage.py createsuperuser

demo: uv
	@$(UV) sync --frozen --no-dev --inexact
	@$(BIN)/python manage.py prepare --no-static
	@$(BIN)/python manage.py demo

test: dev
	$(PYTEST) --db=sqlite
	$(PYTEST) --db=postgresql

coverage: dev
	$(PYTEST) --db=sqlite --cov --cov-report=term-missing

check: dev
	$(BIN)/uv lock --check --quiet
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	git ls-files 'templates/*.html' | xargs $(BIN)/djade --target-version 5.2 --check
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	SOURCEFIT_ENV=production SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	ALLOWED_HOSTS=sourcefit.example $(BIN)/python manage.py check --deploy --fail-level WARNING

format: dev
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	git ls-files 'templates/*.html' | xargs $(BIN)/djade --target-version 5.2

trust: uv
	@$(UV) sync --locked --group trust
	$(BIN)/python -m trust
	$(BIN)/python -m trust.asvs

bench: dev
	$(BIN)/python -m benchmarks

dev: uv
	@$(UV) sync --locked

uv:
	@test -w . || { echo "sourcefit: this folder is read-only, and .venv and var/ are made here: make it writable" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "sourcefit: $(PYTHON) is older than 3.11 or missing: install Python 3.11 and name it with PYTHON=python3.11" >&2; exit 1; }
	@test -x $(BIN)/uv || { echo "Setting up .venv ..." && $(PYTHON) -m venv $(WITHOUT_PIP) .venv && $(PIP) uv==$(UV_VERSION); }
