#!/usr/bin/env bash
# What the storefront's API serves from the cache, and what publishing its events costs: requests a
# second of 32 connections that ask one after the other, the ways of publishing taken in turns; medians of RUNS. Also the
# processor time that the API itself takes for a request, which depends less on who else is busy.
# Beside them the GETs a second of redis-benchmark with as many connections, through the same socket.
# Environment: RUNS=5, SECONDS_EACH=6, GETS=200000, and that of common.sh. Client, API and Redis share this
# machine's cores.
RUNS=${RUNS:-5} SECONDS_EACH=${SECONDS_EACH:-6} GETS=${GETS:-200000}
# shellcheck source=Benchmarks/common.sh
source "$(dirname "$0")/common.sh"
build storefront
compile http_load
export REDIS_URL="unix://$work/redis" REVALIDATE_SECRET="only for this benchmark"
export CATALOGUE="$work/catalogue.sqlite"
redis redis --maxmemory 512mb --maxmemory-policy allkeys-lru

declare -A ports
ticks() { awk '{ print $14 + $15 }' "/proc/$(cat "$work/$1.pid")/stat"; }
measure() { # NAME: requests a second, microseconds of the API's processor time a request
    local before
    before=$(ticks "$1")
    # A hundred products, over and over: all but the first hundred requests of a minute are hits.
    "$work/http_load" "${ports[$1]}" 32 "$SECONDS_EACH" /api/product/ 100 >"$work/load"
    awk -v t="$(($(ticks "$1") - before))" -v hz="$(getconf CLK_TCK)" \
        '{ printf "%.1f %.1f\n", $1 / $2, t / hz * 1e6 / $1 }' "$work/load"
}

ways=(silent each batched sampled)
declare -A options=([silent]="--no-events" [each]="--events-batch 1" [batched]="--events-batch 32"
    [sampled]="--events-batch 32 --events-sampling 10")
for way in "${ways[@]}"; do
    # shellcheck disable=SC2086
    shop "$way" ${options[$way]}
    ports[$way]=${url##*:}
    measure "$way" >/dev/null
done
declare -A figures
gets=()
for _ in $(seq "$RUNS"); do
    for way in "${ways[@]}"; do figures[$way]+="$(measure "$way")"$'\n'; done
    gets+=("$(redis-benchmark -s "$work/redis" -c 32 -n "$GETS" -q --csv GET product:1 |
        tail -n 1 | cut -d, -f2 | tr -d '"')")
done

machine
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
