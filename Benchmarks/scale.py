"""Exports in shards beside one process, and merges of 10, 100 and 1,000 parts, as whole processes. Called by script/bench.

What counts is the processor's time: on a machine of two cores eight shards are no faster than two. The last lines say what
follows for a cluster (docs/operations.md).
"""
import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import time

import record
from side_by_side import Run

arguments = argparse.ArgumentParser()
arguments.add_argument("--ebb", required=True)
arguments.add_argument("--store", required=True, help="the sample store")
arguments.add_argument("--scratch", required=True)
arguments.add_argument("--rounds", type=int, default=3)
options = arguments.parse_args()

JOBS, SHARDS = 200, 8
# Of the sample: a job of 18 pages, whose tasks the platform has put together.
COPIED = 2
scratch = f"{options.scratch}/scale"
os.makedirs(scratch, exist_ok=True)


def store():
    """A store of copies of one job."""
    path = f"{scratch}/copies.sqlite"
    if os.path.exists(path):
        return path
    shutil.copyfile(options.store, path + ".partial")
    with sqlite3.connect(path + ".partial") as database:
        def all_of(table, where):
            names = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
            return names, database.execute(f'SELECT * FROM "{table}" WHERE {where}').fetchall()

        def add(table, names, rows):
            database.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(names))})', rows)

        tables = {
            "Simulation": all_of("Simulation", f"id = {COPIED}"),
            "CelerySimulation": all_of("CelerySimulation", f"id = {COPIED}"),
            "Estimator": all_of("Estimator", f"simulation_id = {COPIED}"),
            "Page": all_of("Page", f"estimator_id IN (SELECT id FROM Estimator WHERE simulation_id = {COPIED})")}
        step = 1 + max(row[0] for _, rows in tables.values() for row in rows)
        keys = {"Simulation": ["id"], "CelerySimulation": ["id"], "Estimator": ["id", "simulation_id"],
                "Page": ["id", "estimator_id"]}
        for number in range(1, JOBS + 1):
            for table, (names, rows) in tables.items():
                places = [names.index(key) for key in keys[table]]
                copies = []
                for row in rows:
                    row = list(row)
                    for place in places:
                        row[place] += number * step
                    if table == "Simulation":
                        row[names.index("job_id")] = f"20260201-{1000 + number}-copy"
                    copies.append(row)
                add(table, names, copies)
        database.execute(f"DELETE FROM Simulation WHERE id <= {step}")
    os.rename(path + ".partial", path)
    return path


def parts(count):
    """Parts of a task each, with a page of a thousand bins."""
    folder = f"{scratch}/parts-{count}"
    if not os.path.exists(folder):
        shutil.rmtree(folder + ".partial", ignore_errors=True)
        os.makedirs(folder + ".partial")
        for number in range(1, count + 1):
            task = f"{scratch}/task_{number:04}"
            os.makedirs(task, exist_ok=True)
            page = {"metadata": {"name": "DOSE", "unit": "MeV/g/prim", "page_normalized": "2", "page_number": "0"},
                    "dimensions": 1, "data": {"unit": "MeV/g/prim", "name": "DOSE", "values": [number + n / 7 for n in range(1000)]},
                    "axis_dim1": {"unit": "cm", "name": "Position (Z)", "values": [n + 0.5 for n in range(1000)]}}
            with open(f"{task}/dose.json", "w") as text:
                json.dump({"metadata": {"number_of_primaries": "1000"}, "pages": [page]}, text)
            subprocess.run([options.ebb, "export", task, "--partial", "--all-tasks", f"1-{count}", "-q", "-o",
                            f"{folder}.partial/{number:04}.h5"], check=True)
            shutil.rmtree(task)
        os.rename(folder + ".partial", folder)
    return [f"{folder}/{name}" for name in sorted(os.listdir(folder))]


def export(*words, threads=1):
    return [options.ebb, "export", "--all", "--db", store(), "-f", "hdf5", "-q", "--threads", str(threads), "-o", out, *words]


def two_at_a_time(commands):
    """Runs commands, two at a time; seconds on the clock, of processors, and the largest memory in MiB."""
    began, waiting, running, cpu, peak = time.perf_counter(), list(commands), set(), 0.0, 0.0
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    while waiting or running:
        while waiting and len(running) < 2:
            running.add(os.posix_spawnp(waiting[0][0], waiting[0], os.environ, file_actions=quiet))
            waiting.pop(0)
        child, status, usage = os.wait4(-1, 0)
        running.discard(child)
        if status:
            raise SystemExit("bench: a shard has failed")
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss / 1024)
    return time.perf_counter() - began, cpu, peak


out = f"{scratch}/out/"
ways = [
    ("one process, 1 thread", lambda: [[export()]]),
    ("one process, 2 threads", lambda: [[export(threads=2)]]),
    (f"{SHARDS} shards, two at a time", lambda: [[export("--shard", f"{k}/{SHARDS}") for k in range(1, SHARDS + 1)],
                                                [[options.ebb, "index", "-q", out]]]),
]
size = os.path.getsize(store()) / 1e6
print(f"\nExport of {JOBS} simulations of 18 pages to HDF5, a store of {size:.0f} MB, SQLite")
print(f"  {'':28}{'clock s':>10}{'cpu s':>10}{'peak MiB':>10}")
found = {}
for title, steps in ways:
    runs = []
    for _ in range(options.rounds):
        shutil.rmtree(out, ignore_errors=True)
        done = [two_at_a_time(commands) for commands in steps()]
        runs.append((sum(d[0] for d in done), sum(d[1] for d in done), max(d[2] for d in done)))
    wall, cpu, peak = (statistics.median(column) for column in zip(*runs))
    found[title] = cpu
    print(f"  {title:28}{wall:10.2f}{cpu:10.2f}{peak:10.0f}", flush=True)
    record.row(f"Export of {JOBS} simulations of 18 pages to HDF5", title, wall_s=wall, cpu_s=cpu, peak_mib=peak)
begin = []
for _ in range(options.rounds):
    begin.append(two_at_a_time([[options.ebb, "--version"]])[1])

print("\nMerge of parts, of a task each and a page of 1,000 bins")
print(f"  {'parts':>8}{'clock s':>10}{'cpu s':>10}{'peak MiB':>10}{'cpu ms a part':>15}")
merges = {}
for count in (10, 100, 1000):
    run = Run("merge", [options.ebb, "merge", *parts(count), "--force", "-q", "-o", f"{scratch}/merged.h5"])
    for round in range(options.rounds + 1):
        run.once(count=round > 0)
    cpu = statistics.median(run.cpu)
    merges[count] = cpu
    each = (cpu - statistics.median(begin)) / count * 1000
    print(f"  {count:8}{statistics.median(run.wall):10.2f}{cpu:10.2f}{max(run.peak):10.0f}{each:15.2f}", flush=True)
    record.row("Merge of parts, of a task each and a page of 1,000 bins", f"{count:,} parts",
               wall_s=statistics.median(run.wall), cpu_s=cpu, peak_mib=max(run.peak))
growth = (merges[1000] - merges[100]) / (merges[100] - merges[10]) / 10
print(f"\n  shards cost {found[ways[2][0]] / found[ways[0][0]]:.2f} times the processor's time of one process; 900 further parts cost "
      f"{growth:.2f} times ten times that of 90")
