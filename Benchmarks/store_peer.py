"""What a scientist would write to export a simulation of a store without Ebb: gzip, JSON, numpy, h5py.

Pages of each estimator are combined as they come, weighted by the primaries of their tasks (D. H. D. West, CACM 22 (1979)
532); parts of several processes are merged (T. F. Chan et al., Am. Stat. 37 (1983) 242). Called by export.py.
"""
import argparse
import gzip
import json
import multiprocessing
import sqlite3

import h5py
import numpy


def read(blob, fast):
    """The object in a compressed text."""
    if not fast:
        return json.loads(gzip.decompress(blob))
    import isal.igzip
    import orjson
    return orjson.loads(isal.igzip.decompress(blob))


def combine(work):
    """The weight, mean and sum of squares of some pages of one quantity, and the first page without its values."""
    path, fast, pages = work
    store = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    total, mean, squares, first = 0.0, None, None, None
    for key, weight in pages:
        blob, = store.execute('SELECT compressed_data FROM "Page" WHERE id = ?', (key,)).fetchone()
        page = read(blob, fast)
        values = numpy.array(page["data"].pop("values"))
        total += weight
        if first is None:
            first, mean, squares = page, values, numpy.zeros_like(values)
            continue
        difference = values - mean
        mean += difference * (weight / total)
        squares += weight * difference * (values - mean)
    return total, mean, squares, first


def merge(one, other):
    """Both parts as one."""
    total = one[0] + other[0]
    difference = other[1] - one[1]
    mean = one[1] + difference * (other[0] / total)
    squares = one[2] + other[2] + difference ** 2 * (one[0] * other[0] / total)
    return total, mean, squares, one[3]


def write(group, combined, count):
    """A page with its error and its axes, compressed as h5py's users do."""
    total, mean, squares, page = combined
    axes = [page[f"axis_dim{number + 1}"] for number in range(page["dimensions"])]
    shape = [len(axis["values"]) for axis in axes]
    error = numpy.sqrt(squares / ((count - 1) * total)) if count > 1 else None
    for name, values in (("mean", mean), ("error", error)):
        if values is not None:
            group.create_dataset(name, data=values.reshape(shape, order="F"), compression="gzip", compression_opts=4,
                                 shuffle=True)
    for number, axis in enumerate(axes):
        centres = group.create_dataset(f"axis_{number + 1}", data=numpy.array(axis["values"]))
        centres.attrs["name"], centres.attrs["unit"] = axis["name"], axis["unit"]
    group.attrs["name"], group.attrs["unit"] = page["data"]["name"], page["data"]["unit"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("store")
    arguments.add_argument("simulation", type=int)
    arguments.add_argument("output")
    arguments.add_argument("--fast", action="store_true", help="by isal and orjson")
    arguments.add_argument("--workers", type=int, default=1)
    options = arguments.parse_args()
    store = sqlite3.connect(f"file:{options.store}?mode=ro", uri=True)
    pages = {}
    for estimator, name, blob in store.execute(
            'SELECT id, name, compressed_data FROM "Estimator" WHERE simulation_id = ? ORDER BY id',
            (options.simulation,)).fetchall():
        weight = float(read(blob, options.fast)["number_of_primaries"])
        for key, number in store.execute('SELECT id, page_number FROM "Page" WHERE estimator_id = ? ORDER BY page_number',
                                         (estimator,)):
            pages.setdefault((name, number), []).append((key, weight))
    with h5py.File(options.output, "w") as file, multiprocessing.Pool(options.workers) as pool:
        for (name, number), all_pages in pages.items():
            share = -(-len(all_pages) // options.workers)
            work = [(options.store, options.fast, all_pages[start:start + share])
                    for start in range(0, len(all_pages), share)]
            combined, *parts = pool.map(combine, work, chunksize=1) if options.workers > 1 else map(combine, work)
            for part in parts:
                combined = merge(combined, part)
            write(file.create_group(f"{name}/{number}"), combined, len(all_pages))


if __name__ == "__main__":
    main()
