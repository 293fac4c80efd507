"""`ebb export` beside the pipeline that a scientist would write in Python. Called by script/bench."""
import argparse
import os
import re
import sqlite3
import statistics
import subprocess
import sys

from side_by_side import side_by_side

arguments = argparse.ArgumentParser()
arguments.add_argument("--ebb", required=True)
arguments.add_argument("--harness", required=True, help="decode-bench")
arguments.add_argument("--tools", required=True, help="the folder of the peer and of the generator")
arguments.add_argument("--scratch", required=True)
arguments.add_argument("--rounds", type=int, default=5)
options = arguments.parse_args()
python, tools, scratch = sys.executable, options.tools, options.scratch


def store(name, tasks, *shape):
    """A store of `tasks` tasks, made once. Returns its path and how many MB of JSON it holds."""
    path, notes = f"{scratch}/{name}.sqlite", f"{scratch}/{name}.txt"
    if not os.path.exists(notes):
        made = subprocess.run([python, f"{tools}/make_bench.py", "--sqlite", path, "--tasks", str(tasks), *shape],
                              check=True, capture_output=True, text=True)
        with open(notes, "w") as file:
            file.write(made.stdout)
    with open(notes) as file:
        return path, float(re.search(r"JSON ([0-9.]+) MB", file.read())[1])


def ebb(path, *more):
    return [options.ebb, "export", "id:1", "--db", path, "-o", f"{scratch}/ebb.h5", "--force", "-q", *more]


def peer(path, *more):
    return [python, f"{tools}/peer_python.py", "--db", f"sqlite:///{path}", "--jobs", "1", "--out", f"{scratch}/peer.h5",
            *more]


mesh = ["--shape", "66x60x66", "--zeros", "0.2"]
large, megabytes = store("100-tasks", 100, *mesh)
small, _ = store("10-tasks", 10, *mesh)
for count in ("1", "2"):
    side_by_side(f"Export to HDF5, {megabytes:.0f} MB of JSON, 100 tasks, {count} at a time", [
        ("ebb", ebb(large, "--threads", count)),
        ("Python, isal and orjson", peer(large, "--fast", "--workers", count)),
        ("Python, gzip and json", peer(large, "--workers", count)),
    ], megabytes, options.rounds)


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
runs = side_by_side("Memory, 2 at a time", [
    ("ebb, 10 tasks", ebb(small, "--threads", "2")), ("ebb, 100 tasks", ebb(large, "--threads", "2")),
], None, options.rounds)
print(f"\nPeak memory of 100 tasks over that of 10: {max(runs[1].peak) / max(runs[0].peak):.2f}")
