"""Ebb's writers beside others, of one page in memory. Called by script/bench.

Contenders take turns, so that a drift of the machine meets all alike. Peers write what they read of Ebb's own file:
the same columns, the same numbers. Numbers as text are timed on the processor, files on the clock; Ebb's are synced to
the disk and renamed, which the others' are not.
"""
import argparse
import json
import os
import statistics
import subprocess
import time

import h5py
import numpy
import openpyxl
import orjson
import pandas
import polars
import pyarrow.parquet
import pydicom
import SimpleITK
import vtk
from vtk.util.numpy_support import numpy_to_vtk

import pages
import record

arguments = argparse.ArgumentParser()
arguments.add_argument("--harness", required=True)
arguments.add_argument("--scratch", required=True)
arguments.add_argument("--rounds", type=int, default=9)
options = arguments.parse_args()

# Means over tasks, such as exports write: all digits, some zeros.
random = numpy.random.default_rng(20260112)
shape, zeros, deposit, _ = pages.SETS["dense"]
hits = random.poisson(numpy.minimum(pages.expectation(shape, zeros), 1e6))
values = random.gamma(numpy.maximum(hits, 1)) * (hits > 0) * deposit / 7
errors = values / numpy.sqrt(numpy.maximum(hits, 1)) * random.uniform(0.5, 1.5, shape)
source = f"{options.scratch}/write.f64"
numpy.concatenate([values.ravel(), errors.ravel()]).tofile(source)
harness = subprocess.Popen([options.harness, source, options.scratch], text=True, stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE)


def ebb(name):
    def run():
        print(name, file=harness.stdin, flush=True)
        answer = harness.stdout.readline()
        if not answer:
            raise SystemExit(f"bench: {options.harness} ended early.")
        wall, processor, size = answer.split("\t")
        return float(wall), float(processor), int(size)
    return run


def python(work):
    """What runs `work`, which returns what it made: bytes, or the path of a file."""
    def run():
        wall, processor = time.perf_counter(), time.process_time()
        made = work()
        passed = time.perf_counter() - wall, time.process_time() - processor
        return *passed, len(made) if isinstance(made, bytes) else os.path.getsize(made)
    return run


def to(suffix, write):
    """What writes to a file by `write`."""
    path = f"{options.scratch}/write-peer.{suffix}"

    def work():
        write(path)
        return path
    return python(work)


def measure(title, unit, contenders, figure, rounds):
    """Runs `contenders` in turn. The ratio is of the times to the first's, round by round."""
    runs = {name: [] for name in contenders}
    if rounds > 1:
        for run in contenders.values():
            run()
    for _ in range(rounds):
        for name, run in contenders.items():
            runs[name].append(run())
    print(f"\n  {title:32} {unit:>10}   (min to max)              bytes   time x ebb   bytes x ebb")
    first = next(iter(runs.values()))
    for name, times in runs.items():
        figures = sorted(figure(wall, processor) for wall, processor, _ in times)
        ratio = statistics.median(figure(*b[:2]) / figure(*a[:2]) for a, b in zip(first, times))
        extremes = f"({figures[0]:.1f} to {figures[-1]:.1f})"
        print(f"    {name:30} {statistics.median(figures):10.1f}   {extremes:20} {times[0][2]:12,} {ratio:10.2f} "
              f"{times[0][2] / first[0][2]:13.2f}")
        record.row(f"Written: {title}", name, median=statistics.median(figures), unit=unit, ratio=ratio,
                   bytes=times[0][2], bytes_ratio=times[0][2] / first[0][2])


def files(title, contenders, rounds=None):
    measure(title, "ms", contenders, lambda wall, processor: wall * 1e3, rounds or options.rounds)


def h5(level):
    def write(path):
        with h5py.File(path, "w") as file:
            for name, array in ("dose", values), ("dose_errors", errors):
                file.create_dataset(name, data=array, shuffle=True, compression="gzip", compression_opts=level)
    return to("h5", write)


def dump(path):
    with open(path, "w") as file:
        json.dump(document, file)


def orjson_dump(content):
    def write(path):
        with open(path, "wb") as file:
            file.write(orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY))
    return write


print(f"\nWriting {values.size:,} values, {numpy.mean(values == 0):.0%} of them zero, and their errors")
measure("Numbers as text", "ns/value", {
    "ebb": ebb("ebb"), "std::to_chars": ebb("to_chars"), "Swift's description": ebb("description"),
    "orjson, of a numpy array": python(lambda: orjson.dumps(values.ravel(), option=orjson.OPT_SERIALIZE_NUMPY)),
}, lambda wall, processor: processor / values.size * 1e9, options.rounds)
files("HDF5, shuffled and deflated", {
    "ebb, 1 thread": ebb("hdf5 1"), "ebb, 2 threads": ebb("hdf5 2"), "h5py, gzip 4": h5(4), "h5py, gzip 1": h5(1)})
ebb("csv")()
table = pandas.read_csv(f"{options.scratch}/write-ebb.csv")
frame = polars.read_csv(f"{options.scratch}/write-ebb.csv")
files(f"CSV, {len(table.columns)} columns", {
    "ebb, 1 thread": ebb("csv 1"), "ebb, 2 threads": ebb("csv 2"), "polars": to("csv", frame.write_csv),
    "pandas": to("csv", lambda path: table.to_csv(path, index=False))})
ebb("json")()
with open(f"{options.scratch}/write-ebb.json") as file:
    document = json.load(file)
arrays = json.loads(json.dumps(document["simulations"][0] | {"estimators": []}))
page = document["simulations"][0]["estimators"][0]["pages"][0]
arrays["page"] = page | {key: numpy.array(page[key]) for key in ("values", "errors")}
files("JSON", {
    "ebb, 1 thread": ebb("json 1"), "ebb, 2 threads": ebb("json 2"), "orjson, of numpy arrays": to("json", orjson_dump(arrays)),
    "orjson, of lists": to("json", orjson_dump(document)), "Python's json": to("json", dump)})

ebb("parquet")()
rows = pyarrow.parquet.read_table(f"{options.scratch}/write-ebb.parquet")
rows_of_polars = polars.read_parquet(f"{options.scratch}/write-ebb.parquet")
files(f"Parquet, {rows.num_columns} columns", {
    "ebb, 1 thread": ebb("parquet 1"), "ebb, 2 threads": ebb("parquet 2"),
    "polars": to("parquet", rows_of_polars.write_parquet),
    "polars, gzip": to("parquet", lambda path: rows_of_polars.write_parquet(path, compression="gzip")),
    "pyarrow": to("parquet", lambda path: pyarrow.parquet.write_table(rows, path)),
    "pyarrow, gzip": to("parquet", lambda path: pyarrow.parquet.write_table(rows, path, compression="gzip"))})
ebb("ndjson")()
# What polars takes all records for: a column of nulls is one.
records = polars.read_ndjson(f"{options.scratch}/write-ebb.ndjson", infer_schema_length=None)
files("NDJSON", {
    "ebb, 1 thread": ebb("ndjson 1"), "ebb, 2 threads": ebb("ndjson 2"), "polars": to("ndjson", records.write_ndjson)})

# As images have it: z, y, x.
volumes = [numpy.ascontiguousarray(array.transpose(2, 1, 0)) for array in (values, errors)]
spacing = [10 / 8] * 3


def image(path):
    made = SimpleITK.GetImageFromArray(numpy.stack(volumes, axis=-1), isVector=True)
    made.SetSpacing(spacing)
    SimpleITK.WriteImage(made, path, useCompression=True)


for suffix, title in ("nrrd", "NRRD"), ("mha", "MetaImage"):
    files(title, {"ebb": ebb(suffix), "SimpleITK": to(suffix, image)})


def grid(kind):
    made = vtk.vtkImageData() if kind != "vtr" else vtk.vtkRectilinearGrid()
    made.SetDimensions(*(n + 1 for n in shape))
    if kind == "vtr":
        for n, place in zip(shape, (made.SetXCoordinates, made.SetYCoordinates, made.SetZCoordinates)):
            place(numpy_to_vtk(numpy.arange(n + 1) / 8))
    else:
        made.SetSpacing(1 / 8, 1 / 8, 1 / 8)
    for name, array in zip(("dose", "dose_error"), volumes):
        part = numpy_to_vtk(array.ravel())
        part.SetName(name)
        made.GetCellData().AddArray(part)
    return made


def vtk_writer(kind):
    writers = {"vti": vtk.vtkXMLImageDataWriter, "vtr": vtk.vtkXMLRectilinearGridWriter}

    def write(path):
        writer = writers[kind]()
        writer.SetFileName(path)
        writer.SetInputData(grid(kind))
        writer.SetDataModeToBinary()
        writer.Write()
    return to(kind, write)


def vtkhdf(path):
    with h5py.File(path, "w") as file:
        group = file.create_group("VTKHDF")
        group.attrs["Version"] = (2, 3)
        group.attrs["Type"] = numpy.bytes_("ImageData")
        group.attrs["WholeExtent"] = [0, shape[0], 0, shape[1], 0, shape[2]]
        group.attrs["Origin"], group.attrs["Spacing"], group.attrs["Direction"] = [0.0] * 3, [1 / 8] * 3, [
            1.0, 0, 0, 0, 1, 0, 0, 0, 1]
        cells = group.create_group("CellData")
        for name, array in zip(("dose", "dose_error"), volumes):
            cells.create_dataset(name, data=array, shuffle=True, compression="gzip", compression_opts=1)


for kind in "vti", "vtr":
    files(f"VTK, .{kind}", {"ebb": ebb(kind), "vtk": vtk_writer(kind)})
files("VTK, .vtkhdf", {"ebb": ebb("vtkhdf"), "h5py, gzip 1": to("vtkhdf", vtkhdf)})

ebb("dicom")()
dose = pydicom.dcmread(f"{options.scratch}/write-ebb.dcm")


def dicom(path):
    scale = values.max() / (2**32 - 1)
    dose.PixelData = numpy.round(volumes[0] / scale).astype("<u4").tobytes()
    dose.DoseGridScaling = f"{scale:.9e}"
    dose.save_as(path)


files("DICOM RT Dose, 32 bits", {"ebb": ebb("dicom"), "pydicom": to("dcm", dicom)})


def workbook(path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("mesh")
    sheet.append(list(table.columns))
    for row in table.itertuples(index=False, name=None):
        sheet.append(row)
    book.save(path)


# A minute each time.
files(f"XLSX, {len(table.columns)} columns", {"ebb": ebb("xlsx"), "openpyxl": to("xlsx", workbook)}, rounds=1)
harness.stdin.close()
harness.wait()
