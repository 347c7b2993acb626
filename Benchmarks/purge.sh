#!/usr/bin/env bash
# A purge of KEYS of a category beside ALL other keys: keys a second, plan included and without it, beside
# redis-cli --scan | xargs redis-cli unlink in the same run, and what it does to another client's p99
# (one GET a millisecond) before, during and after. Medians of RUNS, the two ways taken in turns.
# Environment: RUNS=3, KEYS=100000, ALL=300000.
set -euo pipefail
cd "$(dirname "$0")/.."
RUNS=${RUNS:-3} KEYS=${KEYS:-100000} ALL=${ALL:-300000}

swift build -c release --product cachetop >&2
bin=$(swift build -c release --show-bin-path)
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
cc -O2 -o "$work/probe" Benchmarks/probe.c -lhiredis
redis-server --port 0 --unixsocket "$work/redis" --dir "$work" --save '' --appendonly no \
    --loglevel warning >/dev/null &
cli() { redis-cli -s "$work/redis" "$@"; }
until cli ping >/dev/null 2>&1; do sleep 0.05; done
export REDIS_URL="unix://$work/redis" CACHETOP_AUDIT_FILE="$work/audit.jsonl"
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

fill() { # the pattern of a shop: the purged category, and everything else
    seq "$KEYS" | awk '{ printf "SET category:shoes:%d:v1 %0200d EX 3600\r\n", $1, $1 }' | cli --pipe >/dev/null
}
seq "$ALL" | awk '{ printf "SET product:%d %0200d EX 3600\r\n", $1, $1 }' | cli --pipe >/dev/null

ours() { "$bin/cachetop" purge category shoes --via redis --yes --json >"$work/purge.json"; }
theirs() { cli --scan --pattern 'category:shoes:*' | xargs -n 500 redis-cli -s "$work/redis" unlink >/dev/null; }
p99() { # FROM TO: of the probe's latencies between two moments, in microseconds
    awk -v a="$1" -v b="$2" '$1 >= a && $1 < b { print $2 }' "$work/latencies" | sort -n |
        awk '{ v[NR] = $1 } END { if (NR) print v[int(NR * 0.99) + (NR * 0.99 > int(NR * 0.99))]; else print "-" }'
}
declare -A speed before during after
deeds=()
for _ in $(seq "$RUNS"); do
    for way in ours theirs; do
        fill
        "$work/probe" "$work/redis" product:1 >"$work/latencies" &
        probe=$!
        sleep 3
        from=$EPOCHREALTIME
        "$way"
        to=$EPOCHREALTIME
        sleep 3
        kill "$probe"; wait "$probe" || true
        [[ $(cli --scan --pattern 'category:shoes:*' | wc -l) == 0 ]] || { echo "$way left keys" >&2; exit 1; }
        speed[$way]+="$(awk -v k="$KEYS" -v a="$from" -v b="$to" 'BEGIN { printf "%.0f", k / (b - a) }')"$'\n'
        before[$way]+="$(p99 "$(awk -v a="$from" 'BEGIN { printf "%.6f", a - 3 }')" "$from")"$'\n'
        during[$way]+="$(p99 "$from" "$to")"$'\n'
        after[$way]+="$(p99 "$to" "$(awk -v a="$to" 'BEGIN { printf "%.6f", a + 3 }')")"$'\n'
        if [[ $way == ours ]]; then
            deeds+=("$(awk -F'[:,]' '/"durationSeconds"/ { print $2; exit }' "$work/purge.json")")
        fi
    done
done
echo "machine: $(nproc) cores, $(uname -sm), $(redis-server --version | awk '{ print $3 }')"
of() { local -n list=$1; printf '%s' "${list[$2]}" | median; }
deed=$(printf '%s\n' "${deeds[@]}" | median)
awk -v k="$KEYS" -v all="$ALL" -v u="$(of speed ours)" -v d="$deed" -v c="$(of speed theirs)" 'BEGIN {
    printf "purge of %d keys beside %d: cachetop %.0f keys/s with plan and look afterwards (%.0f keys/s from the first command on), --scan | xargs %.0f keys/s: %.2f times\n", k, all, u, k / d, c, u / c }'
for way in ours theirs; do
    echo "p99 of another client, $way: before $(of before $way) us, during $(of during $way) us, after $(of after $way) us"
done
