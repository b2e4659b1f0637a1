#!/usr/bin/env bash
# Everything that can be known without running the product.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p var
export PYTHONPATH=src DJANGO_SETTINGS_MODULE=schakel.site.settings.test
bin=.venv/bin

step() { # name, command...: run quietly, show all when it fails
  local name=$1; shift
  echo "check: $name" >&2
  "$@" >"var/check-$name.log" 2>&1 || { cat "var/check-$name.log"; echo "check: $name failed" >&2; exit 1; }
}
step format $bin/ruff format --check .
step lint $bin/ruff check .
step types $bin/mypy
step python $bin/vermin --target=3.11- --no-tips --violations src
step imports $bin/lint-imports
step migrations $bin/python -m django makemigrations --check --dry-run
step deployment env DJANGO_SETTINGS_MODULE=schakel.site.settings.deploy_check \
  $bin/python -m django check --deploy --fail-level WARNING
step templates $bin/djlint --lint src
if command -v xgettext >/dev/null; then
  step messages $bin/python -m tools.messages check
else
  echo "check: messages not checked, for gettext is missing (apt-get install gettext)" >&2
fi
echo "check: front end" >&2
tools/built.sh >var/check-built.log 2>&1 && built=0 || built=$?
case $built in
  0) ;;
  3) echo "check: built front end not proved: $(tail -n 1 var/check-built.log)" >&2 ;;
  *) cat var/check-built.log; echo "check: front end failed" >&2; exit 1 ;;
esac
echo "check: all good" >&2
