import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

/// Pages over positions in images and grids, read by the libraries that users' programs read them with.
@Suite("Volumes") struct VolumeTests {
  /// A page whose values tell where each lies: 100 x + 10 y + z, in cm. Its axes come in `order`.
  private static func page(
    _ order: [String], edges: [String: [Double]] = VolumeTests.edges, errors: Bool = true
  ) -> ResultPage {
    let axes = order.map { Axis.position($0, edges[$0] ?? []) }
    let factors = ["x": 100.0, "y": 10, "z": 1]
    let shape = axes.map(\.centres.count)
    let values: [Double] = (0..<shape.reduce(1, *)).map { bin in
      var rest = bin
      var value = 0.0
      for axis in axes.reversed() {
        value += (factors[axis.name] ?? 0) * axis.centres[rest % axis.centres.count]
        rest /= axis.centres.count
      }
      return value
    }
    return .mean(values, axes: axes, errors: errors ? values.map { $0.magnitude / 8 } : nil)
  }

  private static let edges: [String: [Double]] = [
    "x": [-1, -0.5, 0, 0.5, 1], "y": [0, 0.25, 0.5, 0.75], "z": [10, 11, 12, 13, 14, 15],
  ]

  /// Looks up each bin by its place in millimetres and compares both numbers.
  private static let images = """
    import sys, itertools, SimpleITK
    image = SimpleITK.ReadImage(sys.argv[1])
    hasErrors = sys.argv[2] == "errors"
    x = [-7.5, -2.5, 2.5, 7.5]; y = [1.25, 3.75, 6.25]; z = [105 + 10.0 * i for i in range(5)]
    for p in itertools.product(x if "x" in sys.argv[3] else [0], y if "y" in sys.argv[3] else [0], z if "z" in sys.argv[3] else [0]):
        index = image.TransformPhysicalPointToIndex(tuple(map(float, p)))
        inside = all(0 <= i < n for i, n in zip(index, image.GetSize()))
        value = sum(f * q / 10 for f, q in zip((100, 10, 1), p))
        found = image.GetPixel(index)
        assert inside and found == ((value, abs(value) / 8) if hasErrors else value), (p, index, found, value)
    print(*image.GetSize(), image.GetPixelIDTypeAsString())
    """

  @Test(
    "images have each value at its place, in millimetres, whatever the order of the axes",
    .enabled(if: Python.has("SimpleITK")), arguments: ["nrrd", "mha"],
    [["x", "y", "z"], ["z", "x", "y"], ["y", "z"], ["z", "x"]])
  func images(format: String, order: [String]) async throws {
    let exporter = try #require(exporters.first { $0.name == format })
    let folder = try TemporaryFolder()
    for errors in [true, false] {
      for level in ["0", "1"] {
        let path = folder.path("\(errors)\(level).\(format)")
        try await SmallExport([Self.page(order, errors: errors)]).write(
          exporter.with(["compression": level]), to: .file(path: path))
        let outcome = try Program.run(
          Python.path, ["-c", Self.images, path, errors ? "errors" : "none", order.joined()])
        let sizes = [("x", "4"), ("y", "3"), ("z", "5")].map { order.contains($0.0) ? $0.1 : "1" }
        let pixel = errors ? "vector of 64-bit float" : "64-bit float"
        #expect(outcome.output == sizes.joined(separator: " ") + " \(pixel)\n", "\(outcome.errors)")
      }
    }
  }

  /// Finds the cell of each bin by its place in the page's unit and compares both numbers.
  private static let grids = """
    import sys, itertools, vtk
    path, x, y, z = sys.argv[1], *(eval(text) for text in sys.argv[2:5])
    readers = {"vti": vtk.vtkXMLImageDataReader, "vtr": vtk.vtkXMLRectilinearGridReader, "vtkhdf": vtk.vtkHDFReader}
    reader = readers[path.split(".")[-1]]()
    reader.SetFileName(path); reader.Update(); grid = reader.GetOutputDataObject(0)
    cells = grid.GetCellData()
    value, error = cells.GetArray(0), cells.GetArray(1)
    assert [value.GetName(), error.GetName()] in (["dose [MeV/g]", "dose_error [MeV/g]"], ["dose", "dose_error"])
    for p in itertools.product(x, y, z):
        cell = grid.FindCell(p, None, 0, 1e-9, vtk.reference(0), [0] * 3, [0] * 8)
        expected = sum(f * q for f, q in zip((100, 10, 1), p))
        assert value.GetValue(cell) == expected and error.GetValue(cell) == abs(expected) / 8, (p, cell)
    if path.endswith("vtkhdf"):
        import h5py
        file = h5py.File(path)
        unit, title = file["VTKHDF"].attrs["length_unit"], file.attrs["title"]
        assert all(array.attrs["units"] == "MeV/g" for array in file["VTKHDF/CellData"].values())
    else:
        unit, title = (grid.GetFieldData().GetAbstractArray(name).GetValue(0) for name in ("length_unit", "title"))
    print(grid.GetNumberOfCells(), unit, title)
    """

  private static let uneven = edges.merging(["z": [0, 0.5, 4, 4.25]]) { $1 }

  @Test(
    "grids have each value in its cell, also of uneven and of falling bins", .enabled(if: Python.has("vtk")),

    arguments: [("vti", edges), ("vtr", edges), ("vtr", uneven), ("vtkhdf", edges), ("vtkhdf", uneven)])
  func grids(format: String, edges: [String: [Double]]) async throws {
    let exporter = try #require(exporters.first { $0.name == format })
    let folder = try TemporaryFolder()
    var falling = edges
    falling["y"] = edges["y"]?.reversed()
    for (name, edges) in ["rising": edges, "falling": falling] {
      for level in ["0", "1"] {
        let path = folder.path("\(name)\(level).\(format)")
        try await SmallExport(
          [.named("job-1", [.named("mesh")], title: "Wasser & <\"Stahl\">")],
          [ExportedPage(simulation: 0, estimator: 0, page: Self.page(["z", "y", "x"], edges: edges))]
        ).write(exporter.with(["compression": level]), to: .file(path: path))
        let centres = ["x", "y", "z"].map { name in "\(Axis.position(name, edges[name] ?? []).centres)" }
        let outcome = try Program.run(Python.path, ["-c", Self.grids, path] + centres)
        let cells = 4 * 3 * ((edges["z"]?.count ?? 0) - 1)
        #expect(outcome.output == "\(cells) cm Wasser & <\"Stahl\">\n", "\(outcome.errors)")
      }
    }
  }

  @Test("what is no box over positions is refused with what it is, and nothing is left")
  func refused() async throws {
    let energy = Axis(
      name: "energy", label: "Kinetic energy", unit: "MeV", centres: [1, 3], edges: [0, 2, 4],
      isDifferential: true)
    let (x, z) = (Axis.position("x", [0, 1, 2]), Axis.position("z", [0, 1, 2]))
    let radius = Axis(name: "r", label: "Radius (R)", unit: "cm", centres: [1, 3], edges: [0, 2, 4])
    let even = (0..<16).map(Double.init)
    let cases: [(ResultPage, String)] = [
      (.mean([1]), "it has 0 axes, not 2 or 3 positions"),
      (.mean([1, 2], axes: [x]), "it has 1 axis, not 2 or 3 positions"),
      (.mean(Array(even[..<4]), axes: [x, energy]), "its axis energy is no position along x, y or z"),
      (.mean(Array(even[..<4]), axes: [radius, z]), "its axis r is no position along x, y or z"),
      (.mean(even, axes: [x, .position("y", [0, 1, 2]), z, energy]), "it has 4 axes, not 2 or 3 positions"),
      (
        .mean(Array(even[..<4]), axes: [x, .centres("z", [1, 2])]),
        "nothing tells the edges of the bins of its axis z"
      ),
      (.particles(Array(even[..<8])), "it is a table of particles"),
    ]
    let folder = try TemporaryFolder()
    for exporter in exporters where ["nrrd", "mha", "vti", "vtr", "vtkhdf"].contains(exporter.name) {
      for (page, reason) in cases {
        await #expect(throws: ExportError.unsuitable(format: exporter.name, reason: reason)) {
          try await SmallExport([page]).write(exporter, to: .file(path: folder.path("out")))
        }
      }
      if !["vtr", "vtkhdf"].contains(exporter.name) {
        let page = ResultPage.mean(Array(even[..<4]), axes: [x, .position("z", [0, 1, 3])])
        await #expect(
          throws: ExportError.unsuitable(
            format: exporter.name, reason: "the bins of its axis z differ in width, which -f vtr can hold")
        ) { try await SmallExport([page]).write(exporter, to: .file(path: folder.path("out"))) }
      }
    }
    #expect(try folder.names == [])
  }
}
