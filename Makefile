# Every target sets up what it lacks: `make refresh` and `make test` work on a bare machine with Python 3.11.
PYTHON ?= python3.11
SANGAKU_HOME ?= data
DOCUMENTS ?= 200
export SANGAKU_HOME
VENV := .venv/bin
export DO_NOT_TRACK = 1
export PREFECT_SERVER_ANALYTICS_ENABLED = false

.PHONY: setup refresh test check bench latency standing soak storm anywhere growth fuzz alterations orders serve lock

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: install it or say make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "the venv module is missing: apt-get install python3-venv" >&2; exit 1; }
	@$(VENV)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(VENV)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

refresh: setup
	@$(VENV)/sangaku refresh --documents tests/documents

test: setup
	@$(VENV)/python -m pytest

check: setup
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/mypy

# PART=pdf, sheets, release or proofs measures only that.
bench: setup
	@$(VENV)/python -m tests.bench $(PART)

# Drops ten documents one after the other in a served inbox and tells where the seconds go; five minutes.
latency: setup
	@$(VENV)/python -m tests.latency

# What a refresh costs that finds nothing new among a thousand documents; a minute.
standing: setup
	@$(VENV)/python -m tests.standing

# Kills refreshes, workers and servers at random moments and compares what comes out; reads two hundred documents by one
# process, by two workers and by a cluster; hours.
soak: setup
	@$(VENV)/python -m pytest --kills 30 --timeout 7200 --numprocesses 0 -s \
	  tests/flows/test_killed.py tests/flows/test_chaos.py tests/flows/test_elsewhere.py

# Of the same, one at a time: many documents while the worker is killed five times, the server twice and all of it once; and by one
# process, two workers and a cluster of two processes. DOCUMENTS=40 takes so many; 200 take about six and four minutes.
storm: setup
	@$(VENV)/python -m pytest --kills 1 --documents $(DOCUMENTS) --timeout 7200 --numprocesses 0 -s tests/flows/test_chaos.py

anywhere: setup
	@$(VENV)/python -m pytest --kills 1 --documents $(DOCUMENTS) --timeout 7200 --numprocesses 0 -s \
	  tests/flows/test_elsewhere.py -k two_hundred

# How cost grows: a hundred, a thousand and ten thousand small documents; twenty minutes.
growth: setup
	@$(VENV)/python -m tests.growth 100 1000 10000

# Alters one digit in the bytes of a document, 200 times, and tells how many a release catches; an hour.
alterations: setup
	@$(VENV)/python -m tests.alterations.soak 200

# Damages documents at random for ten minutes: each is read or refused, whatever it has become.
fuzz: setup
	@$(VENV)/python -m tests.fuzz 600

# Takes the shipped documents in in 20 random orders and compares what comes out; ten minutes.
orders: setup
	@$(VENV)/python -m tests.orders 20

serve: setup
	@$(VENV)/sangaku serve

# Renews the lock from pyproject.toml: names, versions and hashes, no addresses.
lock: setup
	@$(VENV)/pip install --quiet pip-tools
	@$(VENV)/pip-compile --quiet --extra development --generate-hashes --allow-unsafe --no-emit-index-url \
	  --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate -o requirements.lock pyproject.toml
