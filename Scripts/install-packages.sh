#!/usr/bin/env bash
# Makes sure that what cachetop is built from, run with and tested with is there, before a compiler
# or a test fails obscurely. Installs what is missing on Debian and Ubuntu, and names it elsewhere.
# Looks for the files themselves, so a redis-server built by hand counts. Silent when all is there.
# No service is started on the machine by an installation, whatever the package.
#
# usage: install-packages.sh build | demo | test | browser
#   build    what it is compiled from
#   demo     build, and the Redis that the demo starts
#   test     demo, and what else the tests use
#   browser  headless Chromium for the tests that a browser decides; nothing else wants it
# PACKAGES_ROOT is put before the absolute paths: for the tests of this script.
set -euo pipefail
what="${1:-test}"
root="${PACKAGES_ROOT:-}"
case "$what" in build | demo | test | browser) ;; *)
    printf 'usage: %s build | demo | test | browser\n' "$0" >&2
    exit 2 ;;
esac

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# Swift 6.2 or later.
swift="${SWIFT:-swift}"
command -v "$swift" >/dev/null 2>&1 \
    || fail "cachetop is built with Swift 6.2 or later, and there is no '$swift' on the PATH: see https://www.swift.org/install/"
version="$("$swift" --version 2>&1 | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)"
read -r major minor <<<"${version:-0 0}"
if ((major < 6 || (major == 6 && minor < 2))); then
    fail "cachetop is built with Swift 6.2 or later; '$swift' is $major.$minor: see https://www.swift.org/install/"
fi

header() {
    local directory
    for directory in "$root/usr/include" "$root/usr/local/include"; do
        [[ -e "$directory/$1" ]] && return 0
    done
    return 1
}
program() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$1" >/dev/null 2>&1; }

missing=()
reasons=()
need() {
    missing+=("$1")
    reasons+=("  $1: $2")
}
if [[ "$what" != browser ]]; then
    header ncurses.h || need libncurses-dev "draws the dashboard"
    header hiredis/hiredis.h || need libhiredis-dev "reads and writes Redis' protocol"
    header sqlite3.h || need libsqlite3-dev "holds the storefront's catalogue"
    header zlib.h || need zlib1g-dev "packs and unpacks HTTP answers"
    header yaml.h || need libyaml-dev "reads the configuration file"
fi
if [[ "$what" == demo || "$what" == test ]]; then
    program redis-server || need redis-server "the Redis of the demo and the tests"
fi
if [[ "$what" == test ]]; then
    program tmux || need tmux "the terminal of the tests"
    program openssl || need openssl "makes the tests' certificates"
    program python3 || need python3 "measures what a terminal costs, makes mutants"
    program cc || need gcc "builds the references of the benchmarks"
    program node || need nodejs "runs the tests of docs/publish-events.mjs"
    [[ -e "$root/usr/share/nodejs/redis/package.json" ]] || need node-redis "the Redis client of those tests"
fi
if [[ "$what" == browser ]]; then
    program chromium || need chromium "the browser of the tests of CORS"
    program chromedriver || need chromium-driver "drives it"
    program python3 || need python3 "runs the page"
fi

# From PyPI, since Debian's python3-selenium is for Debian's python3 alone.
selenium() {
    [[ "$what" == browser ]] || return 0
    python3 -c 'import selenium.webdriver' 2>/dev/null && return 0
    say "Installing selenium with pip, for the tests of CORS."
    python3 -m pip install --quiet --disable-pip-version-check selenium >&2 \
        || fail "Installation failed; please run: python3 -m pip install selenium"
}
if ((${#missing[@]} == 0)); then
    selenium
    exit 0
fi


say "Missing:"
printf '%s\n' "${reasons[@]}" >&2
if ! command -v apt-get >/dev/null 2>&1; then
    fail "This is not Debian or Ubuntu (no apt-get), so please install these yourself; the names above are Debian's."
fi

# As root, by sudo, or not at all; without a keyboard sudo must not ask.
run=()
if ((EUID != 0)); then
    command -v sudo >/dev/null 2>&1 || fail "Please run as root: apt-get install ${missing[*]}"
    run=(sudo)
    [[ -t 0 ]] || run=(sudo -n)
fi

# Debian starts a service when its package is installed. The demo and the tests start servers of
# their own on private sockets, so a service that listens from now on would be a surprise: for the
# time of the installation a policy (policy-rc.d, exit status 101) forbids starting any, also of
# packages that come along. One that runs already stays as it is.
policy="$root/usr/sbin/policy-rc.d"
placed=
remove_policy() {
    if [[ -n "$placed" ]]; then "${run[@]}" rm -f "$policy"; fi
}
trap remove_policy EXIT
if [[ ! -e "$policy" ]]; then
    printf '#!/bin/sh\nexit 101\n' | "${run[@]}" tee "$policy" >/dev/null
    placed=yes
    "${run[@]}" chmod 755 "$policy"
fi

say "Installing with ${run[*]:+${run[*]} }apt-get: ${missing[*]}"
"${run[@]}" apt-get update -qq || say "'apt-get update' failed; trying with the lists that are here."
"${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
    </dev/null >&2 || fail "Installation failed; please run as root: apt-get install ${missing[*]}"

if [[ -n "$placed" && " ${missing[*]} " == *" redis-server "* && -d "$root/run/systemd/system" ]]; then
    "${run[@]}" systemctl disable --quiet redis-server || true
    say "The system's redis-server was installed but neither started nor enabled; 'systemctl enable --now redis-server' does."
fi
selenium
