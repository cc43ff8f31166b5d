# BN-Aura. `make` alone lists what it can do.
# Variables: PYTHON=/path/to/python3.12   RASA_PYTHON=/path/to/python3.10   CHROMIUM=/path/to/chromium   ARGS="more arguments for pytest or the demo"

.DEFAULT_GOAL := help
.PHONY: help demo test check lock clean figures rasa
export PYTHON CHROMIUM RASA_PYTHON

BIN := .venv/bin
ARGS ?=

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Set everything up and serve the demo clinic on http://127.0.0.1:8000
	@tools/set-up demo
	@exec $(BIN)/aura demo $(ARGS)

test: ## Set everything up and run the whole test suite, real servers and browser included
	@tools/set-up test
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: ## Check style, types, import rules, house rules, migrations and locked versions
	@tools/set-up test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --explicit-package-bases tools tests/conftest.py tests/servers tests/architecture tests/tools
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q --durations=5 tests/architecture
	$(BIN)/python -m pytest -q --durations=5 tests/workflow/store/test_migrations.py tests/workflow/store/test_migrations_with_rows.py -k "$(DRIFT)"

# The models and the migrations agree on both engines, there is one line of them, and released ones are as they were.
DRIFT := agree or nothing_to_do or one_line or never_edited or first_ones

lock: ## Choose new versions of every package within pyproject.toml's bounds and write them down with their hashes
	@tools/set-up test
	$(BIN)/uv pip compile pyproject.toml --upgrade $(LOCK) -o requirements/app.lock
	$(BIN)/uv pip compile pyproject.toml --upgrade $(LOCK) --extra dev -c requirements/app.lock -o requirements/dev.lock
	npm install --package-lock-only --ignore-scripts

LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate

rasa: ## Install Rasa 3.6.21 in an environment of its own (2.7 GB) and train its model from the same data
	@tools/set-up rasa

figures: ## Measure the figures of the README on this machine
	@tools/set-up test
	for name in webhook scan booking wall capacity dispatch; do $(BIN)/aura bench $$name || exit 1; done

clean: ## Remove what set-up, tests and checks made; a clinic's own data in var/ stays
	rm -rf .venv node_modules var/setup var/models var/samples .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
