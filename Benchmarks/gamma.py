"""The gamma index of `ebb compare` beside pymedphys: whole processes, two doses in files. Called by script/bench."""
import argparse
import json
import os
import subprocess
import sys

import numpy

from side_by_side import side_by_side

arguments = argparse.ArgumentParser()
arguments.add_argument("--ebb", required=True)
arguments.add_argument("--before", help="another build of ebb")
arguments.add_argument("--scratch", required=True)
arguments.add_argument("--rounds", type=int, default=3)
options = arguments.parse_args()

SHAPE = (40, 40, 60)
CRITERIA = ("3%/2mm", "1%/1mm")

# pymedphys reads the same files; its lattice of ten points a criterion is what its manual advises.
PEER = """
import json, sys, warnings, numpy
warnings.simplefilter("ignore")
import pymedphys
sides = []
for path in sys.argv[1:3]:
    page = json.load(open(path))["estimators"][0]["pages"][0]
    axes = tuple(10 * numpy.array(page[f"axis_dim{number}"]["values"]) for number in (1, 2, 3))
    # The first axis is fastest there.
    dose = numpy.array(page["data"]["values"]).reshape([len(axis) for axis in axes], order="F")
    sides.append((axes, dose))
gamma = pymedphys.gamma(*sides[0], *sides[1], float(sys.argv[3]), float(sys.argv[4]), lower_percent_dose_cutoff=10,
                        max_gamma=2, interp_algo="scipy", interp_fraction=10, quiet=True)
gamma = gamma[~numpy.isnan(gamma)]
print(len(gamma), (gamma <= 1).mean())
"""


def dose(path, shift, factor):
    """A pencil beam with its peak at 4.5 cm, in 1 mm bins, as a result file of one task; made once."""
    if os.path.exists(path):
        return path
    x, y, z = ((numpy.arange(count) + 0.5) / 10 for count in SHAPE)
    across = [numpy.exp(-(axis - 2 - shift) ** 2 / 0.5) for axis in (x, y)]
    left = numpy.maximum(4.5 + shift - z, 0)
    along = (1 + 2.5 * numpy.exp(-left / 0.4)) / (1 + numpy.exp((z - 4.5 - shift) / 0.06))
    values = factor * across[0][:, None, None] * across[1][None, :, None] * along[None, None, :]
    values *= 1 + 0.01 * numpy.random.default_rng(1).standard_normal(values.shape)
    page = {"metadata": {}, "dimensions": 3,
            "data": {"unit": "MeV/g", "name": "DOSE", "values": values.ravel(order="F").tolist()}}
    for number, (name, axis) in enumerate(zip("XYZ", (x, y, z)), 1):
        page[f"axis_dim{number}"] = {"unit": "cm", "name": f"Position ({name})", "values": axis.tolist()}
    result = {"estimators": [{"name": "cube", "metadata": {"number_of_primaries": "1000"}, "pages": [page]}]}
    with open(path + ".partial", "w") as file:
        json.dump(result, file)
    os.rename(path + ".partial", path)
    return path


a = dose(f"{options.scratch}/gamma-a.json", 0, 1)
b = dose(f"{options.scratch}/gamma-b.json", 0.05, 1.01)
for criterion in CRITERIA:
    percent, millimetres = criterion.removesuffix("mm").split("%/")
    commands = [("ebb", [options.ebb, "compare", a, b, "--gamma", criterion, "-q", "--json"])]
    if options.before:
        commands.append(("ebb before", [options.before, *commands[0][1][1:]]))
    commands.append(("pymedphys", [sys.executable, "-c", PEER, a, b, percent, millimetres]))
    side_by_side(f"Gamma index, {criterion}, {'x'.join(map(str, SHAPE))} bins", commands, None, options.rounds)
    found = json.loads(subprocess.run(commands[0][1], check=True, capture_output=True, text=True).stdout)[0]
    count, passing = subprocess.run(commands[-1][1], check=True, capture_output=True, text=True).stdout.split()[-2:]
    print(f"  Pass rate of {found['gamma_bins']} bins: ebb, exact, {found['gamma_passing']:.4f}; "
          f"of {count}: pymedphys {float(passing):.4f}")
