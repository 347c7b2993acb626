"""A whole sweep with TTL and memory; and what watching a large keyspace does to the server."""
import json, re
from row import Row


def rows(stage, size):
    keys = size["swept"]
    with stage.redis("sweep"):
        stage.fill("sweep", "product:", keys)
        us, c, memkeys = [], [], []
        for _ in range(size["rounds"]):
            stage.cachetop("sweep", "snapshot", "--events", "none", "--output", stage.path("sweep.json"))
            with open(stage.path("sweep.json")) as file:
                us.append(keys / max(r["sweepSeconds"] or 0 for r in json.load(file)["resources"]))
            c.append(keys / float(stage.run([stage.program("sweep"), stage.path("sweep")])[2].split()[2]))
            memkeys.append(keys / stage.run(["redis-cli", "-s", stage.path("sweep"), "--memkeys"])[0])
    name = f"sweep of {keys:,} keys, TTL and memory"
    yield Row(name, "keys/s", us, "C: the same in a pipeline", c, ">= 0.95")
    yield Row(name, "keys/s", us, "redis-cli --memkeys", memkeys, ">= 5")


def watching(stage, size):
    """The default dashboard on a large keyspace, beside a client of one GET a millisecond."""
    with stage.redis("large", "--slowlog-log-slower-than", "20", "--slowlog-max-len", "100000"):
        stage.fill("large", "product:", size["all"])
        alone, watched, longest, share = [], [], [], []
        for _ in range(size["pairs"]):
            calm = stage.probing("large", size["aside"])
            stage.cli("large", "slowlog", "reset")
            idle = stage.ticks("large")
            quiet = stage.probing("large", size["aside"])
            idle = (stage.ticks("large") - idle) / (quiet[1] - quiet[0])
            used = stage.ticks("large")
            begun = stage.probing("large", 0)[1]
            stage.terminal(size["watched"], [f"{stage.programs}/cachetop"], "large")
            ended = stage.probing("large", 0)[1]
            share.append(100 * ((stage.ticks("large") - used) / (ended - begun) - idle))
            a, b = stage.latency([(calm[0], quiet[1]), (begun, ended)])
            alone.append(a), watched.append(b), longest.append(slowest(stage))
    name = f"default watch on {size['all']:,} keys"
    yield Row(f"{name}: longest command", "µs", longest, None, [], "<= 200")
    yield Row(f"{name}: of the server's core", "%", share, None, [], "<= 2")
    for index, (quantile, goal) in enumerate((("p50", "<= 1.05"), ("p99", None), ("p99.9", None))):
        yield Row(f"{name}: another client's {quantile}", "µs", [b[index] for b in watched], "before it",
                  [a[index] for a in alone], goal)


def slowest(stage):
    """Microseconds of cachetop's slowest command, by SLOWLOG."""
    log = json.loads(stage.run(["redis-cli", "-s", stage.path("large"), "--json", "slowlog", "get", "-1"])[2])
    return max([entry[2] for entry in log if re.match("cachetop", entry[5])], default=20)
