#!/usr/bin/env bash
# All tests with all that this machine has; what could not be tested is said at the end. Called by `make test`.
#   ELASTICSEARCH_URL     a running Elasticsearch (else one that answers on 127.0.0.1:9200 is taken)
#   KB_REQUIRE_ENGINES=1  fail instead of skipping when an engine, PostgreSQL or the browser is missing
#   PYTEST_ARGS           more arguments for every run
set -uo pipefail
cd "$(dirname "$0")/.."
pytest=(.venv/bin/python -m pytest -q ${PYTEST_ARGS:-})
skipped=() failed=()
port=${KB_POSTGRESQL_PORT:-54329}
export DJANGO_SETTINGS_MODULE=kb.settings.test

run() { # run TITLE ENVIRONMENT... -- ARGUMENTS...
  local title=$1 environment=()
  shift
  while [ "$1" != -- ]; do environment+=("$1"); shift; done
  shift
  printf '\n== %s\n' "$title"
  env "${environment[@]}" "${pytest[@]}" "$@" || failed+=("$title")
}

missing() { skipped+=("$1"); }

if [ -z "${ELASTICSEARCH_URL:-}" ] && curl -fs -m 2 http://127.0.0.1:9200/_cluster/health >/dev/null 2>&1; then
  export ELASTICSEARCH_URL=http://127.0.0.1:9200
fi
[ -n "${ELASTICSEARCH_URL:-}" ] || missing "Elasticsearch: the suites that both engines share ran on tantivy only (make elasticsearch)"

run "Tests on SQLite and every engine found" DATABASE_URL= -- -n 2

if scripts/postgresql.sh found && url=$(scripts/postgresql.sh start "$port"); then
  trap 'scripts/postgresql.sh stop "$port"' EXIT
  run "Tests on PostgreSQL" DATABASE_URL="$url" ELASTICSEARCH_URL= KB_REQUIRE_ENGINES= -- \
    -n 2 -m "not elasticsearch and not processes" --ignore=tests/laws/importers --ignore=tests/data \
    --ignore-glob='tests/indicators/test_charts*' --ignore-glob='tests/rounds/test_checking*' --ignore-glob='tests/rounds/test_sheets*'
else
  missing "PostgreSQL: models, imports and the outbox were tested on SQLite only (apt-get install postgresql)"
fi

if command -v chromium >/dev/null; then
  # A run of its own: the browser's driver keeps an event loop, in which Django refuses to work otherwise.
  run "Tests in the browser" DATABASE_URL= DJANGO_ALLOW_ASYNC_UNSAFE=true -- \
    -o addopts="--import-mode=importlib -ra" tests/browser
else
  missing "The browser: no page was opened (apt-get install chromium)"
fi

if [ "${KB_REQUIRE_ENGINES:-}" = 1 ]; then failed+=(${skipped[@]+"${skipped[@]}"}); fi
# Statutes are nobody's to ship: without the folder beside the checkout these tests are skipped even in CI.
[ -d ../shared/data/laws ] || missing "Real statutes: there is no folder ../shared/data/laws"
if [ "${#skipped[@]}" -gt 0 ]; then
  printf '\n!!!! NOT TESTED\n'
  printf '!!!! %s\n' "${skipped[@]}"
fi
if [ "${#failed[@]}" -gt 0 ]; then
  printf '\nFAILED\n'
  printf '  %s\n' "${failed[@]}"
  exit 1
fi
