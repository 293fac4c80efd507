"""Pages to decode, gzipped JSON as the platform's converter writes it, the same bytes at every run.

A pencil beam along z: hits are Poisson, so that voxels near the beam have some and those far away have none, with
scattered zeros between. Called by decode.py.
"""
import gzip
import json
import os
import zlib

import numpy

# name: shape, share of zeros, what a hit deposits, pages
SETS = {
    "dense": ((100, 100, 100), 0.30, 1.5e-4, 1),
    "sparse": ((40, 40, 20), 0.64, 0.2, 40),
    # Of less than 40 kB each.
    "small": ((20, 20, 5), 0.30, 1.5e-4, 100),
    # Without matches, as some writers compress numbers.
    "huffman": ((50, 50, 40), 0.30, 1.5e-4, 8),
}


def compressed(text, name):
    if name != "huffman":
        return gzip.compress(text, 9, mtime=0)
    member = zlib.compressobj(9, zlib.DEFLATED, 31, 9, zlib.Z_HUFFMAN_ONLY)
    return member.compress(text) + member.flush()


def expectation(shape, zeros):
    """Hits to be expected in each voxel, so many that the given share of voxels has none."""
    x, y, z = ((numpy.arange(n) + 0.5) / n for n in shape)
    width = 0.06 + 0.05 * z
    lateral = numpy.exp(-0.5 * ((x[:, None] - 0.5)[:, :, None] / width) ** 2)
    lateral = lateral * numpy.exp(-0.5 * ((y[:, None] - 0.5) / width) ** 2)
    depth = 1 + 3 * numpy.exp(-0.5 * ((z - 0.75) / 0.02) ** 2)
    depth = numpy.where(z < 0.8, depth, 0.01)
    mean = depth * lateral + 1e-5
    low, high = 1e-6, 1e12
    for _ in range(100):
        strength = (low * high) ** 0.5
        low, high = (strength, high) if numpy.exp(-mean * strength).mean() > zeros else (low, strength)
    return mean * strength


def page(random, shape, mean, deposit):
    hits = random.poisson(numpy.minimum(mean, 1e6))
    values = random.gamma(numpy.maximum(hits, 1)) * (hits > 0) * deposit
    content = {
        "metadata": {
            "name": "DOSE", "unit": "MeV/g/prim", "dettyp": "DOSE", "detector_type": "5", "page_number": "0",
            "page_normalized": "2", "page_scale_factor": "1.0", "page_offset": "0.0",
            "page_unit_ids": "[40 40 40]", "detector_unit": "MeV/g"},
        "dimensions": 3,
        "data": {"unit": "MeV/g/prim", "name": "DOSE", "values": values.ravel(order="F").tolist()}}
    for number, (letter, count) in enumerate(zip("XYZ", shape), start=1):
        centres = (numpy.arange(count) + 0.5) / count * 10
        content[f"axis_dim{number}"] = {"unit": "cm", "name": f"Position ({letter})", "values": centres.tolist()}
    return json.dumps(content).encode()


def make(scratch):
    """Writes the pages that are not there yet: `scratch`/pages/NAME/NUMBER.json.gz."""
    for name, (shape, zeros, deposit, count) in SETS.items():
        folder = f"{scratch}/pages/{name}"
        os.makedirs(folder, exist_ok=True)
        random = numpy.random.default_rng(20260112)
        mean = expectation(shape, zeros)
        for number in range(count):
            text = page(random, shape, mean, deposit)
            path = f"{folder}/{number:02d}.json.gz"
            if not os.path.exists(path):
                with open(f"{path}.partial", "wb") as file:
                    file.write(compressed(text, name))
                os.rename(f"{path}.partial", path)
