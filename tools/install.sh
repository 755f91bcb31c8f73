# Sourced by the npm scripts: installs the packages of the lock file when they are missing or another lock file's.
# `root` must hold the repository's folder.

stamp=$root/node_modules/.rushlight-lock

packages_are_installed() {
  # npm finished its tree after the lock file was last written: by our hand or by somebody's `npm ci`.
  [ "$root/node_modules/.package-lock.json" -nt "$root/package-lock.json" ] && return 0
  # The lock file was written anew, by git for instance, with the content that is installed.
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$1" ]
}

run_npm_ci() {
  # Builds and tests need the development packages, whatever NODE_ENV says.
  set -- ci --ignore-scripts --include=dev --include=optional --loglevel=error
  if [ -n "${npm_execpath:-}" ]; then
    (cd "$root" && "${npm_node_execpath:-node}" "$npm_execpath" "$@" >&2)
  else
    (cd "$root" && npm "$@" >&2)
  fi
}

install_packages() {
  lock_sum=$(cksum <"$root/package-lock.json")
  packages_are_installed "$lock_sum" && return 0
  mkdir -p "$root/.build"
  # Two first starts at once would pull the tree from under each other. The lock ends with the subshell.
  (
    if command -v flock >/dev/null; then flock 9; fi
    packages_are_installed "$lock_sum" && exit 0
    echo "Installing packages (once, about half a minute) ..." >&2
    run_npm_ci && echo "$lock_sum" >"$stamp"
  ) 9>"$root/.build/install.lock"
}

install_packages || exit 1
