#!/usr/bin/env bash
# Every benchmark with tiny sizes and a debug build: says nothing about speed, and fails when one has rotted.
set -euo pipefail
cd "$(dirname "$0")/.."
export CONFIG=debug RUNS=1 EVENTS=3200 KEYS=2000 ALL=2000 LIVE=2 WATCH=3 ASIDE=0.5 SECONDS_EACH=0.5 GETS=2000 LINES=20000 ALL_KEYS=5000
output=$(mktemp)
trap 'rm -f "$output"' EXIT

smoke() { # SCRIPT LINES: how many lines of figures it prints
    if ! "Benchmarks/$1" >"$output" 2>&1 || grep -Eiq '\bnan\b|\binf\b| - us' "$output" ||
        (($(grep -Ec '[0-9] ?(s|ms|%|keys/s|GET/s|us|requests/s|events|rss=)' "$output") < $2)); then
        cat "$output" >&2
        echo "smoke: Benchmarks/$1 does not work any more." >&2
        exit 1
    fi
    echo "smoke: Benchmarks/$1 works."
}

# A script that goes on without its helper measures something else.
if bash -c 'source Benchmarks/common.sh; helper broken false; sleep 5' 2>/dev/null ||
    bash -c 'source Benchmarks/common.sh; helper brief true; sleep 5' 2>/dev/null; then
    echo "smoke: Benchmarks/common.sh does not notice a helper that ends." >&2
    exit 1
fi
smoke run.sh 6
smoke insight.sh 3
smoke purge.sh 3
smoke storefront.sh 5
