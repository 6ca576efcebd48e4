# make setup  install Visavis into .venv            make test   install what the tests need, then run them all
# make demo   a company, its mirror, its workspace  make check  format, lint, types, import rules
# make bench  speed and size, as ratios             make docs   write the generated reference pages
# make bench-web  pages under load, as ratios       make screenshots  the README's pictures
# make bench-reading  what is read and how well, beside its peers
# make bench-linking  who is one client, how fast and how well, beside its peers
.DEFAULT_GOAL := setup
.PHONY: setup setup-dev demo test test-fast check bench bench-linking bench-reading bench-web docs screenshots requirements clean
VENV := .venv
BIN := $(VENV)/bin
UV = VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv

setup: $(VENV)/.base
setup-dev: $(VENV)/.dev

$(VENV)/.python:
	@python=$$(tools/find-python) && echo "Using $$python" && "$$python" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

# `uv pip sync` removes what the list does not name, the project itself included: install it last. Everything is compiled
# once: where Python may not write what it compiles, every process would do it anew, for seconds.
$(VENV)/.base: $(VENV)/.python requirements/base.txt pyproject.toml
	@[ -e $(VENV)/.dev ] || $(UV) pip sync --quiet --compile-bytecode --require-hashes requirements/base.txt
	@[ -e $(VENV)/.dev ] || $(UV) pip install --quiet --no-deps -e . && $(BIN)/python -m compileall -q visavis
	@$(BIN)/visavis reader build --optional
	@touch $@

$(VENV)/.dev: $(VENV)/.python requirements/dev.txt pyproject.toml
	@$(UV) pip sync --quiet --compile-bytecode --require-hashes requirements/dev.txt
	@$(UV) pip install --quiet --no-deps -e . && $(BIN)/python -m compileall -q visavis
	@$(BIN)/visavis reader build --optional
	@touch $@ $(VENV)/.base

demo: setup
	$(BIN)/visavis --home build/$(or $(KIND),demo) demo $(if $(KIND),--kind $(KIND)) $(if $(CLIENTS),--clients $(CLIENTS)) $(if $(filter no,$(SERVE)),--no-serve)

test: setup-dev
	tools/install-test-tools
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

test-fast: setup-dev
	$(BIN)/python -m pytest -m "not spark and not slow and not browser" -n 2 --dist loadfile --no-loadscope-reorder

check: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup-dev
	$(BIN)/python -m benchmarks

# The peers it is measured against are installed for it, and leave with the next `make setup-dev`.
bench-reading: setup-dev
	$(UV) pip sync --quiet --compile-bytecode --require-hashes requirements/bench.txt
	$(UV) pip install --quiet --no-deps -e . && rm -f $(VENV)/.dev
	$(BIN)/python -m benchmarks.reading

# A peer has an environment of its own; where it can't be installed the table says so.
bench-linking: setup-dev
	-$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python .bench-linking
	-$(BIN)/uv pip install --quiet --python .bench-linking/bin/python --only-binary :all: goldenmatch==3.22.0 polars
	$(BIN)/python -m benchmarks.linking --generated $(or $(SIZES),100000 1000000)
	$(BIN)/python -m benchmarks.linking.answers --size 100000 --batch 100
	$(BIN)/python -m benchmarks.linking.online --records 1000000 --arrivals 3000
	$(BIN)/python -m benchmarks.linking.online --records 1000000 --arrivals 3000 --patch 100000
	$(BIN)/python -m benchmarks.linking.explain --generated 1000000
	$(BIN)/python -m benchmarks.linking.incremental --records 1000000
	$(BIN)/python -m benchmarks.linking.churn --people 300

bench-web: setup-dev
	$(BIN)/python -m benchmarks.web

screenshots: setup-dev
	$(BIN)/python -m tools.screenshots

docs: setup-dev
	VISAVIS_LANG=en $(BIN)/python -m tools.reference

# The lists carry hashes and no addresses of package indexes.
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-annotate --no-header
requirements: $(VENV)/.python
	$(COMPILE) pyproject.toml -o requirements/base.txt
	$(COMPILE) pyproject.toml --group dev -c requirements/base.txt -o requirements/dev.txt
	$(COMPILE) pyproject.toml --group dev --group bench -c requirements/dev.txt -o requirements/bench.txt
	echo "uv" | $(COMPILE) - -o requirements/uv.txt

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache
