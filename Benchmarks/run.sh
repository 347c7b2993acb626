#!/usr/bin/env bash
# Measures cachetop beside a reference in the same run; every figure is a median of RUNS.
# Environment: RUNS=3, EVENTS=1000000, KEYS=300000, LIVE=18 (seconds at 50,000 events/s), WATCH=600 (seconds of
# the long look), and that of common.sh. Servers are on unix sockets in a temporary folder.
RUNS=${RUNS:-3} EVENTS=${EVENTS:-1000000} KEYS=${KEYS:-300000} LIVE=${LIVE:-18} WATCH=${WATCH:-600}
# shellcheck source=Benchmarks/common.sh
source "$(dirname "$0")/common.sh"
build cachetop storefront
compile read_stream write_stream

seconds() { # COMMAND…: wall seconds
    local start=$EPOCHREALTIME
    "$@" >"$work/out"
    awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f\n", b - a }'
}
snapshot() { env REDIS_URL="unix://$work/$1" "$bin/cachetop" snapshot "${@:2}"; }
watch() { # NAME SECONDS: cachetop in a terminal; its costs go to $work/out
    REDIS_URL="unix://$work/$1" patient Benchmarks/terminal.py "$2" 120x40 "$bin/cachetop" >"$work/out"
}

machine

intake() { # PAIRS ENTRIES
    redis "intake$1"
    "$work/write_stream" "$work/intake$1" cache:events "$2" "$1"
    local ours=() theirs=()
    for _ in $(seq "$RUNS"); do
        theirs+=("$("$work/read_stream" "$work/intake$1" cache:events $((1000 / $1 + 1)) | awk '{ print $3 }')")
        # A snapshot waits a second between its two INFOs: one without events is subtracted.
        local empty whole
        empty=$(seconds snapshot "intake$1" --events none)
        whole=$(seconds snapshot "intake$1" --since 0)
        ours+=("$(awk -v a="$whole" -v b="$empty" 'BEGIN { printf "%.3f", a - b }')")
    done
    local c us
    c=$(printf '%s\n' "${theirs[@]}" | median) us=$(printf '%s\n' "${ours[@]}" | median)
    awk -v p="$1" -v e="$2" -v c="$c" -v u="$us" 'BEGIN {
        printf "intake, %d pair(s) an entry: cachetop %.3f s, C on hiredis %.3f s for %d events: %.2f times its speed\n", p, u, c, e * p, (u > 0 ? c / u : 0) }'
    end "intake$1"
}
intake 1 "$EVENTS"
intake 32 $((EVENTS / 32))

redis live
task writer "$work/write_stream" "$work/live" cache:events $((50000 * (LIVE + 2))) 1 50000
watch live "$LIVE"
awk '{ for (i = 1; i <= NF; i++) { split($i, f, "="); v[f[1]] = f[2] } }
    END { printf "live, 50,000 events/s, one pair an entry: %.1f %% of a core\n", v["cpu"] / 60 * 100 }' "$work/out"
end writer
end live

redis sweep
seq "$KEYS" | awk '{ printf "SET product:%d %0200d EX 3600\r\n", $1, $1 }' | cli sweep --pipe >/dev/null
ours=() theirs=()
for _ in $(seq "$RUNS"); do
    theirs+=("$(seconds redis-cli -s "$work/sweep" --memkeys)")
    snapshot sweep --events none --output "$work/sweep.json"
    ours+=("$(awk -F'[:,]' '/"sweepSeconds"/ { print $2; exit }' "$work/sweep.json")")
done
awk -v k="$KEYS" -v c="$(printf '%s\n' "${theirs[@]}" | median)" -v u="$(printf '%s\n' "${ours[@]}" | median)" 'BEGIN {
    printf "sweep of %d keys: cachetop %.0f keys/s (TTL and memory), redis-cli --memkeys %.0f keys/s (memory): %.1f times\n", k, k / u, k / c, c / u }'
end sweep

redis shop
export REVALIDATE_SECRET="only for this benchmark" CATALOGUE="$work/catalogue.sqlite"
REDIS_URL="unix://$work/shop" shop api
helper shoppers "$bin/storefront" load "$url" --rps 400 --duration 0 --products 5000 --quiet
first=()
for _ in $(seq "$RUNS"); do
    watch shop 2
    first+=("$(sed 's/first=\([0-9]*\).*/\1/' "$work/out")")
done
echo "first frame: $(printf '%s\n' "${first[@]}" | median) ms after the start"
watch shop "$WATCH"
keys=$(cli shop dbsize)
((keys > 100)) || { echo "$0: the shop left only $keys keys, so these figures are not of a shop." >&2; exit 1; }
echo "a shop of 400 requests/s with $keys keys, 120x40, $WATCH s: cachetop $(cat "$work/out")"
if command -v htop >/dev/null && ((WATCH > 60)); then
    patient Benchmarks/terminal.py 65 120x40 htop -d 10 >"$work/out"
    echo "for comparison, 65 s: htop -d 10 $(cat "$work/out")"
fi
echo "(first: ms; bytes: to the terminal a minute; cpu: seconds a minute; rss: MiB at the end)"
