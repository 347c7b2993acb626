#!/usr/bin/env python3
"""What changed against the last committed numbers: compare.py [OLD NEW]; by default HEAD's file and this one."""
import json, os, subprocess, sys
from row import figure

FILE = "Benchmarks/numbers.json"


def main():
    if len(sys.argv) == 3:
        old, new = (json.load(open(name)) for name in sys.argv[1:])
    else:
        os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        shown = subprocess.run(["git", "show", f"HEAD:{FILE}"], capture_output=True, text=True)
        if shown.returncode or not os.path.exists(FILE):
            sys.exit(f"compare.py: {FILE} is not in the last commit, or not here; run 'make bench' first.")
        old, new = json.loads(shown.stdout), json.load(open(FILE))
    before = {(row["name"], row["reference"]): row for row in old["rows"]}
    changes = [line for row in new["rows"] if (line := change(before.pop((row["name"], row["reference"]), None), row))]
    changes += [f"gone     {name}" for name, _ in before]
    print("\n".join(changes) or "No figure left the spread that it had in the last committed numbers.")


def change(old, new):
    """A line where the two spreads do not meet, a goal changed sides, or a row is new; else nothing."""
    if old is None:
        return f"new      {new['name']}"
    a, b = old["ratio"] or old["ours"], new["ratio"] or new["ours"]
    apart = a["high"] < b["low"] or b["high"] < a["low"]
    if not apart and old["met"] == new["met"]:
        return None
    verdict = {True: "met", False: "MISSED", None: "-"}
    goal = f", goal {new['goal']}: {verdict[old['met']]} → {verdict[new['met']]}" if old["met"] != new["met"] else ""
    what = "ratio" if new["ratio"] else new["unit"]
    return f"changed  {new['name']} ({new['reference'] or 'ours'}): {what} {figure(a['median'])} → {figure(b['median'])}{goal}"


main()
