# The programs that read the files of examples/deploy, in .test-env/deploy.

deploy_python="" # the program, once set up

# Debian packages are unpacked, not installed: an installed nginx would start
# itself, and on somebody's machine it may be there already. strace shows
# what systemd would have to permit.
deploy_packages=(nginx caddy prometheus strace systemd)

set_up_deploy() {
  local folder=.test-env/deploy
  set_up_packages "$folder/packages" || return 1
  set_up_venv "$folder/python" tests/deploy/requirements.txt || return 1
  deploy_python=$PWD/$folder/python/bin/python
  export DEPLOY_TOOLS=$PWD/$folder/packages/root
}

set_up_packages() {
  local folder=$PWD/$1 pins package
  has apt-get && has dpkg || {
    problem "set-up of deploy" "apt-get and dpkg are missing: run this part on Debian or Ubuntu"
    return 1
  }
  pins="${deploy_packages[*]} $(sed -n 's/^PRETTY_NAME=//p' /etc/os-release)"
  up_to_date "$folder" "$pins" && return
  echo "==> unpacking ${deploy_packages[*]} in $folder"
  rm -rf "$folder" && mkdir -p "$folder/debs/partial" "$folder/root" || return 1
  # A clean machine has no lists of packages, and old lists name packages that
  # are gone.
  apt_download "$folder" || { as_root apt-get update -q && apt_download "$folder"; } || {
    problem "set-up of deploy" "apt could not get ${deploy_packages[*]}; its log is above"
    return 1
  }
  for package in "$folder"/debs/*.deb; do
    dpkg -x "$package" "$folder/root" || return 1
  done
  # Documentation and the like are half of it.
  rm -rf "$folder/debs" "$folder/root/usr/share" "$folder/root/usr/include"
  echo "$pins" >"$folder/pins"
}

# With what they need that is missing here.
apt_download() {
  bounded 300 apt-get -q -y -o Dir::Cache::Archives="$1/debs" -o Debug::NoLocking=1 -o APT::Sandbox::User=root \
    --no-install-recommends --reinstall --download-only install "${deploy_packages[@]}"
}

as_root() {
  local sudo=()
  ((EUID == 0)) || sudo=(sudo -n)
  bounded 300 "${sudo[@]}" "$@"
}
