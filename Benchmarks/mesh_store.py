"""Stores of tasks that have scored one mesh each, JSON in gzip as the platform's converter writes it; the same bytes at
every run.

A pencil beam of protons along z, 15 cm deep: a curve that rises to its peak, times a Gaussian that widens, on a flat
background. Hits are Poisson, so that what is far from the beam scatters most; each deposits a bit of its own.
"""
import functools
import gzip
import json
import multiprocessing
import os
import sqlite3
import subprocess

import numpy


def expected_hits(shape):
    """The hits of each bin that 10,000 primaries are expected to give, and the axes, in cm."""
    x, y = ((numpy.arange(count) + 0.5) / count * 10 - 5 for count in shape[:2])
    z = (numpy.arange(shape[2]) + 0.5) / shape[2] * 20
    along = numpy.where(z < 15, 1 + 0.35 * (z / 15) ** 2, 0.02) + 3.2 * numpy.exp(-((z - 14.75) / 0.4) ** 2)
    sigma = 0.45 + 0.035 * z
    across = numpy.exp(-0.5 * (x[:, None] / sigma) ** 2) / sigma
    other = numpy.exp(-0.5 * (y[:, None] / sigma) ** 2) / sigma
    return 6 + 250 * along * across[:, None, :] * other[None, :, :], (x, y, z)


def task(shape, zeros, level, work):
    """A task's page, and the length of its text. What is expected to be hit least, a share of `zeros`, is never hit."""
    seed, primaries = work
    hits, axes = expected_hits(shape)
    if zeros > 0:
        hits[hits <= numpy.quantile(hits, zeros)] = 0
    random = numpy.random.default_rng(seed)
    count = random.poisson(hits * (primaries / 10_000))
    values = random.standard_gamma(numpy.maximum(count, 1)) * (count > 0) / primaries
    page = {
        "metadata": {
            "name": "DOSE", "unit": "MeV/g/prim", "dettyp": "DOSE", "detector_type": "5", "page_number": "0",
            "page_normalized": "2", "page_scale_factor": "1.0", "page_offset": "0.0", "page_unit_ids": "[40 40 40]",
            "detector_unit": "MeV/g"},
        "dimensions": 3,
        # As it is stored: the first axis runs fastest.
        "data": {"unit": "MeV/g/prim", "name": "DOSE", "values": values.ravel(order="F").tolist()}}
    for place, (letter, axis) in enumerate(zip("XYZ", axes), 1):
        page[f"axis_dim{place}"] = {"unit": "cm", "name": f"Position ({letter})", "values": axis.tolist()}
    text = json.dumps(page).encode()
    return work, len(text), gzip.compress(text, level, mtime=0)


def mesh_store(path, samples, tasks, shape, zeros=0.0, simulations=1, level=9, primaries=(10_000, 20_000, 30_000)):
    """Makes a store that is not there yet; returns how many MB of JSON its pages are.

    `samples` is ebb-samples, whose tables are emptied of all but the first simulations. Tasks take their primaries in
    turn.
    """
    notes = f"{path}.megabytes"
    if not os.path.exists(notes):
        partial = f"{path}.partial"
        subprocess.run([samples, "--sqlite", partial, "--clean", "--force"], check=True, stdout=subprocess.DEVNULL)
        length = fill(partial, tasks, shape, zeros, simulations, level, primaries)
        os.replace(partial, path)
        with open(notes, "w") as file:
            file.write(f"{length / 1e6}\n")
    with open(notes) as file:
        return float(file.read())


def fill(path, tasks, shape, zeros, simulations, level, primaries):
    """Puts tasks with their pages into a store. Returns the bytes of the pages' text."""
    with sqlite3.connect(path) as db:
        for table in ("Page", "Estimator", "Input", "Logfiles", "Task"):
            db.execute(f'DELETE FROM "{table}"')
        keys = [key for key, in db.execute('SELECT id FROM "Simulation" ORDER BY id')]
        db.executemany('DELETE FROM "Simulation" WHERE id = ?', [(key,) for key in keys[simulations:]])
        db.execute("""UPDATE "Simulation" SET job_state = 'COMPLETED'""")
        work = [((simulation, number), primaries[number % len(primaries)])
                for simulation in range(simulations) for number in range(1, tasks + 1)]
        length = 0
        with multiprocessing.Pool() as pool:
            make = functools.partial(task, tuple(shape), zeros, level)
            for row, (((simulation, number), count), size, page) in enumerate(pool.imap(make, work), 1):
                length += size
                db.execute('''INSERT INTO "Task" (id, simulation_id, task_id, requested_primaries, simulated_primaries,
                              task_state, platform) VALUES (?, ?, ?, ?, ?, 'COMPLETED', 'BATCH')''',
                           (row, keys[simulation], number, count, count))
                metadata = gzip.compress(json.dumps({"number_of_primaries": str(count)}).encode(), mtime=0)
                db.execute('''INSERT INTO "Estimator" (id, simulation_id, name, file_name, compressed_data)
                              VALUES (?, ?, 'mesh', ?, ?)''', (row, keys[simulation], f"mesh_{number:04}", metadata))
                db.execute('''INSERT INTO "Page" (id, page_name, estimator_id, page_number, compressed_data,
                              page_dimension) VALUES (?, 'DOSE', ?, 0, ?, 3)''', (row, row, page))
    db.execute("VACUUM")
    db.close()
    return length
