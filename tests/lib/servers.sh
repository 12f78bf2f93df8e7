# The servers under test: one process each, for all tests.

declare -A servers=() # process ids by name

# start_server NAME PROGRAM [ARGUMENT...]: sets NAME_PROGRAM and NAME_URL for
# the tests.
start_server() {
  local name=$1 program=$2 log="$logs/$1.log" url="" attempt
  shift 2
  (($#)) || set -- --http 127.0.0.1:0
  : >"$log" # there before it is first read
  "$program" "$@" >"$log.stdout" 2>"$log" &
  servers[$name]=$!
  for ((attempt = 0; attempt < 100; attempt++)); do
    url=$(sed -n 's|^listening on \(http://127\.0\.0\.1:[0-9]*\(/mcp\)\{0,1\}\)$|\1|p' "$log")
    [[ $url ]] && break
    kill -0 "${servers[$name]}" 2>/dev/null || break
    sleep 0.1
  done
  export "${name}_PROGRAM=$program" "${name}_URL=$url"
  [[ $url ]] || {
    problem "start of $program" "it printed no address:"
    cat "$log" >&2
  }
}

# start_guarded NAME PROGRAM [ARGUMENT...]: the gauntlet, for those whom the
# authorization server knows, which runs already.
start_guarded() {
  local name=$1 program=$2 address
  shift 2
  # Tokens are for its URL, which it has to know before it listens.
  address=127.0.0.1:$(free_port)
  start_server "$name" "$program" --http "$address" --auth-failures 1000/min \
    --issuer "$ISSUER_URL" --audience "http://$address/mcp" --initial-scopes vault:read "$@"
}

# A port that nobody listens on, below those that the system gives out.
free_port() {
  local port
  while port=$((10000 + RANDOM % 20000)); do
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

# Ends the servers as an operator would, and looks back at how they did.
stop_servers() {
  local name pid status
  for name in "${!servers[@]}"; do
    pid=${servers[$name]}
    unset "servers[$name]"
    kill -0 "$pid" 2>/dev/null || {
      problem "$name" "the server died under the tests; its log is in $logs/$name.log"
      continue
    }
    kill -TERM "$pid"
    gone "$pid" || kill -KILL "$pid"
    wait "$pid"
    status=$?
    ((status == 0)) || problem "$name" "the server ended with status $status after SIGTERM"
    grep -q panicked "$logs/$name.log" && problem "$name" "the server panicked; its log is in $logs/$name.log"
  done
}

# Whether the process ends within 15 s: draining may take 10.
gone() {
  local attempt
  for ((attempt = 0; attempt < 150; attempt++)); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
  return 1
}

kill_servers() {
  local pid
  for pid in "${servers[@]}"; do kill -KILL "$pid" 2>/dev/null; done
}
