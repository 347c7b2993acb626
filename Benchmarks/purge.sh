#!/usr/bin/env bash
# A purge of KEYS of a category beside ALL other keys: keys a second, plan included and without it, beside
# redis-cli redis --scan | xargs redis-cli unlink in the same run, and what it does to another client's p99
# (one GET a millisecond) before, during and after. Medians of RUNS, the two ways taken in turns.
# Environment: RUNS=3, KEYS=100000, ALL=300000, ASIDE=3 (seconds before and after), and that of common.sh.
RUNS=${RUNS:-3} KEYS=${KEYS:-100000} ALL=${ALL:-300000} ASIDE=${ASIDE:-3}
# shellcheck source=Benchmarks/common.sh
source "$(dirname "$0")/common.sh"
build cachetop
compile probe
redis redis
export REDIS_URL="unix://$work/redis" CACHETOP_AUDIT_FILE="$work/audit.jsonl"

fill() { # the pattern of a shop: the purged category, and everything else
    seq "$KEYS" | awk '{ printf "SET category:shoes:%d:v1 %0200d EX 3600\r\n", $1, $1 }' | cli redis --pipe >/dev/null
}
seq "$ALL" | awk '{ printf "SET product:%d %0200d EX 3600\r\n", $1, $1 }' | cli redis --pipe >/dev/null

ours() { "$bin/cachetop" purge category shoes --via redis --yes --json >"$work/purge.json"; }
theirs() { cli redis --scan --pattern 'category:shoes:*' | xargs -n 500 redis-cli -s "$work/redis" unlink >/dev/null; }
p99() { # FROM TO: of the probe's latencies between two moments, in microseconds
    awk -v a="$1" -v b="$2" '$1 >= a && $1 < b { print $2 }' "$work/latencies" | sort -n |
        awk '{ v[NR] = $1 } END { if (NR) print v[int(NR * 0.99) + (NR * 0.99 > int(NR * 0.99))]; else print "-" }'
}
declare -A speed before during after
durations=()
for _ in $(seq "$RUNS"); do
    for way in ours theirs; do
        fill
        helper probe "$work/probe" "$work/redis" product:1 >"$work/latencies"
        sleep "$ASIDE"
        from=$EPOCHREALTIME
        "$way"
        to=$EPOCHREALTIME
        sleep "$ASIDE"
        end probe
        [[ $(cli redis --scan --pattern 'category:shoes:*' | wc -l) == 0 ]] || { echo "$way left keys" >&2; exit 1; }
        speed[$way]+="$(awk -v k="$KEYS" -v a="$from" -v b="$to" 'BEGIN { printf "%.0f", k / (b - a) }')"$'\n'
        before[$way]+="$(p99 "$(awk -v a="$from" -v s="$ASIDE" 'BEGIN { printf "%.6f", a - s }')" "$from")"$'\n'
        during[$way]+="$(p99 "$from" "$to")"$'\n'
        after[$way]+="$(p99 "$to" "$(awk -v a="$to" -v s="$ASIDE" 'BEGIN { printf "%.6f", a + s }')")"$'\n'
        if [[ $way == ours ]]; then
            durations+=("$(awk -F'[:,]' '/"durationSeconds"/ { print $2; exit }' "$work/purge.json")")
        fi
    done
done
machine
of() { local -n list=$1; printf '%s' "${list[$2]}" | median; }
duration=$(printf '%s\n' "${durations[@]}" | median)
awk -v k="$KEYS" -v all="$ALL" -v u="$(of speed ours)" -v d="$duration" -v c="$(of speed theirs)" 'BEGIN {
    printf "purge of %d keys beside %d: cachetop %.0f keys/s with plan and look afterwards (%.0f keys/s from the first command on), --scan | xargs %.0f keys/s: %.2f times\n", k, all, u, k / d, c, u / c }'
for way in ours theirs; do
    echo "p99 of another client, $way: before $(of before $way) us, during $(of during $way) us, after $(of after $way) us"
done
