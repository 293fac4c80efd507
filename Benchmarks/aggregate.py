"""The fold of contributions beside copies of memory, and `ebb export` on more and more tasks. Called by script/bench."""
import argparse
import os
import re
import statistics
import subprocess
import sys

from side_by_side import side_by_side

arguments = argparse.ArgumentParser()
arguments.add_argument("--harness", required=True)
arguments.add_argument("--ebb", required=True)
arguments.add_argument("--tools", required=True, help="the folder of the generator")
arguments.add_argument("--scratch", required=True)
arguments.add_argument("--rounds", type=int, default=11)
options = arguments.parse_args()

# In the processor's caches, at their border, and far beyond.
BINS = (4_000, 250_000, 8_000_000)


def fold():
    """Nanoseconds a value, and the share of what plain loops make of the memory in the same run.

    A copy also reads what it overwrites, which STREAM does not count; what is added to is read anyway, as in a fold.
    """
    output = subprocess.run([options.harness, str(options.rounds), *map(str, BINS)], check=True, capture_output=True,
                            text=True).stdout
    print(f"\nThe fold, one thread, time of the processor\n  {'bins':>10}  {'':27} ns/value (min to max)      GB/s  of copy   of add")
    for line in output.splitlines():
        name, bins, moved, *times = line.split("\t")
        if name == "copy":
            plain = {}
        times = [float(time) for time in times]
        time = statistics.median(times)
        rate = int(moved) / time
        plain[name] = rate
        print(f"  {int(bins):10,}  {name:27} {time:8.3f} ({min(times):.3f} to {max(times):.3f}) {rate:8.1f} "
              f"{rate / plain['copy']:8.0%} {rate / plain.get('add', rate):8.0%}")


def store(tasks):
    """A store of so many tasks of one page, made once."""
    path = f"{options.scratch}/{tasks}-small-tasks.sqlite"
    if not os.path.exists(path):
        partial = path + ".partial"
        subprocess.run([sys.executable, f"{options.tools}/make_bench.py", "--sqlite", partial, "--tasks", str(tasks),
                        "--shape", "30x30x30", "--digits", "7", "--level", "6"], check=True, capture_output=True)
        os.rename(partial, path)
    return path


def memory():
    """Whether the peak grows with the tasks, of export, statistics and audit."""
    counts = (10, 100, 1000)
    stores = [store(count) for count in counts]
    for command, more in (("export", ["-o", f"{options.scratch}/memory.h5", "--force"]), ("stats", []), ("check", [])):
        runs = side_by_side(f"ebb {command}, pages of 27,000 values, 2 at a time", [
            (f"{count} tasks", [options.ebb, command, "id:1", "--db", path, "--threads", "2", "-q", *more])
            for count, path in zip(counts, stores)], None, 3, accept=(0, 1))
        peaks = [max(run.peak) for run in runs]
        print(f"  Peak memory of 1,000 tasks over that of 10: {peaks[2] / peaks[0]:.2f}")


fold()
memory()
