# The two commands: `make run` and `make test`. Each does all its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080
DATA ?= data

# Every package by the hashes in the lock files. UNLOCKED=1 where a mirror packs them anew, and so with other hashes.
COMMA := ,
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED = $(PIP) --require-hashes -r .ci/locks/$(1).txt && $(PIP) --no-deps --no-build-isolation -e .
INSTALL = $(if $(UNLOCKED),$(PIP) -e ".[$(2)]",$(call LOCKED,$(1)))

.PHONY: run test check bench soak deps shots papers clean

run: $(VENV)/run.stamp
	@$(BIN)/python -m sync.build
	@mkdir -p $(DATA)
	@$(BIN)/python -m sync serve --demo --database sqlite:///$(DATA)/company.sqlite --port $(PORT) --web build/web $(if $(PHONE),--phone)

test: $(VENV)/test.stamp
	@$(BIN)/python -m sync.build
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(TESTS)

check: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/test.stamp
	@$(BIN)/python -m sync.build
	@$(BIN)/python -m tests.bench

# make soak SOAK="--seed 7 --minutes 60"
soak: $(VENV)/test.stamp
	@$(BIN)/python -m sync.build --words
	@$(BIN)/python -m tests.soak $(SOAK)

# make deps: lock files, licences, known vulnerabilities; make deps RENEW=1 writes the lock files
deps: $(VENV)/test.stamp
	@$(PIP) --require-hashes -r .ci/locks/deps.txt
	@$(BIN)/python -m tests.dependencies $(if $(RENEW),--renew)

shots: $(VENV)/test.stamp
	@$(BIN)/python -m sync.build
	@$(BIN)/python -m tests.e2e.shots --out shots

papers: $(VENV)/test.stamp
	@$(BIN)/python -m sync.build --words
	@$(BIN)/python -m tests.papers.every --out papers

clean:
	rm -rf build shots papers

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say which with: make run PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: pyproject.toml .ci/locks/run.txt | $(VENV)/bin/python
	@echo "Setting up (once) …"
	@$(call INSTALL,run,server$(COMMA)build)
	@touch $@

$(VENV)/test.stamp: pyproject.toml .ci/locks/test.txt .ci/chromium .ci/poppler .ci/postgres | $(VENV)/bin/python
	@$(call INSTALL,test,server$(COMMA)build$(COMMA)dev)
	@sh .ci/chromium
	@sh .ci/poppler
	@sh .ci/postgres
	@touch $@ $(VENV)/run.stamp
