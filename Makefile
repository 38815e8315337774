# make run, make test: everything else is for maintainers. See README.
# Bytecode is kept: else each process that starts would compile the whole product anew.
unexport PYTHONDONTWRITEBYTECODE

PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The trial settings of `make run`; a real server sets its own environment (README).
RUN_ENV := DEMO_MODE=true HTTPS=false ALLOWED_HOSTS=127.0.0.1,localhost \
	BASE_URL=http://127.0.0.1:$(PORT) SECRET_KEY_FILE=data/secret_key
# A folder with all packages, for a machine without a network: make run WHEELHOUSE=wheelhouse
WHEELHOUSE ?=
# Optional parts of the product, by the names of their locks: make setup EXTRAS=s3
EXTRAS ?=
LOCKS := requirements.txt $(EXTRAS:%=requirements-%.txt)
PIP := pip --disable-pip-version-check
INSTALL := install --quiet --require-hashes --no-deps $(if $(WHEELHOUSE),--no-index --find-links $(WHEELHOUSE))
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres

# A server for nothing but attacks, as in production: TLS, 4 × 4, no DEBUG (docs/probe.md).
PROBE := $(CURDIR)/data/probe
PROBE_URL ?= sqlite:///$(PROBE)/db.sqlite3
PROBE_ENV := DXL_PROBE=1 ALLOWED_HOSTS=127.0.0.1,localhost BASE_URL=https://127.0.0.1:$(PORT) \
	SECRET_KEY_FILE=$(PROBE)/secret_key DATABASE_URL=$(PROBE_URL) MEDIA_ROOT=$(PROBE)/media \
	PRIVATE_ROOT=$(PROBE)/private ERASURE_INDEX=$(PROBE)/erased_people.jsonl BACKUP_DIR=$(PROBE)/backups \
	BACKUP_KEY=only-for-the-probe EMAIL_URL=filemail://$(PROBE)/mail

.PHONY: run test setup lint test-thorough test-postgres test-browser manual-pictures bench bench-feed bench-day check-uploads drill upgrade-drill chaos scaled-out probe lock wheelhouse \
	check-wheelhouse packages

setup: $(VENV)/.base $(EXTRAS:%=$(VENV)/.with-%)

$(VENV)/.base: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 以上が必要です（PYTHON=python3.12 のように指定できます）。"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/$(PIP) $(INSTALL) -r requirements.txt
	touch $@

$(VENV)/.with-%: requirements-%.txt $(VENV)/.base
	$(BIN)/$(PIP) $(INSTALL) -r $<
	touch $@

$(VENV)/.dev: $(VENV)/.base requirements-dev.txt
	$(BIN)/$(PIP) $(INSTALL) -r requirements-dev.txt
	touch $@

data/secret_key:
	mkdir -p data
	umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50), end="")' > $@

run: setup data/secret_key
	$(RUN_ENV) $(BIN)/python manage.py prepare
	exec env $(RUN_ENV) $(BIN)/python manage.py run_portal --port $(PORT)

data/probe/secret_key:
	mkdir -p -m 700 data/probe
	umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50), end="")' > $@

# Prepares it once (rm -rf data/probe build/static begins anew), writes the variables into
# data/probe/environment, and serves.
probe: setup data/probe/secret_key
	umask 077 && printf 'export %s\n' $(PROBE_ENV) > $(PROBE)/environment
	$(PROBE_ENV) $(BIN)/python manage.py probe_prepare --folder $(PROBE) > $(PROBE)/prepare.log
	tail -n 1 $(PROBE)/prepare.log
	exec env $(PROBE_ENV) $(BIN)/python manage.py run_portal --port $(PORT) --workers 4 --tls $(PROBE)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	SECRET_KEY=lint $(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest -q -n 3 --dist worksteal -m "not browser and not thorough"

# What takes too long for every change: every address as everybody, processes that are killed.
test-thorough: $(VENV)/.dev
	$(BIN)/python -m pytest -q -n 3 --dist worksteal -m thorough

test-postgres: $(VENV)/.dev
	DATABASE_URL=$(POSTGRES_URL) $(BIN)/python -m pytest -q -n 3 -m "not browser"

test-browser: $(VENV)/.dev
	$(BIN)/python -m pytest -q -m browser

# The pictures of the manuals in the product, taken by the browser tests.
manual-pictures: $(VENV)/.dev
	SCREENSHOTS=portal/home/static/home/manual $(BIN)/python -m pytest -q \
		tests/browser/test_manual_pictures.py tests/browser/test_days_in_the_life.py

# The desk's list stands beside django-helpdesk's, installed in build/helpdesk (needs a package index once).
bench: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks.bench_search $(ARGS)
	$(BIN)/python -m tests.benchmarks.bench_consultations $(DESK_ARGS)
	$(BIN)/python -m tests.benchmarks.bench_growth
	$(BIN)/python -m tests.benchmarks.bench_site_search
	$(BIN)/python -m tests.benchmarks.bench_home
	$(BIN)/python -m tests.benchmarks.bench_booking
	$(BIN)/python -m tests.benchmarks.bench_import
	$(BIN)/python -m tests.benchmarks.bench_pages
	$(BIN)/python -m tests.benchmarks.bench_tenfold

bench-feed: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks.bench_feed $(ARGS)

# 300 people and 30 requests a second for ten minutes, then 500 people for 20 seats. DURATION=60 for a short one.
DURATION ?= 600
bench-day: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks.everyday_load --seconds $(DURATION) $(ARGS)

# Every kind of good and bad file through every upload form. CLAMD_ADDRESS=… asks a real scanner.
check-uploads: $(VENV)/.dev
	$(BIN)/python -m pytest -q -s tests/files/upload_figures.py

# Ten backups while people write, each brought back into an empty place and compared.
drill: $(VENV)/.dev
	$(BIN)/python -m tests.chaos.backup_drill $(ROUNDS)

# Databases of former releases, brought to this version, back and forward again.
upgrade-drill: $(VENV)/.dev
	$(BIN)/python -m tests.chaos.upgrade_drill

# Everything that breaks: kill -9, database away, disks full, mail away, clock jumps; a table.
ROUNDS ?=
chaos: $(VENV)/.dev
	$(BIN)/python -m tests.chaos.everything $(if $(ROUNDS),--rounds $(ROUNDS)) $(ARGS)

# nginx, two web processes, two workers, PostgreSQL, Redis and a bucket on this machine; one after the
# other is killed.
scaled-out: $(VENV)/.dev
	$(BIN)/python -m tests.chaos.scaled_out $(if $(ROUNDS),--rounds $(ROUNDS)) $(ARGS)

# Everything that `make run` installs, to be carried to a machine without a network.
wheelhouse: setup
	for lock in $(LOCKS); do \
		$(BIN)/$(PIP) download --quiet --only-binary=:all: --require-hashes --no-deps -r $$lock -d wheelhouse || exit 1; done
	cp $(LOCKS) wheelhouse/

# Installs from the wheelhouse alone, in an environment of its own, and loads the settings.
check-wheelhouse:
	rm -rf build/offline
	$(PYTHON) -m venv build/offline
	for lock in $(LOCKS); do \
		build/offline/bin/$(PIP) install --quiet --require-hashes --no-deps --no-index --find-links wheelhouse -r $$lock || exit 1; done
	DEMO_MODE=true HTTPS=false SECRET_KEY=only-for-this-check build/offline/bin/python manage.py check

# What the portal is made of: build/sbom.json (CycloneDX) and build/licences.csv.
packages: setup
	SECRET_KEY=list $(BIN)/python manage.py list_packages --folder build

# For maintainers, with network and uv: pins every package with its hashes, naming no address.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock:
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-s3.in -o requirements-s3.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt
