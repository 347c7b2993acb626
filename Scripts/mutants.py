#!/usr/bin/env python3
"""Changes an operator of a module, one at a time, and lists the changes that no test notices.

mutants.py MODULE [N] [SEED]    N mutants (20) of Sources/MODULE, drawn by SEED (today's date)
Environment: SWIFT=swift, TESTS (a regular expression of test targets; default: MODULETests)

A mutant that does not compile is not counted. A run of the tests that takes five times as long as
without a change counts as noticed. The sources are put back on every way out, kill -9 excepted: they
must be committed, so that `git checkout Sources` restores them in any case.
"""
import os, random, re, signal, subprocess, sys, time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SWIFT = os.environ.get("SWIFT", "swift")
# What is looked for, and what takes its place. Binary operators have blanks around them in this code.
CHANGES = [
    (r" < ", [" <= ", " > "]), (r" > ", [" >= ", " < "]), (r" <= ", [" < "]), (r" >= ", [" > "]),
    (r" == ", [" != "]), (r" != ", [" == "]), (r" && ", [" || "]), (r" \|\| ", [" && "]),
    (r" \+ ", [" - "]), (r" - ", [" + "]), (r" \* ", [" / "]), (r" / ", [" * "]), (r" % ", [" / "]),
    (r" &\+ ", [" &- "]), (r" \+= ", [" -= "]), (r" -= ", [" += "]),
    (r"\.\.<", ["..."]), (r"(?<=\w)\.\.\.(?=\w)", ["..<"]),
    (r"\btrue\b", ["false"]), (r"\bfalse\b", ["true"]),
    (r"\bmin\(", ["max("]), (r"\bmax\(", ["min("]), (r"(?<=[ (\[])!(?=[\w.(])", [""]),
    (r"(?<![\w.$])[1-9]\d*(?![\w.])", [lambda text: str(int(text) + 1)]),
]


def masked(source):
    """The source with comments and the text of strings as blanks, of the same length."""
    pattern = r'//[^\n]*|/\*.*?\*/|"""(?:\\.|.)*?"""|"(?:\\.|[^"\\\n])*"'
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m.group()), source, flags=re.S)


def candidates(module):
    found = []
    for path in sorted((ROOT / "Sources" / module).rglob("*.swift")):
        code = masked(path.read_text())
        for pattern, replacements in CHANGES:
            for match in re.finditer(pattern, code):
                for new in replacements:
                    text = new(match.group()) if callable(new) else new
                    found.append((path, match.start(), match.end(), text))
    return found


def run(arguments, limit=None):
    """The exit status; None: the time was over. The whole group ends with it."""
    process = subprocess.Popen(
        arguments, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        return process.wait(limit)
    except BaseException as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            return None
        raise


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__.strip())
    module = sys.argv[1]
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    seed = sys.argv[3] if len(sys.argv) > 3 else time.strftime("%Y-%m-%d")
    tests = os.environ.get("TESTS", f"{module}Tests")
    build = [SWIFT, "build", "--build-tests"]
    test = [SWIFT, "test", "--skip-build", "--disable-xctest", "--filter", f"^({tests})\\."]
    if subprocess.run(["git", "status", "--porcelain", "Sources"], cwd=ROOT, capture_output=True).stdout:
        sys.exit("mutants: commit or stash what you changed in Sources first.")
    places = candidates(module)
    random.Random(seed).shuffle(places)
    print(f"{module}: {len(places)} possible changes, seed {seed}", flush=True)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    start = time.monotonic()
    if run(build) != 0:
        sys.exit("mutants: it does not compile as it is.")
    start = time.monotonic()
    if run(test) != 0:
        sys.exit("mutants: the tests fail as they are.")
    limit = 5 * (time.monotonic() - start) + 10

    noticed, survivors = 0, []
    for path, begin, end, text in places:
        if noticed + len(survivors) == wanted:
            break
        source = path.read_text()
        line = source.count("\n", 0, begin) + 1
        where = f"{path.relative_to(ROOT)}:{line}"
        change = f"'{source[begin:end].strip()}' to '{text.strip()}'"
        try:
            path.write_text(source[:begin] + text + source[end:])
            if run(build) != 0:
                continue
            if run(test, limit) == 0:
                survivors.append(f"{where}: {change} in: {source.splitlines()[line - 1].strip()}")
                print(f"SURVIVES {survivors[-1]}", flush=True)
            else:
                noticed += 1
                print(f"noticed  {where}: {change}", flush=True)
        finally:
            path.write_text(source)
    total = noticed + len(survivors)
    print(f"{module}: {noticed} of {total} changes were noticed, seed {seed}.")


main()
