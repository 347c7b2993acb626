# shellcheck shell=bash
# What the benchmarks share: the build, a folder, helpers in the background, medians.
# Environment: CONFIG=release (debug for a smoke run), BIN (a folder with the programs; nothing is built then).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
CONFIG=${CONFIG:-release}
work=$(mktemp -d)
declare -A helpers=()

# A helper that dies sends TERM: without it every figure would be of something else.
trap 'exit 1' TERM
# shellcheck disable=SC2154
trap 'status=$?; exec 2>/dev/null; for name in "${!helpers[@]}"; do end "$name"; done; rm -rf "$work"; exit $status' EXIT

build() { # PRODUCT…: sets bin
    if [[ -n "${BIN:-}" ]]; then bin=$BIN; return; fi
    local product
    for product in "$@"; do "${SWIFT:-swift}" build -c "$CONFIG" --product "$product" >&2; done
    bin=$("${SWIFT:-swift}" build -c "$CONFIG" --show-bin-path)
}

compile() { # NAME…: the C programs beside this file, into $work
    local name
    for name in "$@"; do cc -O2 -o "$work/$name" "Benchmarks/$name.c" -lhiredis; done
}

start() { # MAY_END NAME COMMAND…
    local may_end=$1 name=$2
    shift 2
    (
        trap - EXIT
        "$@" &
        child=$!
        trap 'kill "$child" 2>/dev/null; wait "$child" 2>/dev/null; exit 0' TERM
        echo "$child" >"$work/$name.pid"
        status=0
        wait "$child" || status=$?
        if [[ $status != 0 || $may_end == no ]]; then
            echo "$0: the helper '$name' ended with status $status." >&2
            kill -TERM $$
        fi
    ) &
    helpers[$name]=$!
}
helper() { start no "$@"; } # NAME COMMAND…: in the background, until `end NAME`
task() { start yes "$@"; }  # NAME COMMAND…: the same, and it may come to a good end by itself
end() { # NAME
    kill -TERM "${helpers[$1]}" 2>/dev/null || true
    wait "${helpers[$1]}" 2>/dev/null || true
    unset "helpers[$1]"
}

# A long command, which a helper's death interrupts.
patient() { "$@" & wait $!; }

cli() { redis-cli -s "$work/$1" "${@:2}"; } # NAME COMMAND…
redis() { # NAME OPTION…: a redis-server on $work/NAME
    helper "$1" redis-server --port 0 --unixsocket "$work/$1" --dir "$work" --save '' --appendonly no \
        --loglevel warning "${@:2}" >/dev/null
    until cli "$1" ping >/dev/null 2>&1; do sleep 0.05; done
}
shop() { # NAME OPTION…: a storefront; its URL is then in $url
    helper "$1" "$bin/storefront" serve --port 0 --products 5000 --rate-limit 0 "${@:2}" >"$work/$1.url"
    until url=$(sed -n 's/^storefront listens on //p' "$work/$1.url") && [[ -n "$url" ]]; do sleep 0.05; done
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
machine() { echo "machine: $(nproc) cores, $(uname -sm), $(redis-server --version | awk '{ print $3 }'), $CONFIG build"; }
