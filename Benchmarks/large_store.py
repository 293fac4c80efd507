"""Stores that are large in rows: many simulations, of which a command wants one. Blobs are small.

Each simulation has 4 tasks, 2 estimators and 10 pages; no index but the platform's own. Called by store.py.
"""
import gzip
import json
import os
import sqlite3

import psycopg

SCHEMA = """
CREATE TABLE "User" (id INTEGER NOT NULL, username VARCHAR NOT NULL, auth_provider VARCHAR NOT NULL,
  PRIMARY KEY (id), UNIQUE (username, auth_provider));
CREATE TABLE "Cluster" (id INTEGER NOT NULL, cluster_name VARCHAR NOT NULL, PRIMARY KEY (id));
CREATE TABLE "Simulation" (id INTEGER NOT NULL, job_id VARCHAR NOT NULL, user_id INTEGER,
  start_time TIMESTAMPTZ, end_time TIMESTAMPTZ, title VARCHAR NOT NULL, platform VARCHAR NOT NULL,
  input_type VARCHAR NOT NULL, sim_type VARCHAR NOT NULL, job_state VARCHAR NOT NULL,
  PRIMARY KEY (id), UNIQUE (job_id));
CREATE TABLE "CelerySimulation" (id INTEGER NOT NULL, merge_id VARCHAR, PRIMARY KEY (id));
CREATE TABLE "BatchSimulation" (id INTEGER NOT NULL, cluster_id INTEGER NOT NULL, job_dir VARCHAR,
  array_id INTEGER, collect_id INTEGER, PRIMARY KEY (id));
CREATE TABLE "Task" (id INTEGER NOT NULL, simulation_id INTEGER, task_id INTEGER NOT NULL,
  requested_primaries INTEGER NOT NULL, simulated_primaries INTEGER NOT NULL, task_state VARCHAR NOT NULL,
  estimated_time INTEGER, start_time TIMESTAMPTZ, end_time TIMESTAMPTZ, platform VARCHAR NOT NULL,
  last_update_time TIMESTAMPTZ, PRIMARY KEY (id), UNIQUE (simulation_id, task_id));
CREATE TABLE "CeleryTask" (id INTEGER NOT NULL, celery_id VARCHAR NOT NULL, PRIMARY KEY (id));
CREATE TABLE "Input" (id INTEGER NOT NULL, simulation_id INTEGER, compressed_data BYTEA, PRIMARY KEY (id));
CREATE TABLE "Logfiles" (id INTEGER NOT NULL, simulation_id INTEGER, compressed_data BYTEA, PRIMARY KEY (id));
CREATE TABLE "Estimator" (id INTEGER NOT NULL, simulation_id INTEGER NOT NULL, name VARCHAR NOT NULL,
  file_name VARCHAR NOT NULL, compressed_data BYTEA, PRIMARY KEY (id));
CREATE TABLE "Page" (id INTEGER NOT NULL, page_name VARCHAR NOT NULL, estimator_id INTEGER NOT NULL,
  page_number INTEGER NOT NULL, compressed_data BYTEA, page_dimension INTEGER NOT NULL, PRIMARY KEY (id));
"""
ESTIMATORS, PAGES, TASKS = 2, 5, 4


def packed(document):
    return gzip.compress(json.dumps(document).encode(), 9, mtime=0)


def tables(simulations):
    """The rows, table by table; the same in every run."""
    metadata = packed({"number_of_primaries": "1000", "file_format": "bdo2019", "page_count": str(PAGES)})
    page = packed({"metadata": {"name": "DOSE", "unit": "MeV/g", "page_normalized": "2"}, "dimensions": 0,
                   "data": {"unit": "MeV/g", "name": "DOSE", "values": [1.5]}})

    def time(number):
        hours, seconds = divmod(number, 3600)
        days, hours = divmod(hours, 24)
        return f"20{20 + days // 336:02}-{days // 28 % 12 + 1:02}-{days % 28 + 1:02} {hours:02}:" \
            f"{seconds // 60:02}:{seconds % 60:02}.000000"

    def job(number):
        day = time(number * 1000)
        stamp = day[:10].replace("-", "") + "-" + day[11:19].replace(":", "")
        return f"{stamp}-{number:08x}-0000-4000-8000-{number:012x}" + ("BATCH" if number % 3 == 0 else "DIRECT")

    def platform(number):
        return "BATCH" if number % 3 == 0 else "DIRECT"

    numbers = range(1, simulations + 1)
    yield "User", ((n, f"user{n}", "YaptideUser") for n in range(1, 51))
    yield "Cluster", [(1, "ares")]
    yield "Simulation", ((n, job(n), n % 50 + 1, time(n * 1000), time(n * 1000 + 600), f"pencil beam {n}", platform(n),
                          "EDITOR", "shieldhit", "COMPLETED") for n in numbers)
    yield "CelerySimulation", ((n, f"merge-{n}") for n in numbers if n % 3)
    yield "BatchSimulation", ((n, 1, f"/scratch/{n}", n, n + 1) for n in numbers if n % 3 == 0)
    yield "Task", ((TASKS * (n - 1) + t + 1, n, t, 1000, 1000, "COMPLETED", None, time(n * 1000), time(n * 1000 + 500),
                    platform(n), time(n * 1000 + 500)) for n in numbers for t in range(TASKS))
    yield "CeleryTask", ((TASKS * (n - 1) + t + 1, f"celery-{n}-{t}") for n in numbers if n % 3 for t in range(TASKS))
    yield "Input", ((n, n, metadata) for n in numbers)
    yield "Estimator", ((ESTIMATORS * (n - 1) + e + 1, n, f"mesh_{e}", f"mesh_{e}_", metadata)
                        for n in numbers for e in range(ESTIMATORS))
    yield "Page", ((PAGES * (e - 1) + p + 1, "DOSE", e, p, page, 0)
                   for e in range(1, ESTIMATORS * simulations + 1) for p in range(PAGES))


def sqlite(path, filled):
    """Makes a SQLite file of `filled`, pairs of a table and its rows."""
    store = sqlite3.connect(path + ".partial", isolation_level=None)
    store.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                        + SCHEMA.replace("TIMESTAMPTZ", "DATETIME").replace("BYTEA", "BLOB"))
    store.execute("BEGIN")
    for name, rows in filled:
        width = len(store.execute(f'SELECT * FROM "{name}" LIMIT 0').description)
        store.executemany(f'INSERT INTO "{name}" VALUES ({",".join("?" * width)})', rows)
    store.execute("COMMIT")
    store.close()
    os.rename(path + ".partial", path)


def postgresql(url, filled):
    """Fills the empty database at `url` likewise."""
    with psycopg.connect(url) as store:
        store.execute(SCHEMA)
        for name, rows in filled:
            with store.cursor().copy(f'COPY "{name}" FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
    with psycopg.connect(url, autocommit=True) as store:
        # As the server does by itself before long.
        store.execute("VACUUM ANALYZE")
