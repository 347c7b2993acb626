#!/usr/bin/env python3
"""Measures cachetop beside its references and prints a table; every ratio is of rounds in turns in one run.

bench.py PROGRAMS [--only WORD]… [--tiny] [--json FILE]
PROGRAMS is the folder with cachetop and storefront. --only takes rows whose group begins so: purge, sweep,
watch, intake, shop, installed. --tiny says nothing about speed: it shows that every benchmark still works.
"""
import argparse, json, os, platform, subprocess, sys
import intake, purging, shop, sweeping
from row import table
from stage import Stage

GROUPS = {"purge": purging.rows, "sweep": sweeping.rows, "watch": sweeping.watching, "intake": intake.rows,
          "shop": shop.rows, "installed": shop.installed}
USUAL = dict(rounds=5, pairs=5, all=1_000_000, purged=100_000, swept=300_000, events=5_000_000, live=20, watched=60,
             aside=4)
TINY = dict(rounds=1, pairs=1, all=2000, purged=500, swept=1000, events=3200, live=2, watched=2, aside=0.4)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--json")
    options = parser.parse_args()
    size = dict(TINY if options.tiny else USUAL)
    if options.rounds:
        size["rounds"] = size["pairs"] = options.rounds
    unknown = [word for word in options.only if word not in GROUPS]
    if unknown:
        sys.exit(f"bench.py: no rows are called {', '.join(unknown)}; choose from {', '.join(GROUPS)}.")
    rows, loads = [], [os.getloadavg()[0]]
    stage = Stage(os.path.abspath(options.programs))
    try:
        for name, group in GROUPS.items():
            if options.only and name not in options.only:
                continue
            print(f"bench: {name} …", file=sys.stderr)
            rows += [dict(row.json(), group=name) for row in group(stage, size)]
    finally:
        stage.close()
    redis = subprocess.run(["redis-server", "--version"], capture_output=True, text=True).stdout.split()[2]
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, redis {redis.removeprefix('v=')}"
    loads.append(os.getloadavg()[0])
    # Of a machine with other work, only ratios say something, and those of latencies little.
    machine += f", load {min(loads):.0f} to {max(loads):.0f} ({'quiet' if loads[0] < 0.7 else 'not quiet'})"
    print(machine)
    print(table(rows))
    if options.json:
        keep(options.json, {"machine": machine, "rows": rows}, isPart=bool(options.only))


def keep(file, result, isPart):
    """Writes the numbers; a run of some groups leaves those of the others as they are."""
    if isPart and os.path.exists(file):
        with open(file) as old:
            groups = {row["group"] for row in result["rows"]}
            others = [row for row in json.load(old)["rows"] if row["group"] not in groups]
        order = list(GROUPS)
        result["rows"] = sorted(others + result["rows"], key=lambda row: order.index(row["group"]))
    with open(file, "w") as out:
        json.dump(result, out, indent=1, ensure_ascii=False)
        out.write("\n")


main()
