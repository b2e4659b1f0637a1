#!/usr/bin/env bash
# Every test on SQLite, with coverage; then those that touch the database again on PostgreSQL.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p var/coverage
rm -f var/coverage/data*
bin=.venv/bin
unset DJANGO_SETTINGS_MODULE SCHAKEL_HOME

echo "test: rooms and house, on SQLite" >&2
$bin/coverage run -m pytest -q -n 2 -m "not browser and not processes"

echo "test: real processes and a real browser" >&2
$bin/coverage run -m pytest -q -p no:randomly -m "browser or processes"

echo "test: what touches the database, on PostgreSQL" >&2
tools/postgres.sh $bin/python -m pytest -q -n 2 --touching-database -m "not browser and not processes"

echo "test: coverage" >&2
$bin/coverage combine -q
$bin/coverage report --skip-covered --include='*/core/*,*/kernel/*' --fail-under=100
$bin/coverage report --skip-covered --omit='*/core/*,*/kernel/*' --fail-under=90
