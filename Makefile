PORT ?= 8000
DATA_DIR ?= instance/demo
PART ?= faults
WORKERS ?= 3
BIN := .venv/bin
# A Python that somebody built without --enable-optimizations makes everything a tenth slower and more: the system's own comes
# first, where it can make environments; else whatever answers, which then says what it lacks.
PY := $(shell /usr/bin/python3.11 -c 'import ensurepip, sys; print(sys.executable)' 2>/dev/null || command -v python3.11 || command -v python3)
# Each process would compile every module anew, ours and the libraries': half of what a start takes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test lint bench gallery journeys test-deep translations lock assets clean

help:
	@echo "make run           a working demo of the region on http://127.0.0.1:$(PORT) (PORT=, DATA_DIR=)"
	@echo "make test          everything that has to pass before a change lands (WORKERS=3)"
	@echo "make lint          style, types, who imports whom"
	@echo "make test-deep     long sweeps: PART=faults (default), races, mutants, journeys, leaks, verifiers or calibration; results in docs/deep-tests.md"
	@echo "make bench         pages and acts timed as ratios to a bare page, with 10,000 and 100,000 cases"
	@echo "make gallery       pictures of every page of every role in build/gallery (needs Chromium; DATA_DIR=)"
	@echo "make journeys      pages, taps, fields, seconds and bytes of each role's commonest journey, into docs/development/journeys.md (needs Chromium; DATA_DIR=)"
	@echo "make translations  take new sentences into the catalogues and compile them"
	@echo "make lock          renew requirements.txt from pyproject.toml"
	@echo "make assets        rebuild styles and scripts (needs Node)"

.venv/.ready: requirements.txt pyproject.toml
	$(PY) -m venv .venv
	$(BIN)/python -m pip install --quiet uv==0.13.9 || $(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt || $(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e . || $(BIN)/python -m pip install --quiet --no-deps -e .
	touch $@

CATALOGUES := $(wildcard accreditation/translations/*/LC_MESSAGES/messages.po)
.venv/.catalogues: .venv/.ready $(CATALOGUES)
	$(BIN)/pybabel -q compile --use-fuzzy -d accreditation/translations
	touch $@

run: .venv/.ready .venv/.catalogues
	$(BIN)/accreditation demo --port $(PORT) --data-dir $(DATA_DIR)

lint: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: .venv/.ready .venv/.catalogues lint
	@bash tests/system_packages.sh
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -q

test-deep: .venv/.ready .venv/.catalogues
	@case "$(PART)" in \
	faults|races) DEEP=$(PART) $(BIN)/python -m pytest tests/deep/$(PART) -n 2 --dist worksteal -q ;; \
	mutants) DEEP=mutants $(BIN)/python -m pytest tests/walk -n 2 --dist worksteal -q ;; \
	journeys) DEEP=journeys $(BIN)/python -m pytest tests/journeys tests/browser/test_journey.py -n 2 --dist worksteal -q ;; \
	leaks) DEEP=leaks $(BIN)/python -m pytest tests/leaks -n 2 --dist worksteal -q ;; \
	verifiers) DEEP=verifiers $(BIN)/python -m pytest tests/deep/verifiers -q ;; \
	calibration) DEEP=calibration $(BIN)/python -m pytest tests/deep/calibration -q -s ;; \
	api|load) echo "make test-deep PART=$(PART): this part does not exist yet. There are faults, races, mutants, journeys, leaks, verifiers and calibration."; exit 2 ;; \
	*) echo "make test-deep: there is no part '$(PART)'. There are faults, races, mutants, journeys, leaks, verifiers and calibration."; exit 2 ;; \
	esac

bench: .venv/.ready .venv/.catalogues
	@bash tests/system_packages.sh
	$(BIN)/python -m benchmarks

gallery: .venv/.ready .venv/.catalogues
	@bash tests/system_packages.sh
	$(BIN)/python -m tests.browser.gallery $(DATA_DIR)

journeys: .venv/.ready .venv/.catalogues
	@bash tests/system_packages.sh
	$(BIN)/python -m tests.browser.counted $(DATA_DIR)

translations: .venv/.ready
	mkdir -p build
	$(BIN)/pybabel -q extract -F babel.cfg -k N_ -k N_plural:1,2 -k _l -k _ -k ngettext:1,2 --no-location --sort-output --omit-header -o build/accreditation.pot .
	for l in es en pt fr; do mkdir -p accreditation/translations/$$l/LC_MESSAGES; \
	  if [ -f accreditation/translations/$$l/LC_MESSAGES/messages.po ]; then $(BIN)/pybabel -q update -N --ignore-obsolete --omit-header -i build/accreditation.pot -d accreditation/translations -l $$l; \
	  else $(BIN)/pybabel -q init -i build/accreditation.pot -d accreditation/translations -l $$l; fi; done
	$(BIN)/pybabel -q compile --use-fuzzy -d accreditation/translations

lock: .venv/.ready
	$(BIN)/uv pip compile -q --generate-hashes --python-version 3.11 --extra test --extra lint --no-emit-find-links --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.txt

assets:
	bash frontend/build.sh

clean:
	rm -rf .venv build instance
