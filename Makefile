PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8501
BIN := .venv/bin
SIDE_BY_SIDE := -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: run test test-slow check chromium bench clean

run: .venv/app  ## install what is missing and start the application
	@echo "RNN Lab: http://$(HOST):$(PORT)"
	$(BIN)/streamlit run app.py --server.address $(HOST) --server.port $(PORT)

test: .venv/dev chromium  ## every test but the slow ones, the browser's included
	$(BIN)/python -m pytest tests -m "not slow" $(SIDE_BY_SIDE)

test-slow: .venv/dev chromium  ## the tests that take minutes
	$(BIN)/python -m pytest tests -m slow $(SIDE_BY_SIDE)

check: .venv/dev  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/dev chromium  ## the figures of docs/measured.md; TEXT=a text file adds those of text
	$(BIN)/python -m benchmarks.forecast
	$(BIN)/python -m benchmarks.first_batch
	$(BIN)/python -m benchmarks.server
	$(BIN)/python -m benchmarks.home_page
	$(BIN)/python -m benchmarks.living_picture
	$(BIN)/python -m benchmarks.listing
	$(BIN)/python -m benchmarks.home_minutes
	$(BIN)/python -m benchmarks.estimate
	$(BIN)/python -m benchmarks.classify
	$(BIN)/python -m benchmarks.vectors
	$(BIN)/python -m benchmarks.ahead
	$(BIN)/python -m benchmarks.kernels
	$(BIN)/python -m benchmarks.crowd --only queue
	$(BIN)/python -m benchmarks.class_hour
	$(BIN)/python -m benchmarks.coverage
	$(if $(TEXT),$(BIN)/python -m benchmarks.text --data $(TEXT))
	$(if $(TEXT),$(BIN)/python -m benchmarks.speedrun --data $(TEXT))

.venv/app: requirements.txt requirements-data.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q -r requirements.txt
	$(BIN)/python -m pip install -q --no-deps -r requirements-data.txt
	@touch $@

.venv/dev: .venv/app requirements-dev.txt
	$(BIN)/python -m pip install -q -r requirements-dev.txt
	@touch $@

chromium: .venv/dev
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium; } \
	  || $(BIN)/playwright install chromium

clean:  ## remove what make installed here
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
