#!/usr/bin/env bash
# Install the Debian packages of packages.txt that are missing; without root, say the line that does it.
set -euo pipefail
cd "$(dirname "$0")/.."
missing=()
while read -r name _; do
  case "$name" in "" | \#*) continue ;; esac
  dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q "install ok installed" || missing+=("$name")
done <packages.txt
[ ${#missing[@]} = 0 ] && exit 0
if [ "$(id -u)" != 0 ]; then
  echo "packages: missing; run: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
echo "packages: installing ${missing[*]}" >&2
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
