# The servers under test: one process each, for all tests.

declare -A servers=() # process ids by name

# start_server NAME PROGRAM: sets NAME_PROGRAM and NAME_URL for the tests.
start_server() {
  local name=$1 program=$2 log="$logs/$1.log" url="" attempt
  : >"$log" # there before it is first read
  "$program" --http 127.0.0.1:0 >"$log.stdout" 2>"$log" &
  servers[$name]=$!
  for ((attempt = 0; attempt < 100; attempt++)); do
    url=$(sed -n 's|^listening on \(http://127\.0\.0\.1:[0-9]*/mcp\)$|\1|p' "$log")
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
