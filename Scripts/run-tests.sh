#!/usr/bin/env bash
# Runs the tests, and names at the end what failed: thousands of lines of what passed stand between a
# failure and the end of the output, which is all that CI keeps. With arguments: `swift test` with them.
#
# Without arguments there are two runs: first the tests of the pure targets, which only compute, then
# those with servers and terminals. In one process the former hold all threads for seconds, and what the
# latter wait for comes too late.
set -uo pipefail
log="$(mktemp "${TMPDIR:-/tmp}/cachetop-tests.XXXXXX")" || exit 1
trap 'rm -f "$log"' EXIT
pure='^(ArchitectureTests|MetricsTests|ScreenTests|DashboardTests)\.'

run() {
    "${SWIFT:-swift}" test --disable-xctest "$@" 2>&1 | tee -a "$log"
    return "${PIPESTATUS[0]}"
}

status=0
if (($# > 0)); then
    run "$@" || status=$?
else
    run --filter "$pure" || status=$?
    run --skip-build --skip "$pure" || status=$?
fi
if ((status != 0)); then
    printf '\ntests: what failed, once more:\n'
    # An issue's further lines are indented or begin with an arrow.
    awk '/^✘ .* recorded an issue|Fatal error|^error:|crashed:|exited with unexpected/ { shown = 12 }
         /^(◇|✔)/ { shown = 0 }
         shown-- > 0 { print substr($0, 1, 600) }' "$log" | tail -n 120
    grep '^✘ Test ' "$log" | grep -v 'recorded an issue' | cut -c1-300 | tail -n 30
fi
exit "$status"
