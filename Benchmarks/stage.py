"""What the benchmarks share: a folder, Redis servers, programs in the background, times of other processes."""
import contextlib, os, re, resource, shutil, subprocess, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
TICK = os.sysconf("SC_CLK_TCK")


class Stage:
    def __init__(self, programs):
        self.programs = programs
        self.folder = tempfile.mkdtemp(prefix="cachetop-bench-")
        self.running = {}
        for source in ("probe", "read_stream", "write_stream", "scan_unlink", "sweep"):
            subprocess.run(["cc", "-O2", "-o", self.program(source), f"{HERE}/{source}.c", "-lhiredis"], check=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def program(self, name):
        return self.path(f"c-{name}")

    def close(self):
        for name in list(self.running):
            self.end(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, server):
        return dict(os.environ, REDIS_URL=f"unix://{self.path(server)}", CACHETOP_AUDIT_FILE="none",
                    REVALIDATE_SECRET="only for this benchmark", CATALOGUE=self.path("catalogue.sqlite"))

    def start(self, name, command, **options):
        self.running[name] = subprocess.Popen(command, **options)
        return self.running[name]

    def end(self, name):
        process = self.running.pop(name)
        if process.poll() not in (None, 0):
            raise RuntimeError(f"the helper '{name}' ended with status {process.returncode}")
        process.terminate()
        process.wait(20)

    def run(self, command, server=None, shell=False):
        """Wall seconds, processor seconds, output and complaints of a command; a failure raises."""
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run(command, shell=shell, text=True, capture_output=True,
                              env=self.environment(server) if server else None)
        wall, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode != 0:
            raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr[-400:]}")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return wall, cpu, done.stdout, done.stderr

    def cachetop(self, server, *arguments):
        return self.run([f"{self.programs}/cachetop", *arguments], server)

    # Redis

    @contextlib.contextmanager
    def redis(self, name, *options):
        self.start(name, ["redis-server", "--port", "0", "--unixsocket", self.path(name), "--dir", self.folder,
                          "--save", "", "--appendonly", "no", "--loglevel", "warning", *options],
                   stdout=subprocess.DEVNULL)
        while subprocess.run(["redis-cli", "-s", self.path(name), "ping"], capture_output=True).returncode:
            time.sleep(0.05)
        try:
            yield name
        finally:
            self.end(name)

    def cli(self, server, *words):
        return self.run(["redis-cli", "-s", self.path(server), *map(str, words)])[2].strip()

    def fill(self, server, prefix, count, suffix=""):
        lines = (f"SET {prefix}{n}{suffix} {n:0200d} EX 3600\r\n" for n in range(1, count + 1))
        pipe = subprocess.Popen(["redis-cli", "-s", self.path(server), "--pipe"], stdin=subprocess.PIPE,
                                stdout=subprocess.DEVNULL, text=True)
        pipe.stdin.writelines(lines)
        pipe.stdin.close()
        if pipe.wait():
            raise RuntimeError("redis-cli --pipe failed")

    def ticks(self, name):
        """Processor seconds that a program in the background has used."""
        with open(f"/proc/{self.running[name].pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    # Another client's latency

    def probing(self, server, seconds):
        """Lets another client ask once a millisecond, for some seconds. Returns its latencies so far."""
        if "probe" not in self.running:
            self.latencies = open(self.path("latencies"), "w+")
            self.start("probe", [self.program("probe"), self.path(server), "product:1"], stdout=self.latencies)
        begun = time.time()
        time.sleep(seconds)
        return begun, time.time()

    def latency(self, spans):
        """p50, p99 and p99.9 in microseconds in each span, once the probe has ended."""
        self.end("probe")
        with open(self.path("latencies")) as lines:
            pairs = [tuple(map(float, line.split())) for line in lines if line.count(" ") == 1]
        return [[quantile([took for at, took in pairs if a <= at < b], q) for q in (0.5, 0.99, 0.999)]
                for a, b in spans]

    def terminal(self, seconds, command, server):
        """What a program in a terminal costs, as terminal.py says."""
        out = self.run([f"{HERE}/terminal.py", str(seconds), "120x40", *command], server)[2]
        return {k: float(v) for k, v in re.findall(r"(\w+)=([\d.]+)", out)}


def quantile(values, q):
    if not values:
        raise RuntimeError("the probe has measured nothing")
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * q))]
