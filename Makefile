# The front door. `make demo` runs the main job; `make test` passes every test.
# Both set up what they need, can be repeated, and say what they do.

SHELL := /bin/bash
PY := .venv/bin/python

.PHONY: help
help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: demo
demo: setup ## three invented nodes on this machine; Ctrl-C ends them
	@.venv/bin/schakel demo

.PHONY: setup
setup: ## Python environment, message catalogues, static files; quick when nothing changed
	@tools/setup.sh runtime

.PHONY: setup-dev
setup-dev:
	@tools/setup.sh dev

.PHONY: packages
packages: ## Debian's packages that the tests need
	@tools/packages.sh

.PHONY: run
run: setup ## one node: make run HOME_DIR=path
	@SCHAKEL_HOME="$(or $(HOME_DIR),var/node)" .venv/bin/schakel run

.PHONY: check
check: setup-dev ## format, lint, types, import contracts, migrations, messages, links
	@tools/check.sh

.PHONY: test
test: packages setup-dev ## every test, on SQLite, then on PostgreSQL; with another Python: make test PYTHON=python3.13
	@tools/test.sh

SEEDS ?= 10000
.PHONY: simulate
simulate: setup-dev ## three nodes on a bad network with power cuts: make simulate SEEDS=10000; a seed that fails prints itself
	@PYTHONPATH=src $(PY) -m tools.simulation --seeds $(SEEDS)

.PHONY: soak
soak: packages setup-dev ## what takes hours: 10,000 courses of events, 200 kills of real processes
	@PYTHONPATH=src $(PY) -m tools.simulation --seeds $(SEEDS)
	@SCHAKEL_KILLS=200 $(PY) -m pytest -q -p no:randomly -m processes tests/exchange/test_processes.py

.PHONY: bundle
bundle: setup-dev ## everything to install a node without a network, with hashes and a bill of materials: make bundle SIGN_KEY=path
	@SIGN_KEY="$(SIGN_KEY)" tools/bundle.sh

.PHONY: bench
bench: setup-dev ## figures with a peer in the same run; make bench ONLY=log for one of its parts
	@PYTHONPATH=src $(PY) -m tools.bench $(ONLY)

.PHONY: screenshots
screenshots: packages setup-dev ## take the pictures of the documentation again
	@SCHAKEL_SCREENSHOTS=docs/images $(PY) -m pytest tests/browser -q -m browser

.PHONY: assets
assets: ## build the style sheet and script of the pages again (needs Node.js)
	@cd frontend && npm ci --no-audit --no-fund && npm run build
