#!/bin/sh
# Runs one of the tools beside this file on the project's Node: run.sh tools/NAME.ts [ARGUMENT ...]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/tools/install.sh"
. "$root/tools/node.sh"
. "$root/tools/built.sh"
tool=$1
shift
cd "$root"
case $tool in
  tools/build.ts) ;;
  tools/test.ts) ensure_everything ;;
  *) ensure_engine ;;
esac
exec "$NODE" "$root/$tool" "$@"
