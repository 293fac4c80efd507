"""What a user without Ebb writes to merge the results of tasks: json, numpy and h5py, in one process. The peer of
aggregate.py.

usage: merge_files.py OUT FILE...
"""
import json
import sys

import h5py
import numpy

out, *files = sys.argv[1:]
weight = 0.0
for number, path in enumerate(files, start=1):
    with open(path) as file:
        result = json.load(file)
    primaries = float(result["metadata"]["number_of_primaries"])
    page = result["pages"][0]
    values = numpy.array(page["data"]["values"])
    weight += primaries
    if number == 1:
        mean, spread = values, numpy.zeros_like(values)
        continue
    deviation = values - mean
    mean += deviation * (primaries / weight)
    spread += primaries * deviation * (values - mean)
axes = [page[f"axis_dim{axis}"]["values"] for axis in (1, 2, 3)]
shape = tuple(len(axis) for axis in axes)
with h5py.File(out, "w") as file:
    for name, array in ("dose", mean), ("dose_errors", numpy.sqrt(spread / ((len(files) - 1) * weight))):
        file.create_dataset(name, data=array.reshape(shape, order="F"), shuffle=True, compression="gzip",
                            compression_opts=4)
    for name, axis in zip("xyz", axes):
        file[name] = axis
