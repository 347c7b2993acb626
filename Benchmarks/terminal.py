#!/usr/bin/env python3
"""Runs a program in a pseudo-terminal and prints what it costs.

terminal.py SECONDS COLUMNSxROWS COMMAND…  prints as one line of name=value:
first      ms from the start to the first byte drawn that is text
bytes      bytes written to the terminal in the last minute (or all of it, scaled)
cpu        processor seconds a minute, user and system, the first five seconds left out
switches   voluntary context switches a second, of all threads, the first five seconds left out
rss        resident memory at the end, in MiB
"""
import fcntl, glob, os, pty, re, select, signal, struct, sys, termios, time

seconds, size, command = float(sys.argv[1]), sys.argv[2], sys.argv[3:]
columns, rows = map(int, size.split("x"))
start = time.monotonic()
pid, fd = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.execvp(command[0], command)


def cpu():
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def switches():
    statuses = [open(name).read() for name in glob.glob(f"/proc/{pid}/task/*/status")]
    return sum(int(re.search(r"\nvoluntary_ctxt_switches:\s+(\d+)", text).group(1)) for text in statuses)


first, warm, counted, text = None, None, 0, b""
# A slow start is measured, too: the seconds are those of a program that draws.
while (elapsed := time.monotonic() - start) < seconds or (first is None and elapsed < 30):
    if warm is None and elapsed > min(5, seconds / 2):
        warm, counted = (time.monotonic(), cpu(), switches()), 0
    if not select.select([fd], [], [], 0.2)[0]:
        continue
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    counted += len(data)
    if first is None:
        text += re.sub(rb"\x1b[\[(][0-9;?]*[ -/]*[@-~]", b"", data)
        if re.search(rb"[A-Za-z]{4}", text):
            first = (time.monotonic() - start) * 1000
if first is None or warm is None:
    sys.exit(f"terminal.py: {command[0]} drew nothing, or ended: {text[-300:].decode(errors='replace')!r}")
minutes = (time.monotonic() - warm[0]) / 60
used, switched = cpu() - warm[1], switches() - warm[2]
rss = int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read()).group(1)) / 1024
os.kill(pid, signal.SIGTERM)
os.waitpid(pid, 0)
print(f"first={first:.0f} bytes={counted / minutes:.0f} cpu={used / minutes:.2f} "
      f"switches={switched / minutes / 60:.0f} rss={rss:.1f}")
