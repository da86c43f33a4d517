# Two commands do everything: `make run` and `make test`. Both make their own .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: run test compile evaluate bench check lint types

run: $(INSTALLED) ## start the skill and the simulator's page, and say where (port 8000 or the next free one)
	$(BIN)/python -m simulator page

test: $(INSTALLED) ## all that CI runs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m skill.compiler --check
	$(BIN)/python -m pytest

compile: $(INSTALLED) ## the documents into everything generated
	$(BIN)/python -m skill.compiler

evaluate: $(INSTALLED) ## how well people are understood: QUESTIONS=file, SPLIT=development, WRITE=1
	$(BIN)/python -m benchmarks.understanding $(if $(QUESTIONS),--questions "$(QUESTIONS)") \
		$(if $(SPLIT),--split $(SPLIT)) $(if $(WRITE),--write)

bench: $(INSTALLED) ## how fast it is, beside a hello-world skill on the stock SDK (under four minutes)
	$(BIN)/python -m benchmarks.speed $(if $(ONLY),--only $(ONLY))

$(INSTALLED): requirements.txt requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@
