"""Events from the stream: counting a long one, a live one, and what a start does to another client."""
import time
from row import Row


def rows(stage, size):
    for pairs in (1, 32):
        yield from whole(stage, size, pairs)
    yield from live(stage, size)


def whole(stage, size, pairs):
    entries = size["events"] // pairs
    with stage.redis("intake"):
        stage.run([stage.program("write_stream"), stage.path("intake"), "cache:events", str(entries), str(pairs)])
        stage.cli("intake", "set", "product:1", "x")
        wall, cpu, full, c, ccpu, before, during = [], [], [], [], [], [], []
        for _ in range(size["rounds"]):
            took = stage.run([stage.program("read_stream"), stage.path("intake"), "cache:events", str(1000 // pairs + 1)])
            c.append(float(took[2].split()[2])), ccpu.append(took[1])
            # A snapshot waits between its two INFOs: one without events is subtracted.
            empty = stage.cachetop("intake", "snapshot", "--events", "none")
            counted = stage.cachetop("intake", "snapshot", "--since", "0", "--insight", "off")
            explained = stage.cachetop("intake", "snapshot", "--since", "0")
            wall.append(max(counted[0] - empty[0], 0.001)), cpu.append(max(counted[1] - empty[1], 0.001))
            full.append(max(explained[1] - empty[1], 0.001))
            stage.probing("intake", size["aside"] / 4)
            calm = stage.probing("intake", size["aside"])
            stage.cachetop("intake", "snapshot", "--since", "0")
            busy = (calm[1], time.time())
            a, b = stage.latency([calm, busy])
            before.append(a), during.append(b)
    name = f"intake of {entries * pairs:,} events, {pairs} an entry"
    reference = "C, hiredis' trees"
    yield Row(f"{name}: processor, --insight off", "s", cpu, reference, ccpu, "<= 0.3" if pairs == 1 else "<= 0.35")
    yield Row(f"{name}: processor", "s", full, reference, ccpu, "<= 0.6")
    yield Row(f"{name}: speed, --insight off", "1/s", [1 / w for w in wall], reference, [1 / w for w in c],
              ">= 1.8" if pairs == 1 else ">= 1.9")
    for index, (quantile, goal) in enumerate((("p50", None), ("p99", "<= 1.5"), ("p99.9", None))):
        yield Row(f"{name}: another client's {quantile}", "µs", [b[index] for b in during], "before it",
                  [a[index] for a in before], goal)


def live(stage, size):
    """50,000 events a second for some seconds, screen included."""
    seconds, own, alone, beside = size["live"], [], [], []
    for pairs in (1, 32):
        own, alone, beside = [], [], []
        for _ in range(size["rounds"]):
            for watched in (False, True):
                with stage.redis("live"):
                    begun = stage.ticks("live"), time.time()
                    stage.start("writer", [stage.program("write_stream"), stage.path("live"), "cache:events",
                                           str(50000 // pairs * (seconds + 600)), str(pairs), str(50000 // pairs)])
                    if watched:
                        costs = stage.terminal(seconds, [f"{stage.programs}/cachetop"], "live")
                        own.append(costs["cpu"] / 60 * 100)
                    else:
                        time.sleep(seconds)
                    used = (stage.ticks("live") - begun[0]) / (time.time() - begun[1])
                    (beside if watched else alone).append(max(used, 0.0001))
                    stage.end("writer")
        name = f"live, 50,000 events/s, {pairs} an entry"
        yield Row(f"{name}: processor", "% of a core", own, None, [], "<= 3")
        yield Row(f"{name}: the server's processor", "cores", beside, "the writer alone", alone,
                  "<= 1.35" if pairs == 1 else "<= 1.15")
