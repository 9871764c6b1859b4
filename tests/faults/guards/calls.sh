#!/bin/sh
# The system calls of guarded copies and guards without a fault, as strace sees them: none.
#
#     calls.sh PROGRAM COUNT
set -eu

cannot_run() {
  echo "guard calls: cannot run: $1"
  if [ -n "${MMAPKIT_ALL_PROOFS:-}" ]; then exit 1; fi
  exit 77
}

command -v strace >/dev/null || cannot_run "strace is missing"
strace -o /dev/null true 2>/dev/null || cannot_run "strace may not trace here"

trace=$(mktemp)
trap 'rm -f "$trace"' EXIT
strace -f -o "$trace" "$1" calls "$2"
marks=$(grep -c 'getppid()' "$trace")
calls=$(awk '/getppid\(\)/ { marks++; next } marks == 1' "$trace")
count=$(printf '%s' "$calls" | grep -c . || true)
echo "guard calls: $2 guarded copies, $2 guards, $count system calls"
if [ "$marks" -eq 2 ] && [ "$count" -eq 0 ]; then exit 0; fi
printf '%s\n' "$calls"
exit 1
