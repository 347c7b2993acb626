#!/usr/bin/env bash
# Runs `swift test` with the given arguments, and names at the end what failed: thousands of lines of
# what passed stand between a failure and the end of the output, which is all that CI keeps.
set -uo pipefail
log="$(mktemp "${TMPDIR:-/tmp}/cachetop-tests.XXXXXX")" || exit 1
trap 'rm -f "$log"' EXIT

"${SWIFT:-swift}" test --disable-xctest "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
if ((status != 0)); then
    printf '\ntests: what failed, once more:\n'
    # An issue's further lines are indented or begin with an arrow.
    awk '/^✘ .* recorded an issue|Fatal error|^error:|crashed:|exited with unexpected/ { shown = 12 }
         /^(◇|✔)/ { shown = 0 }
         shown-- > 0 { print substr($0, 1, 600) }' "$log" | tail -n 120
    grep '^✘ Test ' "$log" | grep -v 'recorded an issue' | cut -c1-300 | tail -n 30
fi
exit "$status"
