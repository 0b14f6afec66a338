# make chat | make bot | make test | make check | make bench | make train
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev

.PHONY: chat bot test check bench train help
.DEFAULT_GOAL := help

help:
	@echo "make chat   talk in this terminal"
	@echo "make bot    run on Telegram (TELEGRAM_BOT_TOKEN=...)"
	@echo "make test   run all tests"
	@echo "make check  format, lint and types"
	@echo "make bench  measurements"
	@echo "make train  the weights that read notes, from personas/corpus"

chat: $(READY)
	@$(BIN)/hieukhach chat

bot: $(READY)
	@$(BIN)/hieukhach bot

test: $(READY_DEV)
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

check: $(READY_DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/hieukhach check

bench: $(READY_DEV)
	$(BIN)/python -m bench

train: $(READY_DEV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,train]'
	$(BIN)/python -m training

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Cần Python 3.11 trở lên / Python 3.11 or newer is needed: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Thiếu mô-đun venv / Python's venv module is missing. Debian, Ubuntu: sudo apt install python3-venv"; exit 1; }

$(READY): $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	@echo "Đang cài đặt, chờ chút / Setting up, one moment ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(READY_DEV): $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	@echo "Đang cài đặt, chờ chút / Setting up, one moment ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(READY) $@
