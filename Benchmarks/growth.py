#!/usr/bin/env python3
"""What cachetop costs as the work grows: prints a table, and writes it as JSON and as a plot.

growth.py PROGRAMS [--tiny] [--json FILE] [--plot FILE]
PROGRAMS is the folder with cachetop. Four questions: events a second, keys, resources, hours of a stream.
"""
import argparse, json, os, sys, time
import plot
from row import figure
from stage import Stage

USUAL = dict(rates=[3_200, 32_000, 320_000, 1_000_000], keys=[10_000, 100_000, 1_000_000, 10_000_000],
             resources=[6, 25, 50, 100, 200], hours=[1, 3, 6, 12, 24], events=3_200_000, watched=15, rounds=3)
TINY = dict(rates=[3_200, 6_400], keys=[500, 1_000], resources=[6, 12], hours=[1, 2], events=3_200, watched=2, rounds=1)


def rates(stage, size):
    """The dashboard on a live stream, 32 events an entry; the first five seconds left out."""
    for rate in size["rates"]:
        with stage.redis("rates", "--maxmemory", "2gb", "--maxmemory-policy", "allkeys-random"):
            entries = rate // 3_200 * 100
            stage.start("writer", [stage.program("write_stream"), stage.path("rates"), "cache:events",
                                   str(entries * 600), "32", str(entries)])
            begun = int(stage.cli("rates", "xlen", "cache:events")), time.time()
            costs = stage.terminal(size["watched"], [f"{stage.programs}/cachetop"], "rates")
            written = (int(stage.cli("rates", "xlen", "cache:events")) - begun[0]) * 32 / (time.time() - begun[1])
            stage.end("writer")
        yield written, {"% of a core": costs["cpu"] / 60 * 100, "MiB": costs["rss"]}


def keys(stage, size):
    """A whole sweep of all keys with TTL and memory, at full speed."""
    for count in size["keys"]:
        with stage.redis("keys"):
            stage.fill("keys", "product:", count)
            yield count, best(stage, size, "keys", "--events", "none")


def resources(stage, size):
    """As many resources in the policy; the same events, spread over them."""
    for count in size["resources"]:
        with stage.redis("resources"):
            fill(stage, size, "resources", count, 0)
            policy = stage.path("policy.yaml")
            with open(policy, "w") as file:
                file.write("policy:\n  resources:\n")
                file.writelines(f'    - {{name: r{n}, pattern: "r{n}:{{id}}", ttl: 60s}}\n' for n in range(count))
            yield count, best(stage, size, "resources", "--config", policy, "--since", "0")


def hours(stage, size):
    """The same number of events, spread over more hours; read from the first on."""
    for count in size["hours"]:
        with stage.redis("hours"):
            fill(stage, size, "hours", 0, count)
            yield count, best(stage, size, "hours", "--since", "0")


def fill(stage, size, server, resources, hours):
    stage.run([stage.program("write_stream"), stage.path(server), "cache:events", str(size["events"] // 32), "32",
               "0", str(resources), str(hours)])


def best(stage, size, server, *options):
    """The round that took the least processor time: what others do on the machine only adds to it."""
    rounds = []
    for _ in range(size["rounds"]):
        took = stage.run([f"{os.path.dirname(os.path.abspath(__file__))}/usage.py", f"{stage.programs}/cachetop",
                          "snapshot", *options, "--output", stage.path("snapshot.json")], server)
        cpu, peak = map(float, took[3].splitlines()[-1].split())
        rounds.append({"s of processor time": cpu, "s of wall time": took[0], "MiB": peak})
    return min(rounds, key=lambda r: r["s of processor time"])


QUESTIONS = {"events a second": rates, "keys": keys, "resources": resources, "hours of the stream": hours}


def table(series):
    for what, points in series.items():
        columns = list(points[0][1])
        yield f"| {what} | " + " | ".join(columns) + " |"
        yield "|---" * (len(columns) + 1) + "|"
        for x, values in points:
            yield f"| {x:,.0f} | " + " | ".join(figure(values[c]) for c in columns) + " |"
        yield ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--json")
    parser.add_argument("--plot")
    options = parser.parse_args()
    series, stage = {}, Stage(os.path.abspath(options.programs))
    try:
        for what, question in QUESTIONS.items():
            print(f"growth: {what} …", file=sys.stderr)
            series[what] = list(question(stage, TINY if options.tiny else USUAL))
    finally:
        stage.close()
    print("\n".join(table(series)))
    if options.json:
        with open(options.json, "w") as file:
            json.dump(series, file, indent=1)
            file.write("\n")
    if options.plot:
        with open(options.plot, "w") as file:
            file.write(plot.svg(series))


main()
