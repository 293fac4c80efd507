"""Ebb's decoder beside others, on pages in memory. Called by script/bench.

Contenders take turns within a process, Python's in this one, so that a drift of the machine meets all alike.
Times are of the processor; of two threads, what passed on the clock.
"""
import argparse
import functools
import glob
import gzip
import json
import statistics
import subprocess
import time

import pages
import record

arguments = argparse.ArgumentParser()
arguments.add_argument("--harness", required=True)
arguments.add_argument("--scratch", required=True)
arguments.add_argument("--rounds", type=int, default=15)
options = arguments.parse_args()


class Harness:
    """decode-bench, which holds the pages of one set."""

    def __init__(self, paths):
        self.process = subprocess.Popen([options.harness, *paths], text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        *lists, self.simdjson = self.read()
        self.arrays, self.pages, self.threads, self.large, self.inflating = (
            names.split(",") if names else [] for names in lists)

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"bench: {options.harness} ended early.")
        return line.rstrip("\n").split("\t")

    def run(self, name):
        """Nanoseconds a value, or a byte: on the clock, of the processor."""
        print(name, file=self.process.stdin, flush=True)
        runs, wall, processor, count = self.read()
        return float(wall) / int(runs) / int(count) * 1e9, float(processor) / int(runs) / int(count) * 1e9

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def python_arrays(paths):
    """What runs Python's decoder over all arrays, as `Harness.run` does."""
    texts = [json.dumps(json.loads(gzip.open(path).read())["data"]["values"]) for path in paths]

    def run():
        wall, processor, count = time.perf_counter(), time.process_time(), 0
        for text in texts:
            count += len(json.loads(text))
        return (time.perf_counter() - wall) / count * 1e9, (time.process_time() - processor) / count * 1e9
    return run


def measure(contenders):
    """Runs `contenders`, a dictionary of functions, in turn. Returns the pairs of each, by name."""
    for run in contenders.values():
        run()
    times = {name: [] for name in contenders}
    for _ in range(options.rounds):
        for name, run in contenders.items():
            times[name].append(run())
    return times


def table(title, unit, rows, reference, speed=lambda time: time):
    """Medians, extremes and how many times the speed of `reference` each has: round by round, and of the best."""
    print(f"\n  {title:38} {unit:>8}   (min to max)    × {reference}   × of the best")
    digits = 0 if unit == "MB/s" else 2
    for name, times in rows.items():
        ratio = statistics.median(a / b for a, b in zip(rows[reference], times))
        best = min(rows[reference]) / min(times)
        low, median, high = (f"{value:.{digits}f}" for value in sorted(
            (speed(statistics.median(times)), speed(min(times)), speed(max(times)))))
        extremes = f"({low} to {high})"
        print(f"    {name:36} {median:>8}   {extremes:15} {ratio:{len(reference) + 2}.2f} {best:15.2f}")
        record.row(f"{title}, {set_name} pages", name, median=float(median), unit=unit, ratio=ratio, of=reference)


def of_processor(times):
    return {name: [processor for _, processor in pairs] for name, pairs in times.items()}


def of_clock(times):
    return {name: [wall for wall, _ in pairs] for name, pairs in times.items()}


def megabytes(nanoseconds):
    """MB/s of nanoseconds a byte."""
    return 1e3 / nanoseconds


pages.make(options.scratch)
for set_name in pages.SETS:
    paths = sorted(glob.glob(f"{options.scratch}/pages/{set_name}/*.json.gz"))
    size = sum(len(gzip.open(path).read()) for path in paths)
    harness = Harness(paths)

    def contenders(names):
        return {name: functools.partial(harness.run, name) for name in names}

    print(f"\n{set_name}: {len(paths)} pages, {size / 1e6:.1f} MB of JSON. simdjson has chosen {harness.simdjson}.")
    times = measure({**contenders(harness.arrays), "json.loads": python_arrays(paths)})
    table("Arrays, text to doubles", "ns/value", of_processor(times), "simdjson")
    times = measure(contenders(harness.pages))
    reference = harness.pages[-1]
    table("Pages, inflated and decoded, one core", "MB/s", of_processor(times), reference, megabytes)
    times = measure(contenders(harness.threads))
    table("Pages, on threads", "MB/s", of_clock(times), harness.threads[0], megabytes)
    if harness.large:
        times = measure(contenders(harness.large))
        table("Large pages one by one, with a second thread's help", "MB/s", of_clock(times), harness.large[0], megabytes)
    times = measure(contenders(harness.inflating))
    table("Inflated alone, one core", "MB/s", of_processor(times), "libdeflate", megabytes)
    harness.end()
