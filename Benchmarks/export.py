"""`ebb export` beside the pipeline that a scientist would write in Python. Called by script/bench."""
import argparse
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
arguments.add_argument("--ebb", required=True)
arguments.add_argument("--harness", required=True, help="decode-bench")
arguments.add_argument("--samples", required=True, help="ebb-samples, which makes the tables of stores")
arguments.add_argument("--scratch", required=True)
arguments.add_argument("--rounds", type=int, default=5)
options = arguments.parse_args()
python, scratch = sys.executable, options.scratch


def store(tasks):
    """A store of so many tasks, made once. Returns its path and how many MB of JSON it holds."""
    path = f"{scratch}/{tasks}-tasks.sqlite"
    return path, mesh_store(path, options.samples, tasks, (66, 60, 66), zeros=0.2)


def ebb(path, *more):
    return [options.ebb, "export", "id:1", "--db", path, "-o", f"{scratch}/ebb.h5", "--force", "-q", *more]


def peer(path, *more):
    return [python, f"{os.path.dirname(__file__)}/store_peer.py", path, "1", f"{scratch}/peer.h5", *more]


def agree():
    """What was written last holds the same numbers, to rounding."""
    with h5py.File(f"{scratch}/ebb.h5") as ours, h5py.File(f"{scratch}/peer.h5") as theirs:
        found = {}
        ours.visititems(lambda name, item: found.update({name.rsplit("/", 1)[-1]: item}))
        for name, other in (("dose", "mean"), ("dose_errors", "error")):
            expected = theirs[f"mesh/0/{other}"][...]
            apart = numpy.max(abs(found[name][...] - expected)) / numpy.max(expected)
            if not apart < 1e-12:
                raise SystemExit(f"bench: {name} is {apart:.0e} apart")


large, megabytes = store(100)
small, _ = store(10)
for count in ("1", "2"):
    side_by_side(f"Export to HDF5, {megabytes:.0f} MB of JSON, 100 tasks, {count} at a time", [
        ("ebb", ebb(large, "--threads", count)),
        ("Python, isal and orjson", peer(large, "--fast", "--workers", count)),
        ("Python, gzip and json", peer(large, "--workers", count)),
    ], megabytes, options.rounds)
    agree()


def decoding(path, rounds):
    """Seconds on the clock to inflate and decode all pages of a store on two threads, from memory."""
    folder = f"{scratch}/pages/{os.path.basename(path)}"
    os.makedirs(folder, exist_ok=True)
    files = []
    for number, (page,) in enumerate(sqlite3.connect(path).execute("SELECT compressed_data FROM Page ORDER BY id")):
        files.append(f"{folder}/{number:04d}.json.gz")
        with open(files[-1], "wb") as file:
            file.write(page)
    with subprocess.Popen([options.harness, *files], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as harness:
        harness.stdout.readline()
        seconds = []
        for _ in range(rounds + 1):
            print("ebb-on-two", file=harness.stdin, flush=True)
            runs, wall, *_ = harness.stdout.readline().split("\t")
            seconds.append(float(wall) / int(runs))
        harness.stdin.close()
    return statistics.median(seconds[1:])


decode = decoding(large, options.rounds)
whole, = side_by_side("Whole export, 2 at a time", [("ebb", ebb(large, "--threads", "2"))], megabytes, options.rounds)
print(f"  Its pages inflated and decoded alone, from memory: {decode:.3f} s; the whole is "
      f"{statistics.median(whole.wall) / decode:.2f} times that.")
record.row("Whole export, 2 at a time", "its pages inflated and decoded alone, from memory", wall_s=decode,
           ratio=decode / statistics.median(whole.wall))
runs = side_by_side("Memory, 2 at a time", [
    ("ebb, 10 tasks", ebb(small, "--threads", "2")), ("ebb, 100 tasks", ebb(large, "--threads", "2")),
], None, options.rounds)
print(f"\nPeak memory of 100 tasks over that of 10: {max(runs[1].peak) / max(runs[0].peak):.2f}")
