# Nhịp Cầu: `make` alone tells what there is. Set-up happens by itself, in .venv, and only once.
PORT ?= 8501
HOST ?= 127.0.0.1
PY = .venv/bin/python
BABEL = $(PY) -m babel.messages.frontend -q
LOCK = $(PY) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
       --generate-hashes --no-header --no-annotate $(UPGRADE)

.PHONY: help run test quick check bench profile sheets sbom house messages curated reports lock setup setup-dev

help: ## this list
	@awk -F ': .*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

run: setup ## the dashboard, on this machine only (another port: PORT=8502 make run)
	@sh setup.sh port '$(PORT)' '$(HOST)'
	@$(PY) -m streamlit run app.py --server.address '$(HOST)' --server.port $(PORT)

# Some tests need a Chromium or an nginx; setup.sh says what their lack leaves out.
test: setup-dev ## every check and every test
	@sh setup.sh writer && sh setup.sh provider && browser=$$(sh setup.sh browser) && \
	  server=$$(sh setup.sh server) && without=$$(echo $$browser $$server | sed 's/ / or /') && \
	  sh tests/run.sh $${without:+-m "not ($$without)"}

quick: setup-dev ## the checks and tests that need neither a browser nor long
	@sh tests/run.sh -m "not browser and not slow" --ignore=tests/browser

check: setup-dev ## style, types and known faults of packages, without the tests
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(PY) -m tests.advisories

bench: setup-dev ## how fast it is beside bare Streamlit: a table, kept in benchmarks/results
	@$(PY) -m benchmarks $(QUICK)

profile: setup-dev ## where the time of a run of a page goes: PAGE=visits
	@$(PY) -m benchmarks.profile $(PAGE)

sheets: setup-dev ## pictures of every page, to be looked at: build/sheets (one: PAGE=/visits)
	@$(PY) -m tests.browser.sheets build/sheets $(PAGE)

sbom: setup-dev ## list the packages that run, with hashes and licences (CycloneDX): sbom.json
	@$(PY) -m tests.sbom sbom.json

house: setup-dev ## the rooms of the code, floor by floor, and how many imports tie them
	@$(PY) -m tests.house

messages: setup-dev ## bring the catalogues in locales/ up to date with the code
	@pot=$$(mktemp) && $(BABEL) extract -F babel.toml --no-location --sort-output --no-wrap -o $$pot . && \
	  $(BABEL) update -i $$pot -d locales --no-fuzzy-matching --ignore-obsolete \
	    --ignore-pot-creation-date --no-wrap; status=$$?; rm -f $$pot; exit $$status

curated: setup-dev ## give the files in data/curated the columns of the schema
	@$(PY) -m data.record.canonical

reports: setup-dev ## build the Word templates in data/reports/templates anew
	@$(PY) -m data.reports.building

lock: setup-dev ## pin what pyproject.toml asks for (newer versions: UPGRADE=-U make lock)
	@$(LOCK) --output-file requirements.lock >/dev/null
	@$(LOCK) --group dev --constraints requirements.lock --output-file requirements-dev.lock >/dev/null

setup:
	@sh setup.sh packages requirements.lock

setup-dev:
	@sh setup.sh packages requirements-dev.lock
