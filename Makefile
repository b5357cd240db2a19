# One word for each thing to do; `make` alone lists them. The environment is made from the lock when it is missing.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
NBVAL := --nbval-lax --nbval-current-env --nbval-cell-timeout 120
TRACES := metadata.papermill cell.metadata.papermill cell.metadata.execution metadata.language_info.version \
	metadata.language_info.codemirror_mode metadata.language_info.file_extension metadata.language_info.mimetype \
	metadata.language_info.nbconvert_exporter metadata.language_info.pygments_lexer
STRIP := $(BIN)/nbstripout --keep-count --extra-keys "$(TRACES)"

.PHONY: help reports nightly test test-browser check lab data notebooks codebook pdf release lock bench bench-large torture clean

help: ## List these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

reports: $(READY) ## Make every report of reports.toml that is not fresh, then open reports/index.html
	$(BIN)/civcas report --keep-going

nightly: $(READY) ## The same where nobody watches; what came of it is in reports/summary.json
	@mkdir -p reports
	$(BIN)/civcas report --all --keep-going --json > reports/summary.json

test: data ## Run every test, the notebooks included
	$(BIN)/pytest -q -n 2 --dist loadfile --ignore tests/publish/making
	$(BIN)/pytest -q tests/publish/making
	$(BIN)/pytest -q -n 2 --dist loadfile $(NBVAL) notebooks

test-browser: reports ## Look at every page in Chromium: accessibility, keyboard, narrow windows, paper, no scripts
	VIRTUAL_ENV= UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --frozen -q --group browser --python $(BIN)/python
	$(BIN)/pytest -q -rs -n 2 tests/browser

check: $(READY) ## Check style, types, notebooks and the raw tables
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(STRIP) --verify notebooks/*.ipynb
	$(BIN)/civcas verify

lab: data ## Open JupyterLab on the start page, notebooks/start.ipynb
	$(BIN)/civcas notebook

data: $(READY) ## Build data/processed from data/raw and data/hand
	$(BIN)/civcas build

notebooks: data ## Run the notebooks with their defaults and keep only the outputs that tests compare
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace --log-level WARN notebooks/*.ipynb
	$(STRIP) notebooks/*.ipynb

codebook: $(READY) ## Write the codebook from data/raw/datapackage.json: docs/codebook.md, reports/codebook.html and .csv
	$(BIN)/civcas codebook

pdf: reports ## Print the whole collection to reports/pdf/collection.pdf
	$(BIN)/civcas pdf --collection

release: reports ## Pack data, reports, notebooks, sources and their record into dist/
	$(BIN)/civcas release

lock: $(READY) ## Resolve the dependencies anew and export them for pip and conda
	$(BIN)/uv lock
	$(BIN)/uv export --frozen --no-hashes --no-emit-project --no-header --no-annotate -q -o requirements.lock.txt
	$(BIN)/uv export --frozen --only-group bootstrap --no-header --no-annotate -q -o requirements.uv.txt
	VIRTUAL_ENV= UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --frozen -q --all-groups --python $(BIN)/python
	$(BIN)/python -m analysis.publish.release.dependencies

bench: $(READY) ## Measure the reports against other ways to make them; build, linking, import as inputs grow
	$(BIN)/python bench/reports.py
	$(BIN)/python bench/build.py
	$(BIN)/python bench/linking.py
	$(BIN)/python bench/importing.py

bench-large: $(READY) ## Measure ten million claims; takes minutes and 10 GB of disk
	$(BIN)/python bench/ten_million.py --json bench/ten-million.json

torture: reports ## Try to break it all, and write docs/reliability.md; takes hours and 20 GB of disk
	VIRTUAL_ENV= UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --frozen -q --group browser --group torture --python $(BIN)/python
	$(BIN)/python -m torture

clean: ## Remove what can be made again; the environment in .venv and the kept values stay
	rm -rf data/processed build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find reports -mindepth 1 -maxdepth 1 -not -name values -exec rm -rf {} + 2>/dev/null || true
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

$(READY): uv.lock pyproject.toml requirements.uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "civcas needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.uv.txt
	VIRTUAL_ENV= UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --frozen -q --compile-bytecode --python $(BIN)/python
	@touch $@
