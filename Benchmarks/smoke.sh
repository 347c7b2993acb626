#!/usr/bin/env bash
# Every benchmark with tiny sizes and a debug build (BIN): says nothing about speed, and fails when one has rotted.
set -euo pipefail
cd "$(dirname "$0")/.."
export CONFIG=debug RUNS=1 SECONDS_EACH=0.3 GETS=2000 EVENTS=3200 LINES=20000 ALL_KEYS=5000
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() { cat "$folder/output" >&2; echo "smoke: $1" >&2; exit 1; }

# A script that goes on without its helper measures something else.
if bash -c 'source Benchmarks/common.sh; helper broken false; sleep 5' 2>/dev/null ||
    bash -c 'source Benchmarks/common.sh; helper brief true; sleep 5' 2>/dev/null; then
    echo "smoke: Benchmarks/common.sh does not notice a helper that ends." >&2
    exit 1
fi
Benchmarks/bench.py "$BIN" --tiny --json "$folder/numbers.json" >"$folder/output" 2>&1 ||
    fail "Benchmarks/bench.py does not work any more."
for group in purge sweep watch intake shop installed; do
    grep -q "\"group\": \"$group\"" "$folder/numbers.json" || fail "Benchmarks/bench.py has no rows of '$group'."
done
Benchmarks/compare.py "$folder/numbers.json" "$folder/numbers.json" | grep -q "No figure left" ||
    fail "Benchmarks/compare.py finds a difference between a file and itself."
echo "smoke: Benchmarks/bench.py works."
Benchmarks/growth.py "$BIN" --tiny --plot "$folder/growth.svg" >"$folder/output" 2>&1 || fail "Benchmarks/growth.py does not work any more."
(($(grep -o '<polyline' "$folder/growth.svg" | wc -l) == 11)) || fail "Benchmarks/growth.py does not draw its eleven charts."
echo "smoke: Benchmarks/growth.py works."
Benchmarks/storefront.sh >"$folder/output" 2>&1 || fail "Benchmarks/storefront.sh does not work any more."
if grep -Eiq '\bnan\b|\binf\b' "$folder/output" || (($(grep -c 'requests/s' "$folder/output") < 4)); then
    fail "Benchmarks/storefront.sh prints no figures."
fi
echo "smoke: Benchmarks/storefront.sh works."
Benchmarks/insight.sh >"$folder/output" 2>&1 || fail "Benchmarks/insight.sh does not work any more."
if grep -Eiq '\bnan\b|\binf\b| - us' "$folder/output" || (($(grep -Ec '[0-9] ?(us|events|rss=)|%' "$folder/output") < 3)); then
    fail "Benchmarks/insight.sh prints no figures."
fi
echo "smoke: Benchmarks/insight.sh works."
