#!/usr/bin/env bash
# Run a command with SCHAKEL_DATABASE_URL pointing at a PostgreSQL of its own, gone afterwards.
set -euo pipefail
home=$(mktemp -d)
server=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$server" ] || { echo "postgres: not installed; run: sudo apt-get install postgresql" >&2; exit 1; }
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
# tests need no disk; a bench does: SCHAKEL_POSTGRES_SAFE=1
speed="-c fsync=off -c synchronous_commit=off"; [ -z "${SCHAKEL_POSTGRES_SAFE:-}" ] || speed=""
as=()
if [ "$(id -u)" = 0 ]; then chown postgres "$home"; as=(runuser -u postgres --); fi
stop() { (cd / && "${as[@]}" "$server/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true); rm -rf "$home"; }
trap stop EXIT
(
  cd /
  "${as[@]}" "$server/initdb" -D "$home/data" -A trust -U schakel --encoding=UTF8 --locale=C.UTF-8 >/dev/null
  "${as[@]}" "$server/pg_ctl" -D "$home/data" -w -l "$home/log" \
    -o "-h 127.0.0.1 -p $port -k $home $speed" start >/dev/null
)
SCHAKEL_DATABASE_URL="postgres://schakel@127.0.0.1:$port/postgres" "$@"
