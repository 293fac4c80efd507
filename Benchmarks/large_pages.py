"""Pages of 200³ bins of ten tasks, the largest that are likely: seconds and memory of what looks at all bins. Called by
script/bench.

The memory of each command has to stay within 400 MB, a sixth of what its ten contributions take.
"""
import argparse
import os
import sqlite3
import sys

from mesh_store import mesh_store
from side_by_side import side_by_side

arguments = argparse.ArgumentParser()
arguments.add_argument("--ebb", required=True)
arguments.add_argument("--before", help="another build of ebb")
arguments.add_argument("--samples", required=True, help="ebb-samples, which makes the rest of the store")
arguments.add_argument("--scratch", required=True)
arguments.add_argument("--rounds", type=int, default=3)
options = arguments.parse_args()

BINS = 200
TASKS = 10
LIMIT_MB = 400
path = f"{options.scratch}/large-pages.sqlite"

# The system counts a parent's memory as that of the child that it starts: the store is made by another one.
maker = os.fork()
if maker == 0:
    mesh_store(path, options.samples, TASKS, (BINS, BINS, BINS), simulations=2, level=1,
               primaries=(10_000,))
    os._exit(0)
if os.waitstatus_to_exitcode(os.waitpid(maker, 0)[1]) != 0:
    sys.exit("bench: the store could not be made")
with sqlite3.connect(path) as db:
    ids = [row[0] for row in db.execute('''SELECT job_id FROM "Simulation" WHERE id IN
                                           (SELECT simulation_id FROM "Estimator") ORDER BY id''')]
beyond = []
for title, command in (
    ("stats", ["stats", ids[0]]), ("compare", ["compare", *ids]), ("compare --gamma", ["compare", *ids, "--gamma", "3%/2mm"]),
    ("analyze dvh", ["analyze", "dvh", ids[0]]),
):
    commands = [("ebb", [options.ebb, *command, "--db", path, "-q"])]
    if options.before:
        commands.append(("ebb before", [options.before, *commands[0][1][1:]]))
    runs = side_by_side(f"{title}: {BINS}x{BINS}x{BINS} bins, {TASKS} tasks", commands, None, options.rounds)
    if max(runs[0].peak) * 1.048576 > LIMIT_MB:
        beyond.append(title)
if beyond:
    sys.exit(f"More than {LIMIT_MB} MB: {', '.join(beyond)}")
