/// A program that reads exports by the readers that users have, and holds each against the page it was made of.
///
/// Its argument is a file of JSON: cases of `path`, `format`, `quantity`, `unit`, `estimator`, `axes` of `name`, `unit`,
/// `centres`, `edges`, and `values` and `errors`, little-endian doubles in base64. It prints a line a case that differs, then
/// "compared N".
enum FormatReaders {
  static let program = #"""
    import base64, json, math, sys
    import numpy as np

    def numbers(text): return None if text is None else np.frombuffer(base64.b64decode(text), "<f8")
    def same(found, expected, what):
        found = np.asarray(found, dtype=float).ravel()
        assert found.shape == expected.shape, f"{what}: {found.shape} numbers, not {expected.shape}"
        nan = np.isnan(expected)
        assert (np.isnan(found) == nan).all(), f"{what}: NaN is elsewhere"
        wrong = np.flatnonzero(found[~nan].view("u8") != expected[~nan].view("u8"))
        assert not len(wrong), f"{what}: {found[~nan][wrong[0]]!r}, not {expected[~nan][wrong[0]]!r}"

    class Case:
        def __init__(self, case):
            self.__dict__.update(case)
            self.values, self.errors = numbers(case["values"]), numbers(case.get("errors"))
            for axis in self.axes: axis["centres"], axis["edges"] = numbers(axis["centres"]), numbers(axis.get("edges"))
            self.shape = tuple(len(a["centres"]) for a in self.axes)
        def places(self):
            """Of each axis the centre of every bin, in the order of the values."""
            grids = np.meshgrid(*(a["centres"] for a in self.axes), indexing="ij") if self.axes else []
            return {a["name"]: g.ravel() for a, g in zip(self.axes, grids)}
        def volume(self, numbers):
            """As z, y, x, also where an axis is absent or falls."""
            array = numbers.reshape(self.shape)
            names = [a["name"] for a in self.axes]
            for i, a in enumerate(self.axes):
                if a["edges"][0] > a["edges"][-1]: array = np.flip(array, i)
            for missing in [n for n in "zyx" if n not in names]:
                array, names = array[..., None], names + [missing]
            return np.transpose(array, [names.index(n) for n in "zyx"])
        def side(self, name):
            for a in self.axes:
                if a["name"] == name: return np.sort(a["edges"])
            widths = min(np.abs(np.diff(a["edges"])).min() for a in self.axes)
            return np.array([-widths / 2, widths / 2])

    def without_unit(title): return title.split(" [")[0]
    def unit_of(title): return title.split(" [")[1][:-1] if " [" in title else "1"

    def read_hdf5(c):
        import h5py
        with h5py.File(c.path) as file:
            group = file
            while group.attrs["NX_class"] != "NXdata": group = group[group.attrs["default"]]
            signal = group.attrs["signal"]
            dataset = group[signal]
            assert dataset.shape == c.shape, f"shape {dataset.shape}"
            same(dataset[()], c.values, "values")
            assert (signal + "_errors" in group) == (c.errors is not None)
            if c.errors is not None: same(group[signal + "_errors"][()], c.errors, "errors")
            assert dataset.attrs["units"] == c.unit, dataset.attrs["units"]
            for number, axis in enumerate(c.axes):
                scale = dataset.dims[number][0]
                assert scale.name.endswith("/" + axis["name"]) and scale.attrs["units"] == axis["unit"], scale.name
                same(scale[()], axis["centres"], axis["name"])
                if axis["edges"] is not None:
                    bounds = group[scale.attrs["bounds"]][()]
                    same(np.append(bounds[:, 0], bounds[-1, 1]), axis["edges"], axis["name"] + " edges")
            assert file[file.attrs["default"]][file[file.attrs["default"]].attrs["default"]].attrs["estimator_name"] == c.estimator

    def table(c, columns, rows):
        """Columns of one page: edges and centre of each axis, value, error."""
        expected = []
        for axis in c.axes:
            parts = ["_low", "", "_high"] if axis["edges"] is not None else [""]
            expected += [axis["name"] + part for part in parts]
        names = [without_unit(t) for t in columns]
        assert names[:len(expected)] == expected, names
        assert len(names) == len(expected) + 2 and names[-1] == names[-2] + "_error", names
        assert unit_of(columns[-2]) == c.unit, columns[-2]
        for axis, place in zip(c.axes, c.places().values()):
            same([r[names.index(axis["name"])] for r in rows], place, axis["name"])
            assert unit_of(columns[names.index(axis["name"])]) == axis["unit"]
            if axis["edges"] is not None:
                index = np.searchsorted(axis["centres"], place)
                same([r[names.index(axis["name"] + "_low")] for r in rows], axis["edges"][index], "low edges")
                same([r[names.index(axis["name"] + "_high")] for r in rows], axis["edges"][index + 1], "high edges")
        same([r[-2] for r in rows], c.values, "values")
        if c.errors is None: assert all(r[-1] in (None, "") or math.isnan(r[-1]) for r in rows), "errors"
        else: same([r[-1] for r in rows], c.errors, "errors")

    def read_csv(c):
        import pandas
        frame = pandas.read_csv(c.path, float_precision="round_trip", keep_default_na=True)
        table(c, list(frame.columns), frame.to_numpy(dtype=float).tolist())

    def null(number): return None if not math.isfinite(number) else number
    def as_json(found, expected, what):
        assert [f is None for f in found] == [not math.isfinite(e) for e in expected], f"{what}: null is elsewhere"
        same([f for f in found if f is not None], expected[np.isfinite(expected)], what)

    def read_json(c):
        with open(c.path, encoding="utf8") as file: document = json.load(file)
        estimator = document["simulations"][0]["estimators"][0]
        page = estimator["pages"][0]
        assert (estimator["estimator"], page["quantity"], page["unit"]) == (c.estimator, c.quantity, c.unit)
        assert tuple(page["shape"]) == c.shape
        as_json(page["values"], c.values, "values")
        assert ("errors" in page) == (c.errors is not None)
        if c.errors is not None: as_json(page["errors"], c.errors, "errors")
        for found, axis in zip(page.get("axes", []), c.axes, strict=True):
            assert (found["name"], found["unit"]) == (axis["name"], axis["unit"])
            same(found["values"], axis["centres"], axis["name"])
            assert ("edges" in found) == (axis["edges"] is not None)
            if axis["edges"] is not None: same(found["edges"], axis["edges"], axis["name"] + " edges")

    def read_ndjson(c):
        with open(c.path, encoding="utf8") as file: records = [json.loads(line) for line in file]
        assert all((r["estimator"], r["quantity"], r["unit"]) == (c.estimator, c.quantity, c.unit) for r in records)
        as_json([r["value"] for r in records], c.values, "values")
        if c.errors is None: assert all(r["error"] is None for r in records)
        else: as_json([r["error"] for r in records], c.errors, "errors")
        for name, place in c.places().items(): same([r[name] for r in records], place, name)

    def read_vega(c):
        with open(c.path, encoding="utf8") as file: json.load(file)

    def read_parquet(c):
        import pyarrow.parquet
        t = pyarrow.parquet.read_table(c.path)
        column = lambda name: t.column(name).to_pylist()
        assert set(column("estimator")) == {c.estimator} and set(column("quantity")) == {c.quantity}
        assert set(column("unit")) == {c.unit}
        same(column("value"), c.values, "values")
        if c.errors is None: assert set(column("error")) == {None}
        else: same(column("error"), c.errors, "errors")
        for axis, place in zip(c.axes, c.places().values()):
            same(column(axis["name"]), place, axis["name"])
            if axis["edges"] is not None:
                index = np.searchsorted(axis["centres"], place)
                same(column(axis["name"] + "_low"), axis["edges"][index], "low edges")
                same(column(axis["name"] + "_high"), axis["edges"][index + 1], "high edges")

    def read_xlsx(c):
        import openpyxl
        book = openpyxl.load_workbook(c.path, read_only=True)
        rows = list(book[book.sheetnames[1]].iter_rows(values_only=True))
        texts = {"#N/A": math.nan, "inf": math.inf, "-inf": -math.inf, "Infinity": math.inf, "-Infinity": -math.inf}
        head = next(i for i, row in enumerate(rows) if row and any(without_unit(str(t)).endswith("_error") for t in row if t))
        title = [t for t in rows[head] if t is not None]
        body = [[texts.get(v, v) for v in (*row, None, None)[:len(title)]] for row in rows[head + 1:]]
        table(c, title, body)

    def grid(c, sides, arrays):
        for side, name in zip(sides, "xyz"):
            assert np.allclose(side, c.side(name), rtol=1e-12, atol=1e-12), (name, side)
        same(arrays[0], c.volume(c.values).ravel(), "values")
        assert len(arrays) == (1 if c.errors is None else 2)
        if c.errors is not None: same(arrays[1], c.volume(c.errors).ravel(), "errors")

    def read_image(c):
        import SimpleITK
        image = SimpleITK.ReadImage(c.path)
        sides = [o + (np.arange(n + 1) - 0.5) * s for o, n, s in zip(image.GetOrigin(), image.GetSize(), image.GetSpacing())]
        array = SimpleITK.GetArrayFromImage(image)
        if image.GetNumberOfComponentsPerPixel() == 1: array = array[..., None]
        grid(c, [side / 10 for side in sides], [array[..., i].ravel() for i in range(array.shape[-1])])

    def read_vtk(c):
        import vtk
        from vtk.util.numpy_support import vtk_to_numpy
        kinds = {"vti": vtk.vtkXMLImageDataReader, "vtr": vtk.vtkXMLRectilinearGridReader, "vtkhdf": vtk.vtkHDFReader}
        reader = kinds[c.format](); reader.SetFileName(c.path); reader.Update()
        data = reader.GetOutputDataObject(0)
        if data.IsA("vtkImageData"):
            sides = [o + np.arange(n) * s for o, n, s in zip(data.GetOrigin(), data.GetDimensions(), data.GetSpacing())]
        else:
            sides = [vtk_to_numpy(a) for a in (data.GetXCoordinates(), data.GetYCoordinates(), data.GetZCoordinates())]
        cells = data.GetCellData()
        grid(c, sides, [vtk_to_numpy(cells.GetArray(i)) for i in range(cells.GetNumberOfArrays())])

    def read_dicom(c):
        import pydicom
        file = pydicom.dcmread(c.path)
        assert file.DoseUnits == "GY"
        found, expected = file.pixel_array * float(file.DoseGridScaling), c.volume(c.values)
        assert np.abs(found - expected).max() <= float(file.DoseGridScaling) * 0.5000001

    # Files of TRiP98, by what their own documents say.
    def read_kernel(c):
        with open(c.path) as file: lines = [line.split() for line in file if not line.startswith("#")]
        header = {words[0]: words[1:] for words in lines if words[0].startswith("!")}
        assert (header["!filetype"], header["!projectile"], header["!energy"]) == (["ddd"], ["12C"], ["270.0"]), header
        rows = np.array([words for words in lines if not words[0].startswith("!")], float)
        # What is beyond the last row is less than its share with one row more.
        beyond = 1 - np.cumsum(c.values) / c.values.sum()
        count = np.flatnonzero(beyond >= 3e-3)[-1]
        assert len(rows) == count, (len(rows), count)
        same(rows[:, 0], c.axes[0]["centres"][:count], "depths")
        same(rows[:, 1], c.values[:count], "doses")

    def read_cube(c):
        with open(c.path[:-len("dos")] + "hed") as file: header = dict(line.split(maxsplit=1) for line in file)
        number = lambda key: float(header[key])
        shape = tuple(int(number("dim" + n)) for n in "zyx")
        assert (header["data_type"].strip(), number("num_bytes"), header["byte_order"].strip()) == ("integer", 2, "vms")
        found = np.fromfile(c.path, "<i2").reshape(shape)
        expected = c.volume(c.values)
        assert np.abs(found - expected / expected.max() * 1200).max() <= 0.5 and found.max() == 1200
        for name, size in zip("xyz", (number("pixel_size"), number("pixel_size"), number("slice_distance"))):
            assert np.allclose(np.diff(c.side(name)) * 10, size), (name, size)
        for name in "xy": assert np.isclose(number(name + "offset") * number("pixel_size"), c.side(name)[0] * 10)

    # Tables of particles: eight numbers each.
    names = ["pdg", "x", "y", "z", "vx", "vy", "vz", "energy"]
    def particles(c, columns):
        for name, expected in zip(names, c.values.reshape(-1, 8).T): same(columns[name], expected, name)

    def particles_hdf5(c):
        import h5py
        with h5py.File(c.path) as file:
            group = file
            while group.attrs["NX_class"] != "NXdata": group = group[group.attrs["default"]]
            particles(c, {name: group[name][()] for name in names})

    def particles_csv(c):
        import pandas
        frame = pandas.read_csv(c.path, float_precision="round_trip")
        particles(c, {without_unit(title): frame[title].to_numpy(float) for title in frame.columns})

    def particles_json(c):
        with open(c.path) as file: page = json.load(file)["simulations"][0]["estimators"][0]["pages"][0]
        assert [column["name"] for column in page["columns"]] == names and page["shape"] == [len(c.values) // 8, 8]
        same(page["values"], c.values, "values")

    def particles_ndjson(c):
        with open(c.path) as file: records = [json.loads(line) for line in file]
        particles(c, {name: [record[name] for record in records] for name in names})

    def particles_parquet(c):
        import pyarrow.parquet
        table = pyarrow.parquet.read_table(c.path)
        if len(c.values) == 0: assert table.num_rows == 0
        else: particles(c, {name: table.column("particle_" + name).to_pylist() for name in names})

    def particles_xlsx(c):
        import openpyxl
        book = openpyxl.load_workbook(c.path, read_only=True)
        rows = [row for row in book[book.sheetnames[1]].iter_rows(values_only=True)]
        head = next(i for i, row in enumerate(rows) if row and row[0] and without_unit(str(row[0])) == "pdg")
        body = [row for row in rows[head + 1:] if row and row[0] is not None]
        particles(c, {without_unit(title): [row[i] for row in body] for i, title in enumerate(rows[head]) if title})

    def particles_mcpl(c):
        import mcpl
        file = mcpl.MCPLFile(c.path)
        read = [(p.pdgcode, p.x, p.y, p.z, p.ux, p.uy, p.uz, p.ekin) for p in file.particles]
        expected = c.values.reshape(-1, 8)
        assert len(read) == len(expected) and np.allclose(np.array(read).reshape(-1, 8), expected, rtol=1e-12, atol=1e-12)

    # Formats that one reader reads; all others have one of their name.
    shared = {"tripddd": read_kernel, "tripcube": read_cube, "nrrd": read_image, "mha": read_image, "vti": read_vtk,
              "vtr": read_vtk, "vtkhdf": read_vtk}
    def reader(case):
        format = case["format"]
        if case["isPhaseSpace"]: return globals()["particles_" + format]
        return shared.get(format) or globals()["read_" + format]
    with open(sys.argv[1], encoding="utf8") as file: cases = json.load(file)
    for case in cases:
        try: reader(case)(Case(case))
        except Exception as error: print(case["format"], case["name"], type(error).__name__, error)
    print("compared", len(cases))
    """#
}
