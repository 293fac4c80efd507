import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

/// RT Doses, read by pydicom and by GDCM.
@Suite("RT Dose") struct DICOMExporterTests {
  private static func dose(_ values: [Double], _ axes: [Axis], errors: [Double]? = nil) -> SmallExport {
    SmallExport([.mean(values, axes: axes, errors: errors, unit: "Gy")])
  }

  private static let axes = [
    Axis.position("x", [0, 1, 2]), .position("y", [0, 0.5, 1, 1.5]), .position("z", [10, 12, 14, 16, 18]),
  ]
  private static let values = (0..<24).map { Double($0 * $0) * 1e-3 }

  /// Prints how far doses are off, in half steps, and where the first voxel lies and is turned to.
  private static let reader = """
    import sys, json, pydicom, SimpleITK, numpy
    data = pydicom.dcmread(sys.argv[1])
    expected = numpy.array(json.loads(sys.argv[2])).reshape(2, 3, 4)
    read = data.pixel_array * float(data.DoseGridScaling)
    off = numpy.abs(read - expected.T).max() / (float(data.DoseGridScaling) / 2)
    assert off <= 1.0001, off
    image = SimpleITK.ReadImage(sys.argv[1])
    # GDCM gives the whole numbers.
    assert numpy.array_equal(SimpleITK.GetArrayFromImage(image), data.pixel_array)
    direction = numpy.array(image.GetDirection()).reshape(3, 3)
    print(data.DoseUnits, data.DoseType, data.BitsStored, list(map(float, data.ImagePositionPatient)),
        list(map(float, data.ImageOrientationPatient)), list(map(float, data.PixelSpacing)),
        list(map(float, data.GridFrameOffsetVector)))
    """

  @Test(
    "doses and errors are read back within half a step, with 32 bits and 16",
    .enabled(if: Python.has("pydicom, SimpleITK")), arguments: [32, 16])
  func readBack(bits: Int) async throws {
    let folder = try TemporaryFolder()
    let errors = Self.values.map { $0 / 16 + 1e-6 }
    for (type, numbers) in ["physical": Self.values, "error": errors] {
      let path = folder.path("\(type).dcm")
      try await Self.dose(Self.values, Self.axes, errors: errors).write(
        DICOMExporter().with(["bits": "\(bits)", "dose-type": type]), to: .file(path: path))
      let outcome = try Program.run(Python.path, ["-c", Self.reader, path, "\(numbers)"])
      #expect(
        outcome.output
          == "GY \(type.uppercased()) \(bits) [5.0, 2.5, 110.0] [1.0, 0.0, 0.0, 0.0, 1.0, 0.0] [5.0, 10.0] "
          + "[0.0, 20.0, 40.0, 60.0]\n", "\(outcome.errors)")
    }
  }

  @Test(
    "the patient's directions and the isocentre move and turn the grid",
    .enabled(if: Python.has("pydicom, SimpleITK")))
  func orientation() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.dcm")
    try await Self.dose(Self.values, Self.axes).write(
      DICOMExporter().with(["orientation": "LIP", "isocentre": "1,2,3"]), to: .file(path: path))
    let outcome = try Program.run(Python.path, ["-c", Self.reader, path, "\(Self.values)"])
    // x to the left, y down, z into the back.
    #expect(
      outcome.output
        == "GY PHYSICAL 32 [6.0, 112.0, 0.5] [1.0, 0.0, 0.0, 0.0, 0.0, -1.0] [5.0, 10.0] [0.0, 20.0, 40.0, 60.0]\n",
      "\(outcome.errors)")
  }

  @Test("the same results are the same bytes; other numbers have other identifiers")
  func identifiers() async throws {
    let folder = try TemporaryFolder()
    for (name, values) in ["a": Self.values, "b": Self.values, "c": Self.values.map { $0 * 2 }] {
      try await Self.dose(values, Self.axes).write(DICOMExporter(), to: .file(path: folder.path(name)))
    }
    #expect(try folder.bytes("a") == folder.bytes("b"))
    // The instance's UID stands in the header, before the first 400 bytes are over.
    #expect(try folder.bytes("a")[132..<400] != folder.bytes("c")[132..<400])
    let identifier = DICOMIdentifier.identifier(of: "any")
    #expect(identifier.count <= 64 && identifier.hasPrefix("2.25.") && !identifier.hasPrefix("2.25.0"))
  }

  @Test("what is no dose in Gy, or no whole number of steps, is refused")
  func refused() async throws {
    let folder = try TemporaryFolder()
    let flat = [Axis.position("x", [0, 1, 2]), .position("y", [0, 1])]
    let cases: [(SmallExport, String)] = [
      (
        SmallExport([.mean([1, 2], axes: flat)]),
        "it is in MeV/g and no dose in Gy (--primaries N makes one of a dose per primary)"
      ),
      (Self.dose([1, .nan], flat), "some of its numbers are not finite"),
      (Self.dose([1, -1], flat), "some of its doses are below 0"),
    ]
    for (export, reason) in cases {
      await #expect(throws: ExportError.unsuitable(format: "dicom", reason: reason)) {
        try await export.write(DICOMExporter(), to: .file(path: folder.path("out")))
      }
    }
    let errors = try DICOMExporter().with(["dose-type": "error"])
    await #expect(throws: ExportError.unsuitable(format: "dicom", reason: "it has no errors")) {
      try await Self.dose([1, 2], flat).write(errors, to: .file(path: folder.path("out")))
    }
    #expect(try folder.names == [])
    for (name, text) in [("bits", "8"), ("orientation", "LPI"), ("orientation", "LLS"), ("isocentre", "1,2")]
    {
      #expect(throws: FormatOptionError.self) { try DICOMExporter().with([name: text] as KeyValuePairs) }
    }
  }

  @Test("a grid of zeros has a scale")
  func zeros() async throws {
    let grid = try DoseGrid(
      .mean([0, 0], axes: [.position("x", [0, 1, 2]), .position("y", [0, 1])], unit: "Gy"), DoseOptions(),
      format: "dicom")
    #expect(try #require(Double(grid.scale)) > 0)
    #expect(grid.pixels == [UInt8](repeating: 0, count: 8))
  }
}
