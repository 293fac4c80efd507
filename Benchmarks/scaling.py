"""Work that must grow in step with what there is: each command at n, 2n and 4n, as whole processes. Called by
script/bench.

The last column is the processor's time at 4n over 4 times that at n, the start of the program left out of both: 1 where
the cost of one more is the same, 4 where it grows with the square.
"""
import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess

import large_store
import record
from side_by_side import Run

arguments = argparse.ArgumentParser()
arguments.add_argument("--ebb", required=True)
arguments.add_argument("--before", help="another build of ebb, beside which each row stands")
arguments.add_argument("--scratch", required=True)
arguments.add_argument("--rounds", type=int, default=3)
options = arguments.parse_args()

ESTIMATORS = 5
builds = [("ebb", options.ebb)] + ([("before", options.before)] if options.before else [])
scratch = f"{options.scratch}/scaling"
os.makedirs(scratch, exist_ok=True)


def page(values, number=0):
    return {"metadata": {"name": "DOSE", "unit": "MeV/g/prim", "page_normalized": "2", "page_number": str(number)},
            "dimensions": 1, "data": {"unit": "MeV/g/prim", "name": "DOSE", "values": values},
            "axis_dim1": {"unit": "cm", "name": "Position (Z)", "values": [n + 0.5 for n in range(len(values))]}}


def jobs(count):
    """A store of `count` jobs."""
    path = f"{scratch}/jobs-{count}.sqlite"
    if not os.path.exists(path):
        large_store.sqlite(path, large_store.tables(count))
    return path


def tasks(count):
    """A store of one job of `count` tasks, each with its rows of every estimator."""
    path = f"{scratch}/tasks-{count}.sqlite"
    if os.path.exists(path):
        return path
    metadata = large_store.packed({"number_of_primaries": "1000", "file_format": "bdo2019"})
    numbers = range(1, count + 1)
    rows = [(task, estimator) for task in numbers for estimator in range(ESTIMATORS)]
    time = "2026-01-12 08:00:00.000000"
    large_store.sqlite(path, [
        ("Simulation", [(1, "bench", None, time, time, "bench", "BATCH", "FILES", "shieldhit", "COMPLETED")]),
        ("Task", ((n, 1, n, 1000, 1000, "COMPLETED", None, time, time, "BATCH", time) for n in numbers)),
        ("Estimator", ((index + 1, 1, f"mesh_{estimator}", f"mesh_{estimator}_{task:04}", metadata)
                       for index, (task, estimator) in enumerate(rows))),
        ("Page", ((index + 1, "DOSE", index + 1, 0, large_store.packed(page([float(task + estimator)] * 3)), 1)
                  for index, (task, estimator) in enumerate(rows)))])
    return path


def small_pages(count):
    """A store of one job of two tasks, each with `count` pages of 200 values, 100 an estimator."""
    path = f"{scratch}/small-pages-{count}.sqlite"
    if os.path.exists(path):
        return path
    metadata = large_store.packed({"number_of_primaries": "1000", "file_format": "bdo2019"})
    estimators = range((count + 99) // 100)
    rows = [(task, estimator) for task in (1, 2) for estimator in estimators]
    stored = [(index + 1, number, large_store.packed(page([task / (n + number + 1) for n in range(200)], number)))
              for index, (task, estimator) in enumerate(rows)
              for number in range(min(100, count - 100 * estimator))]
    time = "2026-01-12 08:00:00.000000"
    large_store.sqlite(path, [
        ("Simulation", [(1, "bench", None, time, time, "bench", "BATCH", "FILES", "shieldhit", "COMPLETED")]),
        ("Task", ((n, 1, n, 1000, 1000, "COMPLETED", None, time, time, "BATCH", time) for n in (1, 2))),
        ("Estimator", ((index + 1, 1, f"mesh_{estimator}", f"mesh_{estimator}_{task:04}", metadata)
                       for index, (task, estimator) in enumerate(rows))),
        ("Page", ((index + 1, "DOSE", estimator, number, data, 1)
                  for index, (estimator, number, data) in enumerate(stored)))])
    return path


def compressed_file(count):
    """A result file of `count` pages of a thousand values."""
    path = f"{scratch}/pages-{count}.json.gz"
    if not os.path.exists(path):
        document = {"metadata": {"number_of_primaries": "1000"},
                    "pages": [page([1 / (n + number + 1) for n in range(1000)], number) for number in range(count)]}
        with gzip.open(path, "wt", 1) as file:
            json.dump(document, file)
    return path


def parts(count):
    """Partial results of `count` tasks, a file each."""
    folder = f"{scratch}/parts-{count}"
    if not os.path.exists(folder):
        os.makedirs(folder + ".partial", exist_ok=True)
        for number in range(1, count + 1):
            file = f"{folder}.partial/dose_{number:04}.json"
            with open(file, "w") as text:
                json.dump({"metadata": {"number_of_primaries": "1000"}, "pages": [page([float(number)] * 1000)]}, text)
            part = f"{folder}.partial/{number:04}.h5"
            # Of one file alone the number in its name would not be a task's: its folder's is.
            task = f"{folder}.partial/task_{number:04}"
            os.makedirs(task, exist_ok=True)
            os.rename(file, f"{task}/dose.json")
            subprocess.run([options.ebb, "export", f"{task}/dose.json", "--partial", "-q", "-o", part], check=True)
        os.rename(folder + ".partial", folder)
    return sorted(f"{folder}/{name}" for name in os.listdir(folder) if name.endswith(".h5"))


def all_of(count):
    return [f"id:{n}" for n in range(1, count + 1)]


out = f"{scratch}/out"
ROWS = [
    ("stats of jobs", 800, lambda n: ["stats", *all_of(n), "--db", jobs(n)], (0,)),
    ("export --combine of jobs", 800,
     lambda n: ["export", *all_of(n), "--combine", "-q", "--force", "-o", out + ".h5", "--db", jobs(n)], (0,)),
    ("export --all of jobs", 800, lambda n: ["export", "--all", "-f", "json", "-q", "-o", out + "/", "--db", jobs(n)], (0,)),
    ("export --all, all there", 800,
     lambda n: ["export", "--all", "-f", "json", "-q", "--skip-existing", "-o", f"{out}-{n}/", "--db", jobs(n)], (0,)),
    (f"check, tasks of {ESTIMATORS} estimators", 500, lambda n: ["check", "bench", "--db", tasks(n)], (0, 1)),
    (f"export, tasks of {ESTIMATORS} estimators", 500,
     lambda n: ["export", "bench", "-q", "--force", "-o", out + ".h5", "--db", tasks(n)], (0,)),
    ("export, small pages in one file", 1250,
     lambda n: ["export", "bench", "-q", "--force", "-o", out + ".h5", "--db", small_pages(n)], (0,)),
    ("export, pages of a .json.gz", 25,
     lambda n: ["export", compressed_file(n), "-q", "--force", "-o", out + ".h5"], (0,)),
    ("merge of parts", 100, lambda n: ["merge", *parts(n), "-q", "--force", "-o", out + ".h5"], (0,)),
]

print("\nWork at n, 2n and 4n, SQLite and files: the processor's seconds, in brackets those on the clock")
print(f"  {'':38}{'n':>6}   {'n':>16} {'2n':>16} {'4n':>16}   peak MiB   over linear")
for title, first, command, accept in ROWS:
    for name, ebb in builds:
        start = Run("start", [ebb, "--version"])
        runs = [Run(title, [ebb, *command(first * factor)]) for factor in (1, 2, 4)]
        for round in range(options.rounds + 1):
            start.once(count=round > 0)
            for run in runs:
                shutil.rmtree(out, ignore_errors=True)
                run.once(count=round > 0, accept=accept)
        medians = [(statistics.median(run.cpu), statistics.median(run.wall)) for run in runs]
        begun = statistics.median(start.cpu)
        growth = (medians[2][0] - begun) / (4 * max(medians[0][0] - begun, 1e-9))
        told = title if len(builds) == 1 else f"{title}, {name}"
        print(f"  {told:38}{first:6}   " + " ".join(f"{cpu:7.3f} ({wall:6.2f})" for cpu, wall in medians)
              + f" {max(run.peak[-1] for run in runs):10.0f} {growth:13.2f}", flush=True)
        record.row("Work at n and 4n", f"{told}, n = {first}", cpu_s=medians[0][0], cpu_s_of_4n=medians[2][0], ratio=growth)
