# Everything here is safe to run twice, and from a folder with a space in its name. Begin with: make demo

PYTHON ?= python3
ARGS ?=

py = .venv/bin/python
program = $(py) -m interviewer

.PHONY: help demo practice test faults kills soak check lock docs

help:
	@echo "make demo      watch a whole interview of two questions, with spoken answers that come along"
	@echo "make practice  hold one yourself; more words to it with ARGS=, as in: make practice ARGS='--questions 5'"
	@echo "make test      run all tests, with the real parts"
	@echo "make faults    run the tests of faults at full length: 2,000 damaged sessions, pairs of crash points"
	@echo "make kills     kill the recording program 200 times and print how much sound was lost (20 minutes)"
	@echo "make soak      an hour of looped speech through the program; prints how its memory grew (one hour)"
	@echo "make check     check format, style, types and who imports whom"
	@echo "make docs      write docs/settings.md and interviewer.example.toml from the settings"
	@echo "make lock      choose the newest versions of all packages and pin them with their hashes"

demo: .venv/run.stamp
	@sh scripts/system-libraries.sh run
	@$(program) models pull
	@$(program) demo $(ARGS)

practice: .venv/run.stamp
	@sh scripts/system-libraries.sh run
	@$(program) models pull
	@$(program) practice $(ARGS)

test: .venv/dev.stamp
	@sh scripts/system-libraries.sh tests
	@$(program) models pull
	@$(program) models pull whisper-tiny.en smollm2-135m
	@$(py) -m pytest $(ARGS)

faults: .venv/dev.stamp
	@FAULT_CASES=2000 $(py) -m pytest tests/faults $(ARGS)

kills: .venv/dev.stamp
	@sh scripts/system-libraries.sh tests
	@$(program) models pull whisper-tiny.en
	@$(py) -m benchmarks.kills $(ARGS)

soak: .venv/dev.stamp
	@sh scripts/system-libraries.sh tests
	@$(program) models pull
	@$(program) models pull whisper-tiny.en
	@$(py) -m benchmarks.soak $(ARGS)

check: .venv/dev.stamp
	@$(py) -m ruff format --check .
	@$(py) -m ruff check .
	@$(py) -m mypy
	@$(py) -m pytest --quiet tests/house/test_imports.py

docs: .venv/dev.stamp
	@$(py) scripts/settings_docs.py
	@$(py) scripts/session_schema.py
	@$(py) scripts/grader_card.py

lock: .venv/dev.stamp
	@sh scripts/lock.sh

# The packages are the lock's, each checked by its hash; a later run changes nothing and needs no network.
.venv/run.stamp: locks/run.lock pyproject.toml | .venv/bin/pip
	@sh scripts/install.sh locks/run.lock
	@touch $@

.venv/dev.stamp: locks/dev.lock pyproject.toml | .venv/bin/pip
	@sh scripts/install.sh locks/dev.lock
	@touch $@

.venv/bin/pip:
	@sh scripts/venv.sh "$(PYTHON)"
