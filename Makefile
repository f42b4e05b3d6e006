# Everything a developer does here, from a machine that has Python 3.11 or later with pip, git
# and make. No step comes before: `make demo` and `make test` set up what they need in .tools
# and .venv and touch nothing else. On Windows without make, see CONTRIBUTING.md.

# Another Python: make test PYTHON=python3.13
PYTHON ?= python3
# Another number of test processes: make test WORKERS=8
WORKERS ?= 2
# More for pytest: make test ARGS='tests/unit -k dates'
ARGS ?=

BIN := .venv/bin
UV := .tools/bin/uv

# Start-up without bytecode costs four times as much, and tests start hundreds of processes.
export PYTHONDONTWRITEBYTECODE :=
# An environment that is active elsewhere, and a Python from elsewhere, are none of ours.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME UV_PROJECT_ENVIRONMENT
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export PIP_USER := 0
export PIP_REQUIRE_VIRTUALENV := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup demo test quick lint check docs generate screens sessions format install-check clean fuzz bench mutate

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 \2/p' Makefile | \
	  awk '{ target = $$1 " " $$2; $$1 = $$2 = ""; printf "  %-20s%s\n", target, $$0 }'

setup: .venv/synced ## make the environment in .venv (the others do it by themselves)

demo: .venv/synced ## show the program at work on a throw-away database
	@$(BIN)/python tools/demo.py

test: .venv/synced ## run the whole test suite
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup $(ARGS)

quick: .venv/synced ## run the tests without those of faults, which take most of the time
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --ignore tests/faults $(ARGS)

# Those that take longest come first, and as many run at once as tests do.
define LINTERS
mypy --strict src tests tools benchmarks
python tools/catalogue.py check
python tools/reference.py --check
python tools/templates.py --check
python tools/rows.py --check
python tools/store_schema.py --check
ruff format --check
ruff check
lint-imports --no-logo
endef
# The suite compares these too: `make check` leaves it to do so.
define DRAWN
python tools/screens.py --check
python tools/sessions.py --check
endef
export LINTERS DRAWN

lint: .venv/synced ## check format, style, types, imports, catalogue, schema and docs
	@printf '%s\n' "$$DRAWN" "$$LINTERS" | xargs -P $(WORKERS) -I {} sh -c \
	  'echo "$(BIN)/{}"; $(BIN)/{} || { echo "make: {} has found something" >&2; exit 1; }'

# How long `make fuzz` goes on.
MINUTES ?= 10

fuzz: .venv/synced ## run the long tests of faults for MINUTES=10
	$(BIN)/python tools/fuzz.py $(MINUTES)

# With 270,000 pairings and ten million visits, too: make bench BIG=1
BIG ?=

bench: .venv/synced ## measure speed and memory beside other tools, into docs/performance.md
	$(BIN)/python -m benchmarks $(if $(BIG),--big) $(ARGS)

mutate: .venv/synced ## break the program in small ways: a test has to notice each
	$(BIN)/python tools/mutate.py $(ARGS)

check: DRAWN :=
check: lint test ## run lint, then test: all that has to pass before a commit

docs: .venv/synced ## write docs/reference anew
	$(BIN)/python tools/reference.py

# Stops at a text that has no Chinese yet and names it: translate, then run it again.
generate: .venv/synced ## make rows, schema, stored database, catalogue and reference anew
	$(BIN)/python tools/rows.py
	$(BIN)/python tools/schema.py --write
	$(BIN)/python tools/store_schema.py --check >/dev/null || $(BIN)/python tools/store_schema.py
	$(BIN)/python tools/catalogue.py update
	$(BIN)/python tools/reference.py

screens: .venv/synced ## draw the golden screens anew; look at what `git diff` then says
	$(BIN)/python tools/screens.py

sessions: .venv/synced ## run the sessions of README and guides anew
	$(BIN)/python tools/sessions.py

format: .venv/synced ## put the sources into their format
	$(BIN)/ruff check --fix-only --exit-zero
	$(BIN)/ruff format

install-check: .venv/synced ## build the wheel, install it elsewhere and run it there
	$(BIN)/pytest tests/contract/test_package.py

clean: ## delete everything that was made here, the environment included
	rm -rf .venv .tools .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache
	rm -rf build dist
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# uv makes environments without ensurepip or python3-venv, and `pip install --target` is
# allowed where the system's Python is "externally managed" (PEP 668).
$(UV):
	@python="$$($(find-python))" || exit 1; \
	if ! "$$python" -m pip --version >/dev/null 2>&1; then \
	  echo "make: $$python has no pip. Install it (Debian: apt-get install python3-pip)," \
	    "or name another Python: make test PYTHON=/path/to/python3" >&2; \
	  exit 1; \
	fi; \
	echo "Installing uv into .tools with $$python …"; \
	rm -rf .tools; \
	"$$python" -m pip install --quiet --target .tools 'uv>=0.9,<1'

.venv/synced: pyproject.toml uv.lock | $(UV)
	@python="$$($(find-python))" || exit 1; \
	echo "Setting up .venv with $$python …"; \
	$(UV) sync --quiet --locked --compile-bytecode --python "$$python"
	@touch $@

# The first Python that is new enough: $(PYTHON), then the usual names. A virtual environment
# is passed over for the Python that it was made from, because it may be deleted any day.
define find-python
for name in "$(PYTHON)" python3 python3.11 python3.12 python3.13 python3.14 python; do \
  path="$$("$$name" -c 'import sys; ok = sys.version_info >= (3, 11); print(getattr(sys, "_base_executable", sys.executable) if ok else ""); sys.exit(not ok)' 2>/dev/null)" \
    && { echo "$$path"; exit 0; }; \
done; \
echo "make: no Python 3.11 or later was found (looked for $(PYTHON), python3, python3.11 to" \
  "python3.14, python). Install one, or name it: make test PYTHON=/path/to/python3" >&2; \
exit 1
endef
