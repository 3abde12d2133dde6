# The workshop. Each target works alone on a fresh machine; `make` lists them.

PORT ?= 8000

PYTHON := .venv/bin/python
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help serve test check bench site offline lint setup setup-with-browser lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

serve: site ## set up what is missing, build, and serve the site (PORT=8000)
	@$(PYTHON) -m build_scripts.serve --port $(PORT)

test: setup-with-browser lint site offline ## set up what is missing, and run everything that checks the project
	@echo "test: all tests"
	@$(PYTHON) -m pytest --quiet --numprocesses=auto

check: setup lint ## the fast part of the tests: lint, types, engine
	@echo "check: tests of the engine"
	@$(PYTHON) -m pytest --quiet --numprocesses=auto tests/engine tests/declaration tests/published tests/properties tests/command_line

bench: setup-with-browser site offline ## measure every delivery in a browser, beside other ways to run Python there
	@$(PYTHON) -m tests.bench

site: setup ## build the site into site/
	@$(PYTHON) -m build_scripts.website

offline: setup ## build the offline copy into dist/offline/, and its zip
	@$(PYTHON) -m build_scripts.offline

lint: setup
	@echo "lint: Python"
	@ruff check --quiet
	@ruff format --check --quiet
	@mypy --no-error-summary
	@said=$$(lint-imports) || { echo "$$said"; false; }
	@echo "lint: JavaScript"
	@tsc --project tsconfig.json
	@eslint
	@prettier --check --log-level warn .

setup:
	@sh build_scripts/setup.sh

setup-with-browser:
	@sh build_scripts/setup.sh --with-browser

lock: setup ## renew the locks of the development tools within pyproject.toml and package.json
	uv pip compile pyproject.toml --group development --universal --python-version 3.13 --upgrade --quiet \
		--generate-hashes --no-header --no-annotate \
		--constraint requirements/browser.txt --output-file requirements/development.txt
	npm update --package-lock-only

clean: ## remove everything that was made here
	rm -rf .venv node_modules build site dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find build_scripts calculators tests -name __pycache__ -prune -exec rm -rf {} +
