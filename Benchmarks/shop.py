"""Beside a shop of 400 requests a second; and the size of what is installed."""
import os, re, shutil, time
from row import Row


def rows(stage, size):
    with stage.redis("shop"):
        url, log = open(stage.path("url"), "w+"), open(stage.path("shop.log"), "w")
        stage.start("api", [f"{stage.programs}/storefront", "serve", "--port", "0", "--products", "5000",
                            "--rate-limit", "0"], stdout=url, stderr=log, env=stage.environment("shop"))
        while not (found := re.search(r"listens on (\S+)", open(stage.path("url")).read())):
            if stage.running["api"].poll() is not None:
                raise RuntimeError("the shop ended")
            time.sleep(0.1)
        stage.start("shoppers", [f"{stage.programs}/storefront", "load", found.group(1), "--rps", "400",
                                 "--duration", "0", "--products", "5000", "--quiet"], stderr=log, env=stage.environment("shop"))
        time.sleep(size["aside"])
        ours, theirs = [], []
        for _ in range(size["rounds"]):
            ours.append(stage.terminal(size["watched"], [f"{stage.programs}/cachetop"], "shop"))
            if shutil.which("htop"):
                theirs.append(stage.terminal(size["watched"], ["htop", "-d", "10"], "shop"))
        stage.end("shoppers"), stage.end("api")
    name = "beside 400 requests/s, 120x40"
    yield Row(f"{name}: processor", "s/min", [o["cpu"] for o in ours], "htop -d 10",
              [t["cpu"] for t in theirs], "<= 1")
    yield Row(f"{name}: context switches", "1/s", [o["switches"] for o in ours], None, [], "<= 60")
    yield Row(f"{name}: first frame", "ms", [o["first"] for o in ours], None, [])
    yield Row(f"{name}: to the terminal", "bytes/min", [o["bytes"] for o in ours], "htop -d 10",
              [t["bytes"] for t in theirs], "<= 0.5")
    yield Row(f"{name}: memory", "MiB", [o["rss"] for o in ours], None, [])


def installed(stage, size):
    program = f"{stage.programs}/cachetop"
    stripped = stage.path("stripped")
    stage.run(["strip", "-o", stripped, program])
    yield Row("cachetop, stripped", "MB", [os.path.getsize(stripped) / 1e6], None, [], "<= 40")
