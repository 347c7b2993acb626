#!/usr/bin/env bash
# What insight costs: processor time an event beside the same run without it, and the peak of the memory.
# Environment: RUNS=5, EVENTS=1000000 (from a stream, 5,000 keys), LINES=50000000 and ALL_KEYS=10000000 (as lines),
# and that of common.sh.
RUNS=${RUNS:-5} EVENTS=${EVENTS:-1000000} LINES=${LINES:-50000000} ALL_KEYS=${ALL_KEYS:-10000000}
# shellcheck source=Benchmarks/common.sh
source "$(dirname "$0")/common.sh"
build cachetop
compile write_stream write_lines

usage() { # COMMAND…: sets cpu (seconds) and peak (MiB)
    Benchmarks/usage.py "$@" >/dev/null 2>"$work/usage"
    read -r cpu peak < <(tail -1 "$work/usage")
}

machine
redis intake
"$work/write_stream" "$work/intake" cache:events $((EVENTS / 32)) 32
export REDIS_URL="unix://$work/intake"
with=() without=()
for _ in $(seq "$RUNS"); do
    usage "$bin/cachetop" snapshot --since 0 --insight off && without+=("$cpu")
    usage "$bin/cachetop" snapshot --since 0 && with+=("$cpu")
done
awk -v e="$EVENTS" -v a="$(printf '%s\n' "${without[@]}" | median)" -v b="$(printf '%s\n' "${with[@]}" | median)" 'BEGIN {
    printf "intake of %d events: %.3f s of processor time without insight, %.3f s with it: %.0f ns more an event (goal: 100)\n", e, a, b, (b - a) / e * 1e9 }'

# As long as it takes to read all lines; more would be waiting.
lines() { # INSIGHT SECONDS: sets cpu and peak
    "$work/write_lines" "$LINES" "$ALL_KEYS" |
        usage "$bin/cachetop" snapshot --events log:- --insight "$1" --for "$2s" --output "$work/$1.json"
    read -r cpu peak < <(tail -1 "$work/usage")
}
seconds=$((LINES / 500000 + 2))
for insight in off on; do
    lines "$insight" "$seconds"
    read=$(awk -F'[:,]' '/"received"/ { gsub(/ /, "", $2); print $2; exit }' "$work/$insight.json")
    echo "$read of $LINES events over $ALL_KEYS keys, insight $insight: peak $peak MiB (goal: 60), $cpu s of processor time"
done
