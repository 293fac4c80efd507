"""Pages of 200³ bins of ten tasks, the largest that are likely: seconds and memory of what looks at all bins. Called by
script/bench.

The memory of each command has to stay within 400 MB, a sixth of what its ten contributions take.
"""
import argparse
import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import sys

import numpy
import orjson

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
PRIMARIES = 10_000
LIMIT_MB = 400


def pencil():
    """The hits that are expected of a voxel: a Bragg curve by a Gaussian that widens, on a flat background."""
    place = (numpy.arange(BINS) + 0.5) / BINS * 10 - 5
    depth = (numpy.arange(BINS) + 0.5) / BINS * 20
    along = numpy.where(depth < 15, 1 + 0.35 * (depth / 15) ** 2, 0.02) + 3.2 * numpy.exp(-((depth - 14.75) / 0.4) ** 2)
    sigma = 0.45 + 0.035 * depth
    across = numpy.exp(-0.5 * (place[:, None] / sigma) ** 2) / sigma
    return 6 + 250 * along * across[:, None, :] * across[None, :, :], (place, place, depth)


def data(hits, axes, generator):
    """A page as the platform stores it: JSON, gzip."""
    values = numpy.abs(hits + numpy.sqrt(hits) * generator.standard_normal(hits.shape, dtype=numpy.float32)) / PRIMARIES
    page = {"metadata": {"name": "DOSE", "unit": "MeV/g", "page_number": "0", "page_normalized": "2"}, "dimensions": 3,
            "data": {"unit": "MeV/g", "name": "DOSE", "values": numpy.ascontiguousarray(values.ravel(order="F"))}}
    for number, (name, axis) in enumerate(zip("XYZ", axes), 1):
        page[f"axis_dim{number}"] = {"unit": "cm", "name": f"Position ({name})", "values": axis.tolist()}
    return gzip.compress(orjson.dumps(page, option=orjson.OPT_SERIALIZE_NUMPY), 1)


def store():
    """A store of two simulations, made once: some minutes, 1.6 GB."""
    path = f"{options.scratch}/large-pages.sqlite"
    if os.path.exists(path):
        return path
    partial = path + ".partial"
    subprocess.run([options.samples, "--sqlite", partial, "--clean", "--force"], check=True, stdout=subprocess.DEVNULL)
    hits, axes = pencil()
    with sqlite3.connect(partial) as db:
        for table in ("Page", "Estimator", "Input", "Logfiles", "Task"):
            db.execute(f'DELETE FROM "{table}"')
        keys = [row[0] for row in db.execute('SELECT id FROM "Simulation" ORDER BY id LIMIT 2')]
        db.execute(f'''UPDATE "Simulation" SET job_state = 'COMPLETED' WHERE id IN ({keys[0]}, {keys[1]})''')
        row = 0
        for side, simulation in enumerate(keys):
            for task in range(1, TASKS + 1):
                row += 1
                db.execute('''INSERT INTO "Task" (id, simulation_id, task_id, requested_primaries, simulated_primaries,
                              task_state, platform) VALUES (?, ?, ?, ?, ?, 'COMPLETED', 'BATCH')''',
                           (row, simulation, task, PRIMARIES, PRIMARIES))
                meta = gzip.compress(json.dumps({"number_of_primaries": str(PRIMARIES)}).encode())
                db.execute('INSERT INTO "Estimator" (id, simulation_id, name, file_name, compressed_data) VALUES (?, ?, ?, ?, ?)',
                           (row, simulation, "mesh", f"mesh_{task:04}", meta))
                db.execute('''INSERT INTO "Page" (id, page_name, estimator_id, page_number, compressed_data, page_dimension)
                              VALUES (?, 'DOSE', ?, 0, ?, 3)''',
                           (row, row, data(hits, axes, numpy.random.default_rng([side, task]))))
    db.close()
    shutil.move(partial, path)
    return path


# The system counts a parent's memory as that of the child that it starts: the store is made by another one.
maker = os.fork()
if maker == 0:
    store()
    os._exit(0)
if os.waitstatus_to_exitcode(os.waitpid(maker, 0)[1]) != 0:
    sys.exit("bench: the store could not be made")
path = store()
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
