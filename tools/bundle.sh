#!/usr/bin/env bash
# Make the offline bundle: our wheel and everything it needs, each with its hash, a bill of materials,
# and how to install it without a network; signed when SIGN_KEY names an SSH key. usage: tools/bundle.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-var/bundle}
py=$PWD/.venv/bin/python
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
say() { echo "bundle: $*" >&2; }

rm -rf "$out"
mkdir -p "$out/wheels"
out=$(cd "$out" && pwd)

say "our wheel, with the static files, the messages and the documentation in it"
mkdir "$room/source"
git ls-files -z src pyproject.toml README.md LICENSE requirements | tar --null -T - -cf - | tar -xf - -C "$room/source"
(cd src && find . -name '*.mo' | tar -cf - -T -) | tar -xf - -C "$room/source/src"
mkdir "$room/source/src/schakel/site/collected"
cp -r var/static "$room/source/src/schakel/site/collected/static"
cp -r docs "$room/source/src/schakel/site/collected/docs"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) "$py" -m pip wheel --quiet --disable-pip-version-check --no-deps \
  --no-build-isolation --wheel-dir "$out/wheels" "$room/source" >"$room/wheel.log" 2>&1 || { cat "$room/wheel.log"; exit 1; }

say "the wheels it needs"
"$py" -m pip download --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
  --dest "$out/wheels" --requirement requirements/runtime.txt --requirement requirements/pkcs11.txt >"$room/wheels.log" 2>&1 || { cat "$room/wheels.log"; exit 1; }

say "what goes with it"
cp requirements/runtime.txt requirements/pkcs11.txt LICENSE SECURITY.md CHANGELOG.md "$out/"
cp -r deploy "$out/deploy"
ours=$(basename "$out"/wheels/schakel-*.whl)
(cd "$out/wheels" && printf './wheels/%s --hash=sha256:%s\n' "$ours" "$(sha256sum "$ours" | cut -d' ' -f1)") >"$out/schakel.txt"
install -m 755 deploy/install.sh "$out/install.sh"

say "the bill of materials, from the bundle installed on its own"
(cd "$out" && find . -type f ! -name SHA256SUMS -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) >"$out/SHA256SUMS"
PYTHON=$(command -v "${PYTHON:-python3}") "$out/install.sh" "$room/installed" pkcs11 >&2
"$py" -m tools.bill "$room/installed/bin/python" "$out/sbom.cdx.json"
(cd "$out" && find . -type f ! -name SHA256SUMS -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) >"$out/SHA256SUMS"
if [ -n "${SIGN_KEY:-}" ]; then
  tools/sign.sh "$out" "$SIGN_KEY"
else
  say "not signed; with a key: make bundle SIGN_KEY=PATH"
fi
say "$(find "$out" -type f | wc -l) files, $(du -sh "$out" | cut -f1), in $out"
