"""Ebb's writers beside others, of one page in memory. Called by script/bench.

Contenders take turns, so that a drift of the machine meets all alike. Peers write what they read of Ebb's own file:
the same columns, the same numbers. Numbers as text are timed on the processor, files on the clock; Ebb's are synced to
the disk and renamed, which the others' are not.
"""
import argparse
import json
import os
import statistics
import subprocess
import time

import h5py
import numpy
import orjson
import pandas
import polars

import pages

arguments = argparse.ArgumentParser()
arguments.add_argument("--harness", required=True)
arguments.add_argument("--scratch", required=True)
arguments.add_argument("--rounds", type=int, default=9)
options = arguments.parse_args()

# Means over tasks, such as exports write: all digits, some zeros.
random = numpy.random.default_rng(20260112)
shape, zeros, deposit, _ = pages.SETS["dense"]
hits = random.poisson(numpy.minimum(pages.expectation(shape, zeros), 1e6))
values = random.gamma(numpy.maximum(hits, 1)) * (hits > 0) * deposit / 7
errors = values / numpy.sqrt(numpy.maximum(hits, 1)) * random.uniform(0.5, 1.5, shape)
source = f"{options.scratch}/write.f64"
numpy.concatenate([values.ravel(), errors.ravel()]).tofile(source)
harness = subprocess.Popen([options.harness, source, options.scratch], text=True, stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE)


def ebb(name):
    def run():
        print(name, file=harness.stdin, flush=True)
        answer = harness.stdout.readline()
        if not answer:
            raise SystemExit(f"bench: {options.harness} ended early.")
        wall, processor, size = answer.split("\t")
        return float(wall), float(processor), int(size)
    return run


def python(work):
    """What runs `work`, which returns what it made: bytes, or the path of a file."""
    def run():
        wall, processor = time.perf_counter(), time.process_time()
        made = work()
        passed = time.perf_counter() - wall, time.process_time() - processor
        return *passed, len(made) if isinstance(made, bytes) else os.path.getsize(made)
    return run


def to(suffix, write):
    """What writes to a file by `write`."""
    path = f"{options.scratch}/write-peer.{suffix}"

    def work():
        write(path)
        return path
    return python(work)


def measure(title, unit, contenders, figure):
    """Runs `contenders` in turn. The ratio is of the times to the first's, round by round."""
    runs = {name: [] for name in contenders}
    for run in contenders.values():
        run()
    for _ in range(options.rounds):
        for name, run in contenders.items():
            runs[name].append(run())
    print(f"\n  {title:32} {unit:>10}   (min to max)              bytes   time x ebb")
    first = next(iter(runs.values()))
    for name, times in runs.items():
        figures = sorted(figure(wall, processor) for wall, processor, _ in times)
        ratio = statistics.median(figure(*b[:2]) / figure(*a[:2]) for a, b in zip(first, times))
        extremes = f"({figures[0]:.1f} to {figures[-1]:.1f})"
        print(f"    {name:30} {statistics.median(figures):10.1f}   {extremes:20} {times[0][2]:12,} {ratio:10.2f}")


def files(title, contenders):
    measure(title, "ms", contenders, lambda wall, processor: wall * 1e3)


def h5(level):
    def write(path):
        with h5py.File(path, "w") as file:
            for name, array in ("dose", values), ("dose_errors", errors):
                file.create_dataset(name, data=array, shuffle=True, compression="gzip", compression_opts=level)
    return to("h5", write)


def dump(path):
    with open(path, "w") as file:
        json.dump(document, file)


def orjson_dump(content):
    def write(path):
        with open(path, "wb") as file:
            file.write(orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY))
    return write


print(f"\nWriting {values.size:,} values, {numpy.mean(values == 0):.0%} of them zero, and their errors")
measure("Numbers as text", "ns/value", {
    "ebb": ebb("ebb"), "std::to_chars": ebb("to_chars"), "Swift's description": ebb("description"),
    "orjson, of a numpy array": python(lambda: orjson.dumps(values.ravel(), option=orjson.OPT_SERIALIZE_NUMPY)),
}, lambda wall, processor: processor / values.size * 1e9)
files("HDF5, shuffled and deflated", {
    "ebb, 1 thread": ebb("hdf5 1"), "ebb, 2 threads": ebb("hdf5 2"), "h5py, gzip 4": h5(4), "h5py, gzip 1": h5(1)})
ebb("csv")()
table = pandas.read_csv(f"{options.scratch}/write-ebb.csv")
frame = polars.read_csv(f"{options.scratch}/write-ebb.csv")
files(f"CSV, {len(table.columns)} columns", {
    "ebb": ebb("csv"), "polars": to("csv", frame.write_csv),
    "pandas": to("csv", lambda path: table.to_csv(path, index=False))})
ebb("json")()
with open(f"{options.scratch}/write-ebb.json") as file:
    document = json.load(file)
arrays = json.loads(json.dumps(document["simulations"][0] | {"estimators": []}))
page = document["simulations"][0]["estimators"][0]["pages"][0]
arrays["page"] = page | {key: numpy.array(page[key]) for key in ("values", "errors")}
files("JSON", {
    "ebb": ebb("json"), "orjson, of numpy arrays": to("json", orjson_dump(arrays)),
    "orjson, of lists": to("json", orjson_dump(document)), "Python's json": to("json", dump)})
harness.stdin.close()
harness.wait()
