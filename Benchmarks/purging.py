"""A purge by pattern, plan and verification included, on an idle server and beside another client."""
from row import Row

PATTERN = "category:shoes:*"


def ours(stage, *more):
    return stage.cachetop("purge", "purge", "pattern", PATTERN, "--via", "redis", "--yes", *more)


def empty(stage):
    left = stage.run(["redis-cli", "-s", stage.path("purge"), "--scan", "--pattern", PATTERN])[2].split()
    if left:
        raise RuntimeError(f"{len(left)} keys were left")


def rows(stage, size):
    keys, others = size["purged"], size["all"] - size["purged"]
    socket = stage.path("purge")
    shell = f"redis-cli -s {socket} --scan --pattern '{PATTERN}' | xargs redis-cli -s {socket} unlink"
    ways = {"ours": lambda: ours(stage)[0], "c": lambda: stage.run([stage.program("scan_unlink"), socket, PATTERN])[0],
            "shell": lambda: stage.run(shell, shell=True)[0]}
    with stage.redis("purge"):
        stage.fill("purge", "product:", others)
        speeds = {way: [] for way in ways}
        for _ in range(size["rounds"]):
            for way, act in ways.items():
                stage.fill("purge", "category:shoes:", keys, ":v1")
                speeds[way].append(keys / act())
                empty(stage)
        name = f"purge {keys:,} of {keys + others:,} keys, idle server"
        yield Row(name, "keys/s", speeds["ours"], "C: SCAN MATCH + UNLINK", speeds["c"], ">= 0.5")
        yield Row(name, "keys/s", speeds["ours"], "--scan | xargs unlink", speeds["shell"], ">= 4")
        for pace in ("gentle", "normal", "full"):
            yield from busy(stage, size, keys, pace)


def busy(stage, size, keys, pace):
    before, planning, during, speeds = [], [], [], []
    for _ in range(size["rounds"]):
        stage.fill("purge", "category:shoes:", keys, ":v1")
        stage.probing("purge", size["aside"] / 4)
        calm = stage.probing("purge", size["aside"])
        planned = calm[1] + stage.cachetop("purge", "purge", "pattern", PATTERN, "--via", "redis", "--dry-run",
                                           "--pace", pace)[0]
        wall = ours(stage, "--pace", pace)[0]
        a, b, c = stage.latency([calm, (calm[1], planned), (planned, planned + wall)])
        before.append(a), planning.append(b), during.append(c), speeds.append(keys / wall)
        empty(stage)
    yield Row(f"the same beside 1 GET/ms, --pace {pace}", "keys/s", speeds, None, [])
    for index, name in enumerate(("p50", "p99", "p99.9")):
        for what, latencies in (("while it is planned", planning), ("meanwhile", during)):
            yield Row(f"another client's {name} {what}, {pace}", "µs", [b[index] for b in latencies], "before it",
                      [a[index] for a in before], "<= 2" if (name, pace) == ("p99", "normal") else None)
