"""Writes the seeds of each fuzzer: make_seeds.py FOLDER. The same in every run."""

import gzip
import json
import pathlib
import random
import struct
import sys
import zlib

random.seed(2026)
folder = pathlib.Path(sys.argv[1])


def write(target, name, data):
    path = folder / target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def number(kind):
    value = random.lognormvariate(0, 40) * random.choice((1, -1))
    return {
        "zeros": random.choice(("0.0",) * 30 + ("0", "1.5")),
        "shortest": repr(value),
        "integers": str(random.randrange(-1000, 1000)),
        "long": f"{value:.30f}"[:40].rstrip("."),
        "exponents": f"{value:.{random.randrange(1, 20)}e}".replace("e", random.choice("eE")),
        "odd": random.choice(("NaN", "-Infinity", "null", "01", "1.", "1e", " 1", "-", "1e400", "0.25")),
    }[kind]


def numbers(kind, count):
    return [number(kind) for _ in range(count)]


kinds = ("zeros", "shortest", "integers", "long", "exponents", "odd")
for kind in kinds:
    for count in (1, 9, 40, 200):
        for name, separator in (("spaced", ", "), ("dense", ","), ("mixed", " ,\n")):
            text = "[" + separator.join(numbers(kind, count)) + "]"
            write("array", f"{kind}-{count}-{name}", b"\0" + text.encode())
            write("array", f"{kind}-{count}-{name}-far", bytes([random.randrange(224, 256)]) + text[1:].encode())

for kind in kinds:
    for axes in range(4):
        count = 3**axes
        page = '{"metadata": {"name": "DOSE", "unit": "MeV/g", "page_normalized": "2"}, '
        page += f'"dimensions": {axes}, "data": {{"unit": "MeV/g", "name": "Dose", "values": '
        page += "[" + ", ".join(numbers(kind, count)) + "]}"
        for axis in range(axes):
            page += f', "axis_dim{axis + 1}": {{"unit": "cm", "name": "Position", "values": [0.5, 1.5, 2.5]}}'
        write("page", f"{kind}-{axes}", page + "}")
write("page", "null", "null")
write("page", "nested", '{"data": {"values": [[1.5, 2, 3, 4, 5, 6, 7, 8]], "name": "MCPL"}, "dimensions": 0}')
write("page", "strings", json.dumps({"metadata": {"a": "é\n🧪", "b": [1, {"c": None}]}, "data": {"values": [0]}}))

texts = {
    "empty": b"",
    "page": (folder / "page" / "shortest-3").read_bytes(),
    "zeros": b"0.0, " * 400,
    "random": random.randbytes(700),
    "far": random.randbytes(300) + b"x" * 33_000 + random.randbytes(200),
}
for name, text in texts.items():
    for level in (0, 1, 9):
        write("inflate", f"{name}-{level}", b"\2" + gzip.compress(text, level, mtime=0))
        for strategy in range(5):
            deflate = zlib.compressobj(level, zlib.DEFLATED, -15, 8, strategy)
            write("inflate", f"{name}-{level}-{strategy}", b"\3" + deflate.compress(text) + deflate.flush())
    flush = zlib.compressobj(9, zlib.DEFLATED, -15)
    blocks = b"".join(flush.compress(text[i : i + 100]) + flush.flush(i % 3 + 1) for i in range(0, 900, 100))
    write("inflate", f"{name}-flushed", b"\3" + blocks + flush.flush())
member = gzip.compress(texts["page"], mtime=0)
extra = member[:3] + b"\x1e" + member[4:10] + b"\3\0abc" + b"name\0comment\0"
write("inflate", "fields", b"\0" + extra + zlib.crc32(extra).to_bytes(4, "little")[:2] + member[10:])
write("inflate", "two", b"\0" + member + member)

page = '{"metadata": {"page_number": "3"}, "data": {"values": [[7, 8.5]], "unit": "MeV"}, "axis_dim1": {"values": [1, 2]}}'
result_files = {
    "convertmc": f'{{"metadata": {{"number_of_primaries": "7"}}, "pages": [{page}, {{"data": {{"values": []}}}}]}}',
    "blanks": f'\n{{ "pages" :[ {page}\t] , "metadata": {{"number_of_primaries": 7}} }}\r\n',
    "estimators": f'{{"message": "x", "estimators": [{{"name": "a", "metadata": {{}}, "pages": [{page}, null]}}]}}',
    "estimator": f'{{"message": "x", "name": "a\\u00e9\\n", "metadata": {{"n": [1, {{}}]}}, "pages": [{page}]}}',
    "page": f'{{"message": "x", "page": {page}}}',
    "list": f'[{{"name": "a", "metadata": null, "pages": [null, {page}]}}, 5, {{}}]',
    "old": '{"uuid": "u1", "jobId": "", "startTime": "14 Mar 2025", "input": {"a": "b"}, "result": {"estimators": [{"name": "a", '
    '"pages": [{"metadata": {"dettyp": "None", "name": "DOSE"}}, {"metadata": {"dettyp": "DLET", "name": "x"}}]}]}}',
    "interface": '{"jobId": "j1", "title": "t", "input": {"x": [0, [1, "]"], {"pages": [1]}]}, "estimators": [{"name": "a", '
    '"metadata": {"numberOfPrimaries": "7"}, "pages": [{"metadata": {"pageNumber": "4"}, "axisDim1": {"values": [1, 2]}, '
    '"filterRef": {"rules": [{"a": []}]}, "data": {"values": [1, 2]}}]}], "metadata": {"platform": "DIRECT", "simType": '
    '"shieldhit"}, "jobState": "COMPLETED", "startTime": "2025-03-14T09:26:53Z", "endTime": null, "jobTasksStatus": '
    '[{"taskId": 2, "taskState": "FAILED", "requestedPrimaries": 10, "simulatedPrimaries": 3, "estimatedTime": null}, 5]}',
}
for name, text in result_files.items():
    write("result", name, text)

model_texts = (
    "all", "1-50,53,row 12", "0,2,4-9", "2025-03-14 09:26:53.589793", "2024-02-29T23:59:60Z", "0000-01-01 00:00:00",
    "MeV/g/prim\ncm", "/cm^2/MeV/deg/prim\nMeV", "cm^-2 MeV^-1\ndeg", "mm2;nucleon\n1", "*_xy?\nmesh_xyz", "a*b*c\nabXbcabc",
    "Average kinetic energy\naverage_kinetic_energy\nAVERAGE KINETIC ENERGY_2", "../../x.dat\n\u202e\t\x1b[0m", "é漢👩‍🔬*\nÉ漢x",
)
for index, text in enumerate(model_texts):
    write("model", str(index), text)


# What the reader of HDF5 files says of a page, and of the pages of a file.
def text(value):
    return struct.pack("<I", len(value.encode())) + value.encode()


def texts(*values):
    return struct.pack("<I", len(values)) + b"".join(map(text, values))


def optional(value):
    return b"\0" if value is None else b"\1" + (text(value) if isinstance(value, str) else struct.pack("<q", value))


def message(kind, *parts):
    content = b"".join(struct.pack("<q", part) if isinstance(part, int) else part for part in parts)
    return struct.pack("<II", len(content), kind) + content


def array(kind, index, *values):
    content = struct.pack(f"<{len(values)}d", *values)
    return message(22, bytes([kind]), index, len(values)) + (message(23, content) if values else b"")


metadata = struct.pack("<I", 1) + text("a") + text("b")
sources = texts("j1", "") + texts("1-3", "2") + texts("1-4", "")
axes = texts("z", "r") + texts("Position (z)", "r") + texts("cm", "cm") + b"\0\1"
state = b"\1" + struct.pack("<d", 3.0) + texts() + b"\1" + text("propagate") + sources
simulation = message(
    16, text("g"), texts("j1"), *(optional(value) for value in ("t", "shieldhit", None, None, None, None)), optional(3),
    optional(7))
estimator = message(17, text("e"), text("e"), optional(1), metadata)
ends = message(24)
for name, rule, arrays in (
    ("bins", "mean", array(0, 0, 0.5, 1.5) + array(1, 0, 0.0, 1.0, 2.0) + array(0, 1, 3.0) + array(2, 0, 1.0, 2.0)
     + array(3, 0, 0.1, 0.2) + array(4, 0, 1.0, 2.0) + array(5, 0, 0.0, 1e300) + array(7, 0, 1.0, 3.0)),
    ("particles", "concatenation", b"".join(array(8, index, 1.0, 2.0, 3.0) for index in range(8))),
):
    axes_of = axes if name == "bins" else texts() * 3
    header = message(
        21, 4, text("DOSE"), text("MeV/g"), optional("primary"), text("MeV/g/prim"), optional(None), metadata,
        text("stderr"), text(rule), 3, optional(7), texts("--sum x"), texts(),
        optional("none"), b"\1" + struct.pack("<d", 2.5), axes_of, state if name == "bins" else b"\0")
    write("answer", name, b"\xfe" + header + arrays + ends)
write("answer", "bad", b"\xfe" + message(20, text("p0_dose")))
write("answer", "failed", b"\xfe" + message(25, text("no such file")))
part = message(18, text("p0_dose"), 0, sources)
page_of_export = message(19, text("p0_dose"), 0, text("DOSE"), optional("Protons"))
write("answer", "parts", b"\xfc" + simulation + estimator + part + message(20, text("p1")) + ends)
write("answer", "exports", b"\xfd" + simulation + estimator + page_of_export + message(20, text("p1")) + ends)

# JSON exports, and single pages of them.
export_axes = [{"name": "z", "label": "Position (Z)", "unit": "cm", "scale": "linear", "values": [0.5, 1.5], "edges": [0, 1, 2]}]
export_pages = [
    {"page_number": 0, "name": "DOSE", "unit": "MeV/g", "normalization": "primary", "source_unit": "MeV/g/prim",
     "filter": "Protons", "aggregation": "mean", "contributions": 3, "primaries": 3000, "dof": 2.0,
     "error": "standard error", "axes": export_axes, "values": [1.5, None], "errors": [0.1, 1e-300],
     "bin_contributions": [3, 2], "hits": [3, 0]},
    {"page_number": 1, "name": "MCPL", "unit": "1", "normalization": None, "source_unit": "", "filter": None,
     "aggregation": "concatenation", "contributions": 1, "primaries": None, "axes": [], "columns": ["pdg"], "values": []},
]
for number, page in enumerate(export_pages):
    write("export", f"page-{number}", json.dumps(page))
write("export", "document", json.dumps({"ebb": "0.1.0", "provenance": {"warnings": ["w", "\u00e9"]}, "simulations": [
    {"job_id": "j", "title": "t", "estimators": [{"name": "e", "task": 1, "metadata": {}, "pages": export_pages}]}]}))

# A document within a text.
write("export", "within", json.dumps(json.dumps({"a": [1, "b", None]})))
