# WBS: every target sets up what it needs. `make` alone prints this help.
.DEFAULT_GOAL := help
.PHONY: help demo test check bench faults fix lock desk-package pictures clean
PY := .venv/bin/python
CLIENT := client/node_modules/.bin

help:  ## print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo:  ## portal, courier and desk on this machine, with sample data (Ctrl-C stops it)
	@tools/prepare.sh run
	@$(PY) -m wbs.cli demo

test:  ## every test, browsers included
	@tools/prepare.sh test
	@tools/prepare.sh browsers
	@$(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder tests

check:  ## what must hold besides the tests: style, types, import rules, built client, translations, templates
	@tools/prepare.sh test
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(CLIENT)/tsc --project client
	$(CLIENT)/prettier --log-level warn --check client
	node client/build.mjs --check
	.venv/bin/djlint --quiet --check --lint templates
	$(PY) tools/translations.py check

bench:  ## the performance ratios, measured in one run
	@tools/prepare.sh test
	@$(PY) -m bench

faults:  ## kill -9 in 1,000 submissions on each database; half an hour
	@tools/prepare.sh test
	@$(PY) -m tests.faults.campaign --database sqlite
	@$(PY) -m tests.faults.campaign --database postgresql

fix:  ## format, build the client, and take new sentences into the translations
	@tools/prepare.sh test
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	$(CLIENT)/prettier --log-level warn --write client
	node client/build.mjs
	-.venv/bin/djlint --quiet --reformat templates
	$(PY) tools/translations.py update

lock:  ## pin the requirements anew from pyproject.toml
	@tools/lock.sh

desk-package:  ## the file that installs the desk, to be signed with the key of KEY=release.pub
	@test -r "$(or $(KEY),release.pub)" || { echo "There is no $(or $(KEY),release.pub): make desk-package KEY=…/release.pub" >&2; exit 1; }
	@tools/prepare.sh test
	@tools/desk_package.sh $(or $(KEY),release.pub)

pictures:  ## take the README's pictures anew from a running demo
	@tools/prepare.sh test
	@tools/prepare.sh browsers
	@$(PY) -m tools.look --readme

clean:  ## remove what these targets made
	rm -rf .venv tests/node/node_modules client/node_modules client/build demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
