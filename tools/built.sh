#!/usr/bin/env bash
# Proves that the style sheet and script in the product are what their sources make: builds them
# again in a folder of its own and compares. Ends with 3 when it cannot build here.
set -euo pipefail
cd "$(dirname "$0")/.."
dist=src/schakel/shell/static/shell/dist

if grep -n '"resolved"' frontend/package-lock.json; then
  echo "frontend/package-lock.json names the registry of one machine"; exit 1
fi
command -v node >/dev/null && command -v npm >/dev/null || { echo "node or npm is missing"; exit 3; }

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
tar -c --exclude=node_modules frontend | tar -x -C "$room"
(cd "$room/frontend" && timeout 120 npm ci --no-audit --no-fund --prefer-offline) \
  || { echo "the registry of packages did not answer"; exit 3; }
(cd "$room/frontend" && npm run build)
diff -rq "$room/$dist" "$dist" \
  || { echo "the built files are not what frontend/ makes: run make assets"; exit 1; }
