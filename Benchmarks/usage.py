#!/usr/bin/env python3
"""Runs a command and prints, as the last line of standard error, what it took: processor seconds (user and
system) and the peak of its resident memory in MiB. usage.py COMMAND…"""
import resource, subprocess, sys

status = subprocess.run(sys.argv[1:]).returncode
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{usage.ru_utime + usage.ru_stime:.3f} {usage.ru_maxrss / 1024:.1f}", file=sys.stderr)
sys.exit(status)
