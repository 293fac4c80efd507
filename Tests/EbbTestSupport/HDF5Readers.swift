/// The readers of HDF5 that users have.
package enum HDF5Readers {
  /// Opens files in each of them.
  ///
  /// - Returns: what a reader did not open, or read otherwise than h5py; empty if all is well.
  package static func failures(_ paths: String...) throws -> String { try failures(paths) }

  /// One Python for all files: it takes seconds to load the readers.
  package static func failures(_ paths: [String]) throws -> String {
    let outcome = try Program.run(Python.path, ["-W", "ignore", "-c", script] + paths)
    return outcome.status == 0 ? outcome.output : outcome.output + outcome.errors
  }

  /// Prints a line for each reader and page that does not agree.
  private static let script = """
    import sys
    import h5py, netCDF4, numpy as np, xarray
    from nexusformat.nexus import nxload
    from silx.io.nxdata import get_default, NXdata

    def check(reader, group, read, wanted):
        try:
            found = np.asarray(read(), dtype=float)
            if not np.array_equal(found.reshape(wanted.shape), wanted, equal_nan=True):
                print(f"{path}: {reader}: other values in {group}")
        except Exception as error:
            print(f"{path}: {reader}: {group}: {type(error).__name__}: {error}")

    def text(value):
        return value.decode() if isinstance(value, bytes) else value

    for path in sys.argv[1:]:
        pages = {}
        with h5py.File(path) as file:
            def visit(name, group):
                if isinstance(group, h5py.Group) and text(group.attrs.get("NX_class", "")) == "NXdata":
                    pages[name] = (text(group.attrs["signal"]), np.asarray(group[text(group.attrs["signal"])][()], float))
                    signal = group[text(group.attrs["signal"])]
                    for axis, scale in zip(np.atleast_1d(group.attrs.get("axes", [])), signal.dims):
                        if len(scale) != 1 or scale[0].name != group[text(axis)].name:
                            print(f"{path}: h5py: {name}: {axis} is no scale of its dimension")
                    check("silx", name, lambda: NXdata(group).signal[()], pages[name][1])
            file.visititems(visit)
            if not pages or get_default(file) is None:
                print(f"{path}: silx: no page, or no default plot")
        tree = nxload(path)
        for name, (signal, values) in pages.items():
            for engine in ("h5netcdf", "netcdf4"):
                def read():
                    with xarray.open_dataset(path, engine=engine, group=name) as data:
                        return data[signal].values
                check("xarray by " + engine, name, read, values)
            def variable():
                with netCDF4.Dataset(path) as data:
                    data.set_auto_mask(False)
                    return data[name][signal][...]
            check("netCDF4", name, variable, values)
            check("nexusformat", name, lambda: tree[name].nxsignal.nxdata, values)
    """
}
