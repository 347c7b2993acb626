#!/usr/bin/env bash
# Measures cachetop beside a reference in the same run; every figure is a median of RUNS.
# Environment: RUNS=3, EVENTS=1000000, KEYS=300000, WATCH=600 (seconds of the long look).
# Servers are on unix sockets in a temporary folder and end with this script.
set -euo pipefail
cd "$(dirname "$0")/.."
RUNS=${RUNS:-3} EVENTS=${EVENTS:-1000000} KEYS=${KEYS:-300000} WATCH=${WATCH:-600}

swift build -c release --product cachetop >&2
swift build -c release --product storefront >&2
bin=$(swift build -c release --show-bin-path)
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
for program in read_stream write_stream; do
    cc -O2 -o "$work/$program" "Benchmarks/$program.c" -lhiredis
done

serve() { # NAME: a redis-server on $work/NAME
    redis-server --port 0 --unixsocket "$work/$1" --dir "$work" --save '' --appendonly no \
        --loglevel warning >/dev/null &
    until redis-cli -s "$work/$1" ping >/dev/null 2>&1; do sleep 0.05; done
}
cli() { redis-cli -s "$work/$1" "${@:2}"; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
seconds() { # COMMAND…: wall seconds
    local start=$EPOCHREALTIME
    "$@" >"$work/out"
    awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f\n", b - a }'
}
snapshot() { env REDIS_URL="unix://$work/$1" "$bin/cachetop" snapshot "${@:2}"; }

echo "machine: $(nproc) cores, $(uname -sm), $(redis-server --version | awk '{ print $3 }')"

intake() { # PAIRS ENTRIES
    serve "intake$1"
    "$work/write_stream" "$work/intake$1" cache:events "$2" "$1"
    local ours=() theirs=()
    for _ in $(seq "$RUNS"); do
        theirs+=("$("$work/read_stream" "$work/intake$1" cache:events $((1000 / $1 + 1)) | awk '{ print $3 }')")
        # A snapshot waits a second between its looks: one without events is subtracted.
        local empty whole
        empty=$(seconds snapshot "intake$1" --events none)
        whole=$(seconds snapshot "intake$1" --since 0)
        ours+=("$(awk -v a="$whole" -v b="$empty" 'BEGIN { printf "%.3f", a - b }')")
    done
    local c us
    c=$(printf '%s\n' "${theirs[@]}" | median) us=$(printf '%s\n' "${ours[@]}" | median)
    awk -v p="$1" -v e="$2" -v c="$c" -v u="$us" 'BEGIN {
        printf "intake, %d pair(s) an entry: cachetop %.3f s, C on hiredis %.3f s for %d events: %.2f times its speed\n", p, u, c, e * p, c / u }'
    cli "intake$1" shutdown nosave || true
}
intake 1 "$EVENTS"
intake 32 $((EVENTS / 32))

serve live
"$work/write_stream" "$work/live" cache:events 1000000 1 50000 &
env REDIS_URL="unix://$work/live" Benchmarks/terminal.py 18 120x40 "$bin/cachetop" >"$work/out"
awk '{ for (i = 1; i <= NF; i++) { split($i, f, "="); v[f[1]] = f[2] } }
    END { printf "live, 50,000 events/s, one pair an entry: %.1f %% of a core\n", v["cpu"] / 60 * 100 }' "$work/out"
cli live shutdown nosave || true

serve sweep
seq "$KEYS" | awk '{ printf "SET product:%d %0200d EX 3600\r\n", $1, $1 }' | cli sweep --pipe >/dev/null
ours=() theirs=()
for _ in $(seq "$RUNS"); do
    theirs+=("$(seconds redis-cli -s "$work/sweep" --memkeys)")
    snapshot sweep --events none --output "$work/sweep.json"
    ours+=("$(awk -F'[:,]' '/"sweepSeconds"/ { print $2; exit }' "$work/sweep.json")")
done
awk -v k="$KEYS" -v c="$(printf '%s\n' "${theirs[@]}" | median)" -v u="$(printf '%s\n' "${ours[@]}" | median)" 'BEGIN {
    printf "sweep of %d keys: cachetop %.0f keys/s (TTL and memory), redis-cli --memkeys %.0f keys/s (memory): %.1f times\n", k, k / u, k / c, c / u }'
cli sweep shutdown nosave || true

serve shop
"$bin/storefront" load --redis "unix://$work/shop" --rps 400 --duration $((WATCH + 60)) --quiet >/dev/null &
first=()
for _ in $(seq 5); do
    first+=("$(REDIS_URL="unix://$work/shop" Benchmarks/terminal.py 2 120x40 "$bin/cachetop" |
        sed 's/first=\([0-9]*\).*/\1/')")
done
echo "first frame: $(printf '%s\n' "${first[@]}" | median) ms after the start"
echo "a shop of 400 requests/s, 120x40, $WATCH s: cachetop $(REDIS_URL="unix://$work/shop" Benchmarks/terminal.py "$WATCH" 120x40 "$bin/cachetop")"
if command -v htop >/dev/null; then
    echo "for comparison, 65 s: htop -d 10 $(Benchmarks/terminal.py 65 120x40 htop -d 10)"
fi
echo "(first: ms; bytes: to the terminal a minute; cpu: seconds a minute; rss: MiB at the end)"
