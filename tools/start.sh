#!/bin/sh
# npm start: installs what is missing, builds what is stale, and becomes the server (no second process stays behind).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/tools/install.sh"
exec "$root/apps/cli/bin/rushlight" serve "$@"
