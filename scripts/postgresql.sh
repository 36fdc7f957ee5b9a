#!/usr/bin/env bash
# A throw-away PostgreSQL for tests, from Debian's package: no password, no durability, on 127.0.0.1 only.
#   scripts/postgresql.sh start [PORT=54329]    prints the DATABASE_URL
#   scripts/postgresql.sh stop  [PORT=54329]    stops it and removes its files
#   scripts/postgresql.sh found                 succeeds when PostgreSQL's server programs are installed
set -euo pipefail
port=${2:-54329}
home=${TMPDIR:-/tmp}/kb-postgresql-$port
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[ -n "$programs" ] || programs=$(dirname "$(command -v initdb || echo /none/initdb)")

as_postgres() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then (cd /tmp && runuser -u postgres -- "$@"); else "$@"; fi
}

stop() {
  [ -d "$home/data" ] && as_postgres "$programs/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$home"
}

case ${1:-} in
found) [ -x "$programs/initdb" ] ;;
stop) stop ;;
start)
  [ -x "$programs/initdb" ] || { echo "PostgreSQL is not installed: apt-get install postgresql" >&2; exit 1; }
  stop
  mkdir -p "$home"
  [ "$(id -u)" != 0 ] || chown postgres "$home"
  as_postgres "$programs/initdb" -D "$home/data" -U kb -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
  as_postgres "$programs/pg_ctl" -D "$home/data" -l "$home/log" -w -t 60 \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
    start >/dev/null || { tail -20 "$home/log" >&2; exit 1; }
  as_postgres "$programs/createdb" -h 127.0.0.1 -p "$port" -U kb kb
  echo "postgresql://kb@127.0.0.1:$port/kb"
  ;;
*) sed -n '2,5p' "$0"; exit 2 ;;
esac
