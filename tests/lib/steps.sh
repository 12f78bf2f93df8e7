# Running steps, each for a bounded time, and summing up what they found.

passed=0
failed=0
broken=()  # steps that failed
running="" # the step's process, while there is one
logs=.test-env/logs
mkdir -p "$logs"

has() { command -v "$1" >/dev/null 2>&1; }

die() {
  echo "tests/run: $1" >&2
  exit 2
}

# A signal ends the step that runs and then the script; the EXIT trap stops
# the servers. `timeout` hands the signal on to all that the step started.
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'clean_up' EXIT

clean_up() {
  [[ $running ]] && kill "$running" 2>/dev/null && wait "$running" 2>/dev/null
  kill_servers
}

# bounded SECONDS COMMAND...
# In the background, because only `wait` is interrupted by a signal.
bounded() {
  timeout --kill-after=10 "$@" &
  running=$!
  wait "$running"
  local status=$?
  running=""
  ((status == 124)) && echo "gave up after $1 s"
  return "$status"
}

# step NAME SECONDS COMMAND...: what it prints is shown as it comes.
step() {
  local name=$1
  shift
  echo "==> $name"
  bounded "$@" && return
  broken+=("$name")
  echo "==> $name FAILED"
  return 1
}

# counted NAME SECONDS COMMAND...: what it prints is shown where it failed, its
# notes always; the tests that it reports are added to the sum.
counted() {
  local name=$1 log="$logs/${1// /-}.log" status good bad
  shift
  NO_COLOR=1 PYTHONDONTWRITEBYTECODE=1 bounded "$@" >"$log" 2>&1
  status=$?
  read -r good bad < <(count "$log")
  # A run that broke off, or tested nothing, must not look like a good one.
  if ((bad == 0 && (status != 0 || good == 0))); then bad=1; fi
  passed=$((passed + good))
  failed=$((failed + bad))
  if ((bad)); then
    broken+=("$name")
    cat "$log"
  fi
  echo "==> $name: $good passed, $bad failed"
  sed -n 's/^note: /    /p' "$log"
}

# One failure that no test framework reports.
problem() {
  failed=$((failed + 1))
  broken+=("$1")
  echo "==> $1: $2" >&2
}

# Sums the results in a log: cargo's, node's, pytest's and the judge's form.
count() {
  awk '
    /^test result: / { good += $4; bad += $6 }
    /^ℹ pass /       { good += $3 }
    /^ℹ (fail|cancelled) / { bad += $3 }
    /^conformance .* passed, .* failed$/ { good += $(NF - 3); bad += $(NF - 1) }
    /^[0-9]+ [a-z]+.* in [0-9.]+s/ {
      for (i = 2; i <= NF; i++) {
        if ($i ~ /^passed/) good += $(i - 1)
        if ($i ~ /^(failed|error)/) bad += $(i - 1)
      }
    }
    END { print good + 0, bad + 0 }
  ' "$1"
}

finish() {
  ((${#broken[@]})) && printf 'failed: %s\n' "${broken[@]}"
  echo "$passed passed, $failed failed"
  ((${#broken[@]} == 0))
  exit
}
