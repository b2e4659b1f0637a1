#!/usr/bin/env bash
# Install Schakel from this bundle, without a network. usage: ./install.sh FOLDER [pkcs11]
# With `pkcs11`, also what a node needs whose keys are in a security module.
# Every file is compared with its hash first; FOLDER becomes a Python environment of its own.
set -euo pipefail
into=${1:?usage: install.sh FOLDER [pkcs11]}
extra=${2:-}
case "$extra" in "" | pkcs11) ;; *) echo "install: there is no extra named $extra, only pkcs11" >&2; exit 1 ;; esac
[ ! -e "$into" ] || { echo "install: $into exists; each version goes into a folder of its own" >&2; exit 1; }
into=$(realpath -m "$into")
cd "$(dirname "$0")"
sha256sum --check --quiet --strict SHA256SUMS || { echo "install: the bundle is damaged; nothing was installed" >&2; exit 1; }
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' ||
  { echo "install: Python 3.11, 3.12 or 3.13 is needed, and this is $("$python" -V)" >&2; exit 1; }
trap '[ -e "$into/bin/schakel" ] || rm -rf "$into"' EXIT
"$python" -m venv "$into"
pip=("$into/bin/python" -m pip --quiet --isolated --disable-pip-version-check install --no-index --no-cache-dir)
"${pip[@]}" --find-links wheels --require-hashes --requirement runtime.txt
[ -z "$extra" ] || "${pip[@]}" --find-links wheels --require-hashes --requirement "$extra.txt"
"${pip[@]}" --no-deps --require-hashes --requirement schakel.txt
"$into/bin/python" -m compileall -q "$into" >/dev/null || true
echo "install: $("$into/bin/schakel" version) in $into"
