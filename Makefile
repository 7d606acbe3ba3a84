# Two commands matter: `make serve` to read the site, `make test` to check everything.
# Nothing but Python 3.11+, git and make is needed; .venv is made from the locks, with hashes.
# BASE_PYTHON=python3.14 names the Python to make it with.

.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON := .venv/bin/python
# Two processes, since the slowest part, the browser, is one of them.
PYTEST ?= -n auto --dist worksteal
HOST ?= 127.0.0.1:8000
export BASE_PYTHON

# Banners of the theme, about a MkDocs that this project does not use.
export NO_MKDOCS_2_WARNING := 1
export PYTHONPATH := hooks

# "Now", for whatever prints a date: that of the last commit, so that a commit gives one site.
ifndef SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH := $(shell git log -1 --format=%ct 2>/dev/null)
endif
ifneq ($(SOURCE_DATE_EPOCH),)
export SOURCE_DATE_EPOCH
endif

# The commit that a built site names; none if anything is not committed (see `verify-site`).
COMMIT ?= $(shell git status --porcelain 2>/dev/null | grep -q . || git rev-parse -q --verify HEAD 2>/dev/null)

.PHONY: help
help: ## List these targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-20s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- the site

.PHONY: serve
serve: .venv-site ## Serve the site on http://127.0.0.1:8000/, or HOST=127.0.0.1:8001; reload on each save
	@$(PYTHON) -m mkdocs serve --strict --livereload --dev-addr $(HOST)

.PHONY: build
build: .venv-site ## Build the site into site/; any warning is a failure
	@EXPLAINER_COMMIT="$(COMMIT)" $(PYTHON) -m mkdocs build --strict
	@echo "The site is in site/."

# --- tests

.PHONY: test
test: .venv-dev ## Run every test, those in a browser included
	@$(PYTHON) -m pytest -q $(PYTEST)

.PHONY: test-other-python
test-other-python: .venv-dev ## Run the quick tests on a second Python, if the machine has one
	@sh tools/other_python.sh $(PYTEST)

.PHONY: test-engines
test-engines: .venv-dev ## Walk through the site in Firefox and in WebKit (not part of make test)
	@$(PYTHON) -m pytest -q tests/walks.py

.PHONY: check
check: .venv-dev ## Check format, style and types
	@$(PYTHON) -m ruff format --check --quiet --output-format concise hooks tests tools
	@$(PYTHON) -m ruff check --quiet --output-format concise hooks tests tools
	@$(PYTHON) -m mypy --no-error-summary
	@said=$$(.venv/bin/lint-imports --no-cache 2>&1) || { echo "$$said"; exit 1; }

.PHONY: test-forks
test-forks: .venv-site .cache/properdocs .cache/mkdocs-ng ## Build the same site with two forks of MkDocs, and compare
	@$(PYTHON) tools/engines.py

.PHONY: links
links: build .cache/links ## Ask other sites whether links to them still hold (not part of make test)
	@.cache/links/bin/lychee --config tools/lychee.toml --root-dir "$(CURDIR)/site" "site/**/*.html"

.PHONY: watch-sources
watch-sources: .venv-desk ## Ask whether the sources' addresses still answer, and write it down: NAMES="x y", or all
	@$(PYTHON) -m explainer watch $(NAMES)

.PHONY: archive
archive: .venv-site ## Propose archived copies of the sources; SAVE=1 asks for one where none is, SECOND=URL asks another archive; WRITE=1 NAMES="x y" puts those you have seen into their records
	@$(PYTHON) -m explainer archive $(if $(WRITE),--write) $(if $(SAVE),--save) $(if $(SECOND),--second "$(SECOND)") $(NAMES)

.PHONY: capture
capture: .venv-desk ## Keep copies of sources in captures/, with digests: NAMES="x y", or all; STAMP=https://… has them time-stamped
	@$(PYTHON) -m explainer capture $(if $(STAMP),--stamp "$(STAMP)") $(NAMES)

.PHONY: verify
verify: .venv-desk ## Look for the words that citations carry in their sources: NAMES="x y", or all; TEXT="file=source"
	@$(PYTHON) -m explainer verify $(foreach one,$(TEXT),--text $(one)) $(NAMES)

.PHONY: verify-site
verify-site: .venv-site ## Build the commit that a published site names, and compare every byte: URL=https://www.example.org/
	@$(PYTHON) -m explainer verify-site "$(URL)"

.PHONY: audit-citations
audit-citations: .venv-site ## Draw SAMPLE=20 citations to be read again, into data/audits/; SEED=1 draws as another time
	@$(PYTHON) -m explainer audit-citations --sample "$(or $(SAMPLE),20)" $(if $(SEED),--seed "$(SEED)")

.PHONY: aged
aged: .venv-site ## List what was said as of a day more than DAYS=90 ago, oldest first
	@$(PYTHON) -m explainer aged --days "$(or $(DAYS),90)"

.PHONY: source
source: .venv-desk ## Draft records of sources: FROM=a file of Zotero's (CSL-JSON, BibTeX, RIS), a DOI or an address
	@[ -n "$(FROM)" ] || { echo "FROM: expected a file, a DOI or an address, as in make source FROM=zotero.json" >&2; exit 1; }
	@$(PYTHON) -m explainer source "$(FROM)"

.PHONY: affair
affair: .venv-site ## Start another affair: NAME=../its-folder, LANGS=fr,en (the first is the default); EXAMPLE=fig-tree lays out a whole one
	@[ -n "$(NAME)" ] || { echo "NAME: expected the path of a new folder, as in make affair NAME=../my-affair LANGS=fr,en" >&2; exit 1; }
	@$(PYTHON) tools/affair.py "$(NAME)" "$(LANGS)" $(if $(EXAMPLE),--example $(EXAMPLE))

.PHONY: check-site
check-site: .venv-dev build ## Build the site; check links, weight, privacy and, on a sample, accessibility
	@$(PYTHON) tools/check_site.py

.PHONY: bench
bench: .venv-dev ## Measure builds of 120, 1,020 and 10,020 pages, and the site's own builds and previews
	@$(PYTHON) tools/bench.py

.PHONY: bench-search
bench-search: .venv-dev ## Measure the search index of 10,000 pages, and what a first search weighs
	@$(PYTHON) tools/search_bench.py

.PHONY: audit
audit: export EXPLAINER_BOOK := true
audit: .venv-dev build ## Audit the built site in a browser, and its books
	@$(PYTHON) tools/audit.py

# --- what is written by a command and kept in git

.PHONY: format
format: .venv-dev ## Rewrite the code in its one format
	@$(PYTHON) -m ruff check --quiet --fix hooks tests tools || true
	@$(PYTHON) -m ruff format --quiet hooks tests tools

.PHONY: golden
golden: .venv-dev ## Rewrite tests/golden from the tiny story; then review it in git
	@$(PYTHON) -m pytest -q tests/test_golden.py --rewrite-golden

.PHONY: rules
rules: .venv-site ## List what a build refuses, or explain one rule: RULE=cite-unknown; WRITE=1 writes contributing/rules.*.md
	@$(PYTHON) -m explainer rules $(if $(WRITE),--write) $(RULE)

.PHONY: record
record: .venv-site ## Write a new record, to be filled in: KIND=claim ID=some-claim
	@$(PYTHON) -m explainer record "$(KIND)" "$(ID)"

.PHONY: rename
rename: .venv-site ## Give a record or a page another id, everywhere: KIND=claim ID=some-claim NEW=another-id
	@$(PYTHON) -m explainer rename "$(KIND)" "$(ID)" "$(NEW)"

.PHONY: delete
delete: .venv-site ## Take a record or a page away: KIND=source ID=some-source, TO=what it leads to
	@$(PYTHON) -m explainer delete "$(KIND)" "$(ID)" $(if $(TO),--to "$(TO)")

.PHONY: review
review: .venv-site ## Show the texts that await review, in every language, with the words that changed
	@$(PYTHON) -m explainer review

.PHONY: summary
summary: .venv-site ## Say what a branch changes, as Markdown: BASE=a folder with the project before
	@[ -n "$(BASE)" ] || { echo "BASE: expected a folder with the project before, as in make summary BASE=../before" >&2; exit 1; }
	@$(PYTHON) -m explainer summary --base "$(BASE)"

.PHONY: reviewed
reviewed: .venv-site ## Confirm that every language says the same: all texts, or NAMES="case.md claims/x"
	@$(PYTHON) -m explainer reviewed $(if $(NAMES),$(NAMES),--all)

.PHONY: reword
reword: .venv-site ## Keep your own record of change as it reads now, while it is not merged: ID=2026-11-26-some-change
	@$(PYTHON) -m explainer reword "$(ID)"

.PHONY: schemas
schemas: .venv-site ## Rewrite schemas/, with which editors complete records
	@$(PYTHON) -m explainer schemas

.PHONY: lock
lock: .venv-dev ## Rewrite the lock files from the .in files
	@for name in requirements requirements-desk requirements-dev requirements-properdocs requirements-mkdocs-ng requirements-links; do \
	    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	        --custom-compile-command "make lock" $(LOCK) $$name.in -o $$name.lock; \
	done

.PHONY: clean
clean: ## Remove everything that these targets made, .venv included
	rm -rf site .site-* .venv .cache .pytest_cache .mypy_cache .ruff_cache
	find hooks tests tools -name __pycache__ -type d -exec rm -rf {} +

# Environments; those that few need stand apart.
.PHONY: .venv-site .venv-desk .venv-dev .cache/properdocs .cache/mkdocs-ng .cache/links
.venv-site:
	@sh tools/venv.sh .venv requirements.lock
.venv-desk:
	@sh tools/venv.sh .venv requirements.lock requirements-desk.lock
.venv-dev:
	@sh tools/venv.sh .venv requirements.lock requirements-dev.lock
.cache/mkdocs-ng:
	@sh tools/venv.sh $@ requirements.lock requirements-mkdocs-ng.lock
.cache/properdocs .cache/links:
	@sh tools/venv.sh $@ requirements-$(@F).lock
