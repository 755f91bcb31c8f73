# Sourced by the launchers after node.sh: makes what the program needs beside its sources, when it is missing or old.
# `root` and NODE must be set. The look at a few dates here spares most commands a start of Node.

engine_is_built() {
  [ -f "$root/packages/core/ts-mls/.stamp" ] || return 1
  for source in "$root/package-lock.json" "$root/tools/patch-ts-mls.ts" "$root"/tools/ts-mls/*.ts; do
    [ "$root/.build/stamps/ts-mls" -nt "$source" ] || return 1
  done
}

ensure_engine() {
  engine_is_built || "$NODE" "$root/tools/build.ts" --quiet ts-mls
}

ensure_everything() {
  "$NODE" "$root/tools/build.ts" --quiet
}
