#!/usr/bin/env bash
# All tests with all that this machine has; what could not be tested is said at the end. Called by `make test`.
#   ELASTICSEARCH_URL     a running Elasticsearch (else one that answers on 127.0.0.1:9200 is taken)
#   KB_REQUIRE_ENGINES=1  fail instead of skipping when an engine, PostgreSQL or the browser is missing
#   PYTEST_ARGS           more arguments for every run
set -uo pipefail
cd "$(dirname "$0")/.."
pytest=(.venv/bin/python -m pytest -q ${PYTEST_ARGS:-})
# As many processes as cores, from two to six: each takes up to 900 MB.
cores=$(nproc 2>/dev/null || echo 2)
workers=$((cores < 2 ? 2 : cores > 6 ? 6 : cores))
skipped=() failed=()
port=${KB_POSTGRESQL_PORT:-54329}
export DJANGO_SETTINGS_MODULE=kb.settings.test
# Hundreds of processes start: let the first keep what it compiles, wherever that is usually forbidden.
export PYTHONDONTWRITEBYTECODE=

run() { # run TITLE ENVIRONMENT... -- ARGUMENTS...
  local title=$1 environment=()
  shift
  while [ "$1" != -- ]; do environment+=("$1"); shift; done
  shift
  printf '\n== %s\n' "$title"
  env "${environment[@]}" "${pytest[@]}" "$@" || failed+=("$title")
}

# Sites that all runs start from (tests/ready.py).
KB_TEST_SITES=$(mktemp -d)
export KB_TEST_SITES
url= migrating=
finish() {
  rm -rf "$KB_TEST_SITES"
  [ -z "$url" ] || scripts/postgresql.sh stop "$port"
}
trap finish EXIT
# The migrations run once on each database; on PostgreSQL beside the beginning of the tests on SQLite.
if scripts/postgresql.sh found && url=$(scripts/postgresql.sh start "$port"); then
  DATABASE_URL=$url .venv/bin/python manage.py migrate -v 0 --skip-checks &
  migrating=$!
fi

missing() { skipped+=("$1"); }

if [ -z "${ELASTICSEARCH_URL:-}" ] && curl -fs -m 2 http://127.0.0.1:9200/_cluster/health >/dev/null 2>&1; then
  export ELASTICSEARCH_URL=http://127.0.0.1:9200
fi
[ -n "${ELASTICSEARCH_URL:-}" ] || missing "Elasticsearch: the suites that both engines share ran on tantivy only (make elasticsearch)"

run "Tests on SQLite and every engine found" DATABASE_URL= -- -n "$workers"

# What may be different there: tables, rules, imports, states, locks, the outbox, who sees what. Not what touches no database
# (tests/conftest.py leaves it out), nor files and pages that are made of rows: the canary opens every page there as well.
alike=(tests/laws/importers tests/data tests/pages tests/test_desk.py tests/accounts/test_doors.py tests/records/test_images.py
  tests/records/test_desk_images.py tests/reports/test_rendering.py tests/search/test_views.py tests/rounds/test_training.py)
if [ -n "$migrating" ] && wait "$migrating"; then
  run "Tests on PostgreSQL" DATABASE_URL="$url" KB_TEST_TEMPLATE=kb ELASTICSEARCH_URL= KB_REQUIRE_ENGINES= -- \
    -n "$workers" -m "not elasticsearch and not processes and not once" "${alike[@]/#/--ignore=}" \
    --ignore-glob='tests/indicators/test_charts*' --ignore-glob='tests/rounds/test_checking*' --ignore-glob='tests/rounds/test_sheets*'
else
  missing "PostgreSQL: models, imports and the outbox were tested on SQLite only (apt-get install postgresql)"
fi

if command -v chromium >/dev/null; then
  # A run of its own: the browser's driver keeps an event loop, in which Django refuses to work otherwise.
  run "Tests in the browser" DATABASE_URL= DJANGO_ALLOW_ASYNC_UNSAFE=true -- \
    -n "$workers" -o addopts="--import-mode=importlib -ra" tests/browser
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
