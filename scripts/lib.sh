# Sourced by scripts/test and scripts/bench: installing what is missing, and servers to work with.

have() { command -v "$1" > /dev/null 2>&1; }

# --- installing

as_root=()
may_install() {
  have apt-get || return 1
  [ "$(id -u)" = 0 ] && return 0
  have sudo && sudo -n true 2> /dev/null || return 1
  as_root=(sudo -n)
}

updated=no
install() {
  may_install || return 1
  if [ "$updated" = no ]; then
    "${as_root[@]}" apt-get update -qq || return 1
    updated=yes
  fi
  echo "installing $*"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
    > /dev/null || return 1
  hash -r
}

# --- PostgreSQL

# Debian keeps the server's programs out of PATH, a folder for each version.
postgres_programs() {
  local folder
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
    [ -x "$folder/initdb" ] && echo "$folder" && return 0
  done
  have initdb && have pg_ctl && dirname "$(command -v initdb)"
}

# The server refuses to run as root.
as_postgres=()
become_unprivileged() {
  [ "$(id -u)" = 0 ] || return 0
  local user
  for user in postgres nobody; do
    if id "$user" > /dev/null 2>&1 && have runuser; then
      as_postgres=(runuser -u "$user" --)
      chown "$user" "$1"
      return 0
    fi
  done
  return 1
}

# Starts a server in the new folder $1, with the variables that follow set for it; leaves its URL,
# without a database, in $postgres.
start_postgres() {
  local folder=$1 programs port
  shift
  programs=$(postgres_programs) || { install postgresql && programs=$(postgres_programs); } || return 1
  mkdir "$folder"
  become_unprivileged "$folder" || return 1
  # From / because the other user may not be allowed into this folder.
  (cd / && "${as_postgres[@]}" "$programs/initdb" -D "$folder/data" -U vouch -A trust \
    --no-sync > /dev/null) || return 1
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    # Below the range from which systems draw ports for outgoing connections.
    port=$((28000 + RANDOM % 4000))
    if (cd / && "${as_postgres[@]}" env "$@" "$programs/pg_ctl" -s -D "$folder/data" -w -l "$folder/log" -o "-c listen_addresses=127.0.0.1 -c port=$port \
      -c unix_socket_directories= -c max_connections=400 -c fsync=on" start > /dev/null 2>&1); then
      running+=("$folder")
      postgres="postgres://vouch@127.0.0.1:$port"
      return 0
    fi
  done
  cat "$folder/log" >&2
  return 1
}

# Takes down every server that was started.
running=()
stop_postgres() {
  local folder programs
  programs=$(postgres_programs) || return 0
  for folder in "${running[@]}"; do
    (cd / && "${as_postgres[@]}" "$programs/pg_ctl" -s -D "$folder/data" -m immediate stop) || true
  done
}
