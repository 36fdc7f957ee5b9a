# Two commands matter: `make run` and `make test`. What else there is: `make help`.
SHELL := /bin/bash
MANAGE := .venv/bin/python manage.py
ES_PORT ?= 9200

.PHONY: help run setup dev test check format elasticsearch load clean

help:
	@echo "make run            set up what is missing, then serve on http://127.0.0.1:8000/ (PORT=, HOST=; LAWS=PATH imports statutes)"
	@echo "make test           all tests, with whatever engines, database and browser this machine has"
	@echo "make check          style, types, templates, arrows between rooms, dependencies, migrations, catalogues"
	@echo "make format         put code in shape"
	@echo "make elasticsearch  start a real Elasticsearch node without containers (ES_PORT=; JDK 21 or later and Maven)"
	@echo "make load           twenty readers for five minutes against DATA_DIR; fails when a promise is broken (MINUTES=, READERS=, DATA=)"
	@echo "make clean          remove .venv and caches; the data directory stays"

setup:
	@scripts/venv.sh requirements.txt

run: setup
	@$(MANAGE) quickstart $(if $(LAWS),--laws $(LAWS))
	@exec $(MANAGE) serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

dev:
	@scripts/venv.sh requirements-dev.txt

test: dev
	@$(MANAGE) compile_messages --settings=kb.settings.test -v 0
	@scripts/test.sh

check: dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy accounts countries indicators kb laws pages records reports rounds search
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/lint-imports --no-cache
	PYTHONWARNINGS=ignore .venv/bin/deptry --no-ansi .
	$(MANAGE) makemigrations --check --dry-run --settings=kb.settings.test
	$(MANAGE) compile_messages --check --settings=kb.settings.test

format: dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

elasticsearch:
	@scripts/elasticsearch/start.sh $(ES_PORT) > /dev/null
	@echo "Elasticsearch answers on http://127.0.0.1:$(ES_PORT) (stop it with: scripts/elasticsearch/start.sh stop $(ES_PORT))" && \
	  echo "Use it: ELASTICSEARCH_URL=http://127.0.0.1:$(ES_PORT) make run"

load: setup
	@.venv/bin/python scripts/load.py $(if $(DATA),--data $(DATA)) $(if $(MINUTES),--minutes $(MINUTES)) $(if $(READERS),--readers $(READERS))

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
