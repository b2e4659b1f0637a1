#!/usr/bin/env bash
# Make .venv with the locked libraries, compile the message catalogues, collect the static files.
# Quick when nothing changed: each step keeps a stamp of what it was made from.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-runtime}
lock=requirements/$kind.txt
mkdir -p var

say() { echo "setup: $*" >&2; }

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' ||
  { say "Python 3.11 or newer is needed, and $python is $("$python" -V)"; exit 1; }
if [ -n "${PYTHON:-}" ] && [ -x .venv/bin/python ] && [ "$(.venv/bin/python -V)" != "$("$python" -V)" ]; then
  say ".venv is of $(.venv/bin/python -V); making it again for $("$python" -V)"
  rm -rf .venv var/runtime.stamp var/dev.stamp
fi
if [ ! -x .venv/bin/pip ]; then
  say "making .venv"
  "$python" -m venv .venv >var/venv.log 2>&1 || {
    rm -rf .venv
    if [ "$(id -u)" != 0 ]; then
      say "Python's venv is missing; run: sudo apt-get install python3-venv"; exit 1
    fi
    say "installing Debian's python3-venv"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
    "$python" -m venv .venv
  }
fi

wanted=$(cat "$lock" pyproject.toml | sha256sum)
if [ "$(cat "var/$kind.stamp" 2>/dev/null || true)" != "$wanted" ]; then
  say "installing the libraries of $lock"
  pip=(.venv/bin/python -m pip install --quiet --disable-pip-version-check)
  "${pip[@]}" --require-hashes -r "$lock"
  "${pip[@]}" --no-deps --no-build-isolation --editable .
  echo "$wanted" >"var/$kind.stamp"
  # the locks for development contain those for running
  [ "$kind" = runtime ] || cat requirements/runtime.txt pyproject.toml | sha256sum >var/runtime.stamp
fi

catalogues=$(find src -name '*.po' -print0 | sort -z | xargs -0 -r sha256sum)
compiled=$(find src -name '*.mo' | wc -l)
if [ "$(cat var/messages.stamp 2>/dev/null || true)" != "$catalogues $compiled" ]; then
  say "compiling the messages"
  .venv/bin/python -m tools.messages compile
  echo "$catalogues $(find src -name '*.mo' | wc -l)" >var/messages.stamp
fi

static=$({ find src -path '*/static/*' -type f -print0 | sort -z | xargs -0 sha256sum; cat "$lock"; } | sha256sum)
if [ "$(cat var/static.stamp 2>/dev/null || true)" != "$static" ]; then
  say "collecting the static files"
  PYTHONPATH=src DJANGO_SETTINGS_MODULE=schakel.site.settings.base \
    .venv/bin/python -m django collectstatic --noinput --clear -v 0
  echo "$static" >var/static.stamp
fi
