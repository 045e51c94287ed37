#!/bin/sh
# Starts and stops the throw-away PostgreSQL cluster the tests share: `postgres.sh start DIR` makes
# it and leaves how to connect in DIR/conninfo (tests find it in the build folder's postgres/ or by
# MILA_TEST_POSTGRES); `postgres.sh stop DIR` removes it. No network: a socket in a temp folder.
set -eu

action=${1:?start or stop}
dir=${2:?folder}

programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$programs" ]; then
  echo "PostgreSQL is not installed; its half of the tests will be skipped." >&2
  exit 1
fi

# PostgreSQL refuses to run as root.
as_user() {
  if [ "$(id -u)" = 0 ]; then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

stop() {
  [ -f "$dir/cluster" ] || return 0
  cluster=$(cat "$dir/cluster")
  (cd / && as_user "$programs/pg_ctl" -D "$cluster/data" -m immediate -w stop) >/dev/null 2>&1 || true
  rm -rf "$cluster"
  rm -f "$dir/cluster" "$dir/conninfo"
}

start() {
  # Socket paths hold at most 107 bytes, so the cluster does not live in the build folder.
  # In memory where there is room: making a database then takes half the time.
  root=${TMPDIR:-/tmp}
  if [ -w /dev/shm ] && [ "$(df --output=avail -k /dev/shm | tail -n 1)" -gt 2000000 ]; then
    root=/dev/shm
  fi
  cluster=$(mktemp -d "$root/mila-pg.XXXXXX")
  if [ "$(id -u)" = 0 ]; then chown postgres "$cluster"; fi
  echo "$cluster" > "$dir/cluster"
  cd /
  as_user "$programs/initdb" -D "$cluster/data" -U mila -A trust -E UTF8 --lc-collate=C \
    --lc-ctype=C --no-sync >"$cluster/log" 2>&1 &&
  as_user "$programs/pg_ctl" -D "$cluster/data" -l "$cluster/data/log" -w -t 60 -o "-k $cluster \
    -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c shared_buffers=32MB -c max_connections=200 -c wal_level=minimal -c max_wal_senders=0" \
    start >>"$cluster/log" 2>&1 || {
    cat "$cluster/log" >&2
    stop
    exit 1
  }
  echo "host=$cluster user=mila" > "$dir/conninfo.new"
  mv "$dir/conninfo.new" "$dir/conninfo"
}

mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
exec 9>"$dir/lock"
flock 9
case "$action" in
  start)
    if [ -f "$dir/conninfo" ] && "$programs/psql" "$(cat "$dir/conninfo") dbname=postgres" -qtAc \
      "select 1" >/dev/null 2>&1; then
      exit 0  # already running
    fi
    stop
    # The server must not inherit the lock, or the next caller waits for its end.
    (start) 9>&-
    ;;
  stop) stop ;;
  *)
    echo "usage: postgres.sh start|stop DIR" >&2
    exit 2
    ;;
esac
