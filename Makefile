# What a person can do here; `make` alone lists it. Every target prepares what it needs.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export OPENBLAS_NUM_THREADS := 1

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

install: .venv/run.stamp  ## prepare .venv with the headwater command

demo: .venv/run.stamp  ## load the sample, serve the web app, print the address and how to sign in
	@$(BIN)/headwater demo

test: .venv/dev.stamp  ## everything: static checks, unit, property, published cases, web and browser tests
	@$(MAKE) --no-print-directory check
	$(BIN)/python tests/browser/install.py
	$(BIN)/pytest -q -n 2 --dist loadgroup

check: .venv/dev.stamp  ## static checks only: format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

docs: .venv/dev.stamp  ## build the documentation into docs/_build
	$(BIN)/python docs/build.py

bench: .venv/bench.stamp  ## benchmarks against the peers; prints ratios
	$(BIN)/python -m benchmarks

trust: .venv/dev.stamp  ## workshops: kills, collisions, traces on disk, with the full numbers (long)
	$(BIN)/python -m benchmarks.workshops

load: .venv/dev.stamp  ## workshops: full rooms of 10 to 1,000 people; prints how long a ballot takes
	$(BIN)/python -m benchmarks.workshops.load

bench-portfolio: .venv/bench.stamp  ## the portfolio engine against its peers
	$(BIN)/python -m benchmarks portfolio portfolio_points portfolio_exact

bench-appraisal: .venv/appraisal_peers.stamp  ## simulation of business cases against plain draws and packages
	PEER_PYTHON=.venv/peers/bin/python $(BIN)/python -m benchmarks appraisal

pictures: .venv/dev.stamp  ## take the pictures of the pages anew
	$(BIN)/python docs/pictures.py

lock:  ## renew the locked dependencies (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --group build -o requirements/run.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --group build --group dev -o requirements/dev.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --group build --group dev --group bench --constraint requirements/dev.txt -o requirements/bench.txt
	printf 'chaospy==4.3.21\nopenturns==1.27\n' | uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 - -o requirements/appraisal_peers.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Headwater needs Python 3.11 or newer; name one: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv || \
		{ echo "Python cannot make a virtual environment; on Debian: apt-get install python3-venv"; exit 1; }

.venv/run.stamp: requirements/run.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/headwater warm
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# the peers, for benchmarks only: they run in processes of their own
.venv/bench.stamp: requirements/bench.txt .venv/dev.stamp
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

# packages that the simulation is held against, in an environment of their own
.venv/appraisal_peers.stamp: requirements/appraisal_peers.txt .venv/dev.stamp
	@$(BIN)/python -m venv .venv/peers
	.venv/peers/bin/python -m pip install --quiet --require-hashes -r requirements/appraisal_peers.txt
	@touch $@

.PHONY: help install demo test check docs bench trust load bench-portfolio bench-appraisal pictures lock
