# `make app` runs the tutor, `make test` runs everything that must hold. Both start from a bare machine:
# Python 3.11, pip and make; apt-get is used where it is there and allowed.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
COURSE ?= mls-c01
VENV := .venv
BIN := $(VENV)/bin
PIP_VERSION := 26.3
PIP_FLAGS := --disable-pip-version-check --no-input --quiet --quiet

# apt-get with its questions off; fails where it is missing or not allowed
APT = test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	&& DEBIAN_FRONTEND=noninteractive apt-get -qq update >/dev/null \
	&& DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends

# ragas and Streamlit would otherwise report their use
export RAGAS_DO_NOT_TRACK := true
export STREAMLIT_BROWSER_GATHER_USAGE_STATS := false

.PHONY: app test lint models test-models chromium clean

app: models
	$(BIN)/tutor ingest --course $(COURSE)
	$(BIN)/streamlit run app.py

test: lint test-models chromium
	$(BIN)/pytest -n 2 --dist loadfile -m "not browser"
	$(BIN)/pytest -m browser

lint: $(VENV)/.installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# the embedder and the language model of the settings in force; nothing that is already here and right
models: $(VENV)/.installed-app
	$(BIN)/tutor models fetch

test-models: $(VENV)/.installed-test
	$(BIN)/tutor models fetch all-MiniLM-L6-v2 smollm2-135m

chromium:
	@command -v chromium >/dev/null || { $(APT) chromium fonts-dejavu-core >/dev/null; } \
		|| echo "chromium is not here and cannot be installed without root and apt-get: browser tests are skipped"

# Debian's python3 may come without ensurepip: then this machine's own pip fills the environment, and where
# there is none, the package python3-venv. Old pips refuse the names of some wheels, so pip comes first.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; install it and run make again."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is older than 3.11; run make PYTHON=/path/to/python3.11"; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) >/dev/null 2>&1 \
		|| { rm -rf $(VENV); "$(PYTHON)" -m venv --without-pip $(VENV) >/dev/null 2>&1 \
			&& "$(PYTHON)" -m pip --python $(BIN)/python install $(PIP_FLAGS) pip==$(PIP_VERSION); } \
		|| { rm -rf $(VENV); $(APT) python3-venv && "$(PYTHON)" -m venv $(VENV); } \
		|| { rm -rf $(VENV); echo "No virtual environment could be made; install python3-venv."; exit 1; }
	@$(BIN)/python -m pip install $(PIP_FLAGS) pip==$(PIP_VERSION)

$(VENV)/.installed-app: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing the tutor into $(VENV) (some minutes the first time) ..."
	@$(BIN)/python -m pip install $(PIP_FLAGS) -c constraints.txt -e '.[labs]'
	@touch $@

$(VENV)/.installed-test: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing the tutor with its test tools into $(VENV) (some minutes the first time) ..."
	@$(BIN)/python -m pip install $(PIP_FLAGS) -c constraints.txt -e '.[dev,browser,evals,labs]'
	@touch $@ $(VENV)/.installed-app

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .coverage htmlcov
