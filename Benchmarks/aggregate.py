"""The fold of contributions beside copies of memory, `ebb export` on more and more tasks, and result files of tasks
merged beside Python. Called by script/bench."""
import argparse
import gzip
import os
import sqlite3
import statistics
import subprocess
import sys

import h5py
import numpy

import record
from mesh_store import mesh_store
from side_by_side import side_by_side

arguments = argparse.ArgumentParser()
arguments.add_argument("--harness", required=True)
arguments.add_argument("--ebb", required=True)
arguments.add_argument("--samples", required=True, help="ebb-samples, which makes the tables of stores")
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
        record.row(f"Fold, {int(bins):,} bins", name, ns_per_value=time, gb_per_s=rate, ratio=rate / plain["copy"])


def store(tasks):
    """A store of so many tasks of one page, made once."""
    path = f"{options.scratch}/{tasks}-small-tasks.sqlite"
    mesh_store(path, options.samples, tasks, (30, 30, 30), level=6)
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


# Files that differ; the rest are links to them, so that reading 1,000 does not become a measurement of the disk.
DISTINCT = 20


def result_files(count):
    """The results of so many tasks as their converter writes them, 5 MB a file, made once. Returns their paths and MB."""
    folder = f"{options.scratch}/task-files"
    paths = [f"{folder}/dose{number:04d}.json" for number in range(1, count + 1)]
    if not os.path.exists(paths[-1]):
        path = f"{options.scratch}/task-files.sqlite"
        mesh_store(path, options.samples, DISTINCT, (66, 60, 66), zeros=0.2)
        os.makedirs(folder, exist_ok=True)
        rows = sqlite3.connect(path).execute(
            "SELECT e.compressed_data, p.compressed_data FROM Estimator e JOIN Page p ON p.estimator_id = e.id ORDER BY e.id")
        for path, (metadata, page) in zip(paths, rows):
            with open(path, "wb") as file:
                file.write(b'{"metadata": %b, "pages": [%b]}' % (gzip.decompress(metadata), gzip.decompress(page)))
        for number, path in enumerate(paths[DISTINCT:]):
            if not os.path.exists(path):
                os.link(paths[number % DISTINCT], path)
    return paths, sum(os.path.getsize(path) for path in paths) / 1e6


def files():
    """Result files merged outside of a store, beside what would be written in Python to do so."""
    paths, megabytes = result_files(1000)
    for count, rounds in ((100, 3), (1000, 1)):
        share = megabytes * count / len(paths)
        python = [sys.executable, f"{os.path.dirname(__file__)}/merge_files.py", f"{options.scratch}/files-peer.h5"]
        ebb = [options.ebb, "export", "-o", f"{options.scratch}/files.h5", "--force", "-q"]
        side_by_side(f"{count:,} result files of {megabytes / len(paths):.1f} MB, to HDF5", [
            ("ebb, 1 at a time", [*ebb, "--threads", "1", *paths[:count]]),
            ("ebb, 2 at a time", [*ebb, "--threads", "2", *paths[:count]]),
            ("Python, json and numpy", [*python, *paths[:count]]),
        ], share, rounds)
    agree()


def agree():
    """The last files that were written hold the same numbers, to rounding."""
    with h5py.File(f"{options.scratch}/files.h5") as ours, h5py.File(f"{options.scratch}/files-peer.h5") as theirs:
        found = {}
        ours.visititems(lambda name, item: found.update({name.rsplit("/", 1)[-1]: item}))
        for name in ("dose", "dose_errors"):
            apart = numpy.max(abs(found[name][...] - theirs[name][...])) / numpy.max(theirs[name][...])
            print(f"  {name}: {apart:.0e} apart, of the largest")
            if not apart < 1e-12:
                raise SystemExit(f"bench: {name} is not the same")


fold()
memory()
files()
