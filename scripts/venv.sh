#!/usr/bin/env bash
# Makes .venv and installs the pinned packages of one requirements file into it, when that was not done yet.
#   scripts/venv.sh requirements.txt|requirements-dev.txt
# PYTHON names the interpreter (3.11 or later); else python3.11, python3 and later ones are tried.
set -euo pipefail
cd "$(dirname "$0")/.."
requirements=${1:-requirements.txt}

fail() { printf '\n%s\n' "$@" >&2; exit 1; }

find_python() {
  local name
  for name in ${PYTHON:+"$PYTHON"} python3.11 python3 python3.12 python3.13; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$name"; return; fi
  done
  fail "No Python 3.11 or later was found." "Install it (Debian: apt-get install python3 python3-venv), or name it: make run PYTHON=/path/to/python3.11"
}

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  python=$(find_python)
  echo "Making .venv with $("$python" --version)"
  "$python" -m venv --clear .venv || fail "Python cannot make virtual environments here." \
    "On Debian the module is a package of its own: apt-get install python3-venv"
fi

stamp=.venv/installed-$requirements
wanted=$(cat requirements*.txt constraints.txt | cksum)
if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Installing the packages of $requirements (a minute or two the first time)"
.venv/bin/python -m pip install --disable-pip-version-check --no-input -r "$requirements" 2>"$log" | tee -a "$log" |
  awk -v live="$([ -t 1 ] && echo 1 || echo 0)" '
    /^ *Collecting/ { n++; if (live) { printf "\r\033[K  %d packages found, now %s", n, $2; fflush() } }
    /^Installing collected/ { if (live) printf "\r\033[K"; printf "  unpacking %d packages\n", n; fflush() }' || {
  tail -20 "$log" >&2
  fail "The packages could not be installed: the reason stands above. Run the same command again once it is mended."
}
echo "$wanted" > "$stamp"
# The larger set holds the smaller one.
[ "$requirements" != requirements-dev.txt ] || echo "$wanted" > .venv/installed-requirements.txt
