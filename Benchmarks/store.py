"""The drivers of stores beside their databases' own libraries and Python's. Called by script/bench.

First the data of all pages: contenders take turns, so that a drift of the machine meets all alike; the time of
opening is not counted. Then commands on a store of many simulations, as whole processes.
"""
import argparse
import os
import random
import sqlite3
import statistics
import subprocess
import time

import psycopg

import large_store
import local_server
import record
from side_by_side import side_by_side

arguments = argparse.ArgumentParser()
arguments.add_argument("--ebb", required=True)
arguments.add_argument("--harness", required=True)
arguments.add_argument("--scratch", required=True)
arguments.add_argument("--rounds", type=int, default=7)
arguments.add_argument("--simulations", type=int, default=100_000)
options = arguments.parse_args()

READ = 'SELECT compressed_data FROM "Page" ORDER BY id'


class Harness:
    """store-bench on one store."""

    def __init__(self, url):
        self.process = subprocess.Popen([options.harness, url], text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def run(self, contender):
        print(contender, file=self.process.stdin, flush=True)
        wall, processor, count = self.process.stdout.readline().split()
        return float(wall), float(processor), int(count)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def fill(sqlite, postgresql, count, size):
    """Two stores of one simulation whose pages cannot be compressed any more, as gzip's output cannot."""
    source = random.Random(1)
    blobs = [source.randbytes(size) for _ in range(count)]
    simulation = [(1, "bench", None, None, None, "bench", "DIRECT", "FILES", "shieldhit", "COMPLETED")]
    tables = {"Simulation": simulation, "Estimator": [(1, 1, "mesh", "mesh_", None)],
              "Page": [(number + 1, "DOSE", 1, number, blob, 3) for number, blob in enumerate(blobs)]}
    if not os.path.exists(sqlite):
        large_store.sqlite(sqlite, tables.items())
    with psycopg.connect(postgresql, autocommit=True) as store:
        if store.execute("SELECT to_regclass('\"Page\"')").fetchone()[0] is None:
            large_store.postgresql(postgresql, tables.items())


def timed(rows):
    """Seconds on the clock, of the processor, and the bytes of `rows`."""
    wall, processor = time.perf_counter(), time.process_time()
    count = sum(len(data) for (data,) in rows)
    return time.perf_counter() - wall, time.process_time() - processor, count


def python_sqlite(path):
    def run():
        return timed(sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute(READ))
    return run


def python_postgresql(url):
    def run():
        with psycopg.connect(url) as store, store.cursor(binary=True) as cursor:
            return timed(cursor.stream(READ))
    return run


def compare(title, contenders):
    """Runs `contenders`, by name what reads all; ratios are to the first. The processor's time is the client's."""
    walls, processors = ({name: [] for name, _ in contenders} for _ in range(2))
    for run in range(options.rounds + 1):
        for name, read in contenders:
            wall, processor, count = read()
            if run > 0:
                walls[name].append(wall)
                processors[name].append(processor)
    print(f"\n{title}, {count / 1e6:.0f} MB")
    print(f"  {'':28}    GB/s   (best)   ratio   GB/s of the processor   ratio")
    first = contenders[0][0]
    for name, _ in contenders:
        wall, processor = statistics.median(walls[name]), statistics.median(processors[name])
        print(f"  {name:28} {count / wall / 1e9:7.2f} ({count / min(walls[name]) / 1e9:6.2f}) "
              f"{statistics.median(a / b for a, b in zip(walls[name], walls[first])):7.2f} "
              f"{count / processor / 1e9:23.2f} "
              f"{statistics.median(a / b for a, b in zip(processors[name], processors[first])):7.2f}")
        record.row(title, name, gb_per_s=count / wall / 1e9, cpu_gb_per_s=count / processor / 1e9,
                   ratio=statistics.median(a / b for a, b in zip(walls[name], walls[first])))


def database(server, name):
    """The URL of a database of that name, made if there is none."""
    with psycopg.connect(server, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')
    return server.replace("/postgres?", f"/{name}?")


server = local_server.start(f"{options.scratch}/postgresql")
for count, size, what in ((200, 1_000_000, "pages of 1 MB"), (4_000, 40_000, "pages of 40 kB")):
    path, url = f"{options.scratch}/pages-{size}.sqlite", database(server, f"pages-{size}")
    fill(path, url, count, size)
    for title, harness, contenders in (
            ("SQLite", Harness(path), [("SQLite's own library", "library"), ("Python, sqlite3", python_sqlite(path))]),
            ("PostgreSQL", Harness(url), [("libpq, binary, row by row", "library"),
                                          ("Python, psycopg, binary", python_postgresql(url))])):
        def reads(read, harness=harness):
            return (lambda: harness.run(read)) if isinstance(read, str) else read
        compare(f"{title}, {what}", [("ebb", reads("ebb")), *((name, reads(read)) for name, read in contenders)])
        harness.end()

path, url = f"{options.scratch}/{options.simulations}.sqlite", database(server, f"simulations-{options.simulations}")
if not os.path.exists(path):
    large_store.sqlite(path, large_store.tables(options.simulations))
with psycopg.connect(url) as store:
    is_filled = store.execute("SELECT to_regclass('\"Page\"')").fetchone()[0] is not None
if not is_filled:
    large_store.postgresql(url, large_store.tables(options.simulations))
middle = options.simulations // 2
with sqlite3.connect(path) as store:
    job = store.execute("SELECT substr(job_id, 1, 24) FROM Simulation WHERE id = ?", [middle]).fetchone()[0]
pages = options.simulations * large_store.ESTIMATORS * large_store.PAGES
for words in (["list", "simulations", "--limit", "20"], ["show", job], ["export", f"id:{middle}", "-q"]):
    side_by_side(f"ebb {' '.join(words)}, {options.simulations:,} simulations, {pages:,} pages",
                 [(name, [options.ebb, *words, "--db", store]) for name, store in (("SQLite", path), ("PostgreSQL", url))],
                 None, options.rounds)
