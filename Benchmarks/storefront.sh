#!/usr/bin/env bash
# What the storefront's API serves from the cache, and what publishing its events costs: requests a
# second of wrk with 32 connections, the ways of publishing taken in turns; medians of RUNS. Also the
# processor time that the API itself takes for a request, which depends less on who else is busy.
# Beside them the GETs a second of redis-benchmark with as many connections, through the same socket.
# Environment: RUNS=5, SECONDS_EACH=6. Client, API and Redis share this machine's cores.
set -euo pipefail
cd "$(dirname "$0")/.."
RUNS=${RUNS:-5} SECONDS_EACH=${SECONDS_EACH:-6}
command -v wrk >/dev/null || { echo "This needs wrk: apt-get install wrk" >&2; exit 1; }

swift build -c release --product storefront >&2
bin=$(swift build -c release --show-bin-path)
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
export REDIS_URL="unix://$work/redis.sock" REVALIDATE_SECRET="only for this benchmark"
export CATALOGUE="$work/catalogue.sqlite"
redis-server --port 0 --unixsocket "$work/redis.sock" --dir "$work" --save '' --appendonly no \
    --maxmemory 512mb --maxmemory-policy allkeys-lru --loglevel warning >/dev/null &
until redis-cli -s "$work/redis.sock" ping >/dev/null 2>&1; do sleep 0.05; done
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# A hundred products, over and over: all but the first hundred requests of a minute are hits.
cat >"$work/products.lua" <<'LUA'
local id = 0
request = function()
    id = id % 100 + 1
    return wrk.format("GET", "/api/product/" .. id)
end
LUA

declare -A pids
serve() { # NAME OPTIONS…: starts an API, its URL goes to $work/NAME
    "$bin/storefront" serve --port 0 --products 5000 --rate-limit 0 "${@:2}" >"$work/$1" &
    pids[$1]=$!
    until grep -q '^storefront listens on ' "$work/$1"; do sleep 0.05; done
}
ticks() { awk '{ print $14 + $15 }' "/proc/${pids[$1]}/stat"; }
measure() { # NAME: requests a second, microseconds of the API's processor time a request
    local url before
    url=$(sed -n 's/^storefront listens on //p' "$work/$1")
    before=$(ticks "$1")
    wrk -t1 -c32 -d"${SECONDS_EACH}s" -s "$work/products.lua" "$url" >"$work/wrk"
    awk -v t="$(($(ticks "$1") - before))" -v hz="$(getconf CLK_TCK)" '
        /requests in/ { n = $1 } /Requests\/sec/ { r = $2 }
        /Non-2xx/ { print "not all were answered: " $0 >"/dev/stderr" }
        END { printf "%s %.1f\n", r, t / hz * 1e6 / n }' "$work/wrk"
}

ways=(silent each batched sampled)
declare -A options=([silent]="--no-events" [each]="--events-batch 1" [batched]="--events-batch 32"
    [sampled]="--events-batch 32 --events-sampling 10")
for way in "${ways[@]}"; do
    # shellcheck disable=SC2086
    serve "$way" ${options[$way]}
    measure "$way" >/dev/null
done
declare -A figures
gets=()
for _ in $(seq "$RUNS"); do
    for way in "${ways[@]}"; do figures[$way]+="$(measure "$way")"$'\n'; done
    gets+=("$(redis-benchmark -s "$work/redis.sock" -c 32 -n 200000 -q --csv GET product:1 |
        tail -n 1 | cut -d, -f2 | tr -d '"')")
done

echo "machine: $(nproc) cores, $(uname -sm), $(redis-server --version | awk '{ print $3 }')"
column() { printf '%s' "${figures[$1]}" | awk -v c="$2" '{ print $c }' | median; }
get=$(printf '%s\n' "${gets[@]}" | median)
awk -v g="$get" -v r="$(column silent 1)" -v c="$(column silent 2)" 'BEGIN {
    printf "redis-benchmark alone: %.0f GET/s\n", g
    printf "hits over HTTP, no events: %.0f requests/s, %.2f of that; %.1f us of the API each\n", r, r / g, c }'
for way in each batched sampled; do
    awk -v o="${options[$way]}" -v s="$(column silent 1)" -v t="$(column silent 2)" \
        -v r="$(column "$way" 1)" -v c="$(column "$way" 2)" 'BEGIN {
        printf "with %s: %.0f requests/s (%+.1f %%), %.1f us each (%+.1f %%)\n",
            o, r, (r / s - 1) * 100, c, (c / t - 1) * 100 }'
done
