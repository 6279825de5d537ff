# make run · make demo · make test · make night · make bench · make lint
# Every target does its own set-up on a fresh Debian or Ubuntu machine with Python 3.11+, git, make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: run demo test night bench lint clean

$(VENV)/.made: requirements.txt
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq python3-venv; \
	  else echo "Python's venv is missing. Run once: sudo apt-get install -y python3-venv"; exit 1; fi; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the product needs (once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.made-dev: requirements.txt requirements-dev.txt $(VENV)/.made
	@echo "Installing what the tests need (once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV)/.made-bench: requirements-bench.txt $(VENV)/.made-dev
	@echo "Installing what is measured beside the product (once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

run: $(VENV)/.made
	@$(BIN)/flask demo prepare
	@echo "Serving on http://127.0.0.1:$(PORT) — stop with Ctrl+C"
	@$(BIN)/gunicorn --bind 127.0.0.1:$(PORT) --worker-class gthread --workers 2 --threads 4 \
	  --timeout 120 --access-logfile /dev/null wsgi:app

demo: $(VENV)/.made
	@$(BIN)/flask demo year

system-tools:
	@sh tests/system_tools.sh

test: $(VENV)/.made-dev system-tools
	@$(BIN)/python -m pytest -q -n 2 --dist loadgroup -m "not night"

night: $(VENV)/.made-dev system-tools
	@$(BIN)/python -m pytest -q -n 2 --dist loadgroup

bench: $(VENV)/.made-bench
	@$(BIN)/python -m bench

lint: $(VENV)/.made-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

clean:
	rm -rf $(VENV) instance
