import EbbFiles
import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

/// Every format against one set of pages, read back by the reader that its users have.
@Suite("All formats hold the same") struct FormatConformanceTests {
  /// A page, and which formats have to refuse it.
  struct Case {
    var name: String
    var page: ResultPage
    /// Whether it is a box over two or three positions, as images and grids are.
    var isVolume = false
    /// Whether its bins are as wide as each other along each axis.
    var isEven = true
    /// Whether it is too large for readers that take minutes for it.
    var isLarge = false
    /// What the estimator says of its beam.
    var metadata: [Metadata.Entry] = []
    /// Whether it is a dose over the depth, whose beam is known.
    var isDepthDose = false
    /// Whether its bins are as wide along x as along y, and it is a dose.
    var isCube = false
  }

  private struct Expectation: Encodable {
    struct Side: Encodable {
      var name: String
      var unit: String
      var centres: String
      var edges: String?
    }

    var name: String
    var path: String
    var format: String
    var estimator: String
    var quantity: String
    var unit: String
    var axes: [Side]
    var values: String
    var errors: String?
    var isPhaseSpace: Bool
  }

  private static let energy = Axis(
    name: "energy", label: "Kinetic energy", unit: "MeV",
    centres: [0.1, 1, 10, 100].map { $0 * 3.1622776601683795 },
    edges: [0.1, 1, 10, 100, 1000], scale: .logarithmic, isDifferential: true)
  private static let angle = Axis(
    name: "angle", label: "Angle", unit: "deg", centres: [15, 60], edges: [0, 30, 90], isDifferential: true)

  private static func page(
    _ axes: [Axis], errors: Bool = true, quantity: String = "DOSE", unit: String = "MeV/g/prim",
    seed: UInt64 = 1,
    change: (inout [Double]) -> Void = { _ in }
  ) -> ResultPage {
    var random = SeededGenerator(seed: seed)
    let count = axes.map(\.centres.count).reduce(1, *)
    var values = (0..<count).map { _ in Double.random(in: -1...1, using: &random) * 0x1p-7 }
    change(&values)
    return .mean(
      values, axes: axes, errors: errors ? values.map { ($0 / 3).magnitude } : nil, quantity: quantity,
      unit: unit)
  }

  /// The pages of bins, those over positions in either order of the store, and tables of particles.
  private static var cases: [Case] {
    let others = binned.filter { $0.isVolume && !$0.isLarge }.map { given in
      var other = given
      other.name += ", stored with the first axis fastest"
      other.page.storedOrder = .firstAxisFastest
      return other
    }
    return binned + others + [
      Case(name: "particles", page: .particles(particles(300))),
      Case(name: "no particles", page: .particles([])),
    ]
  }

  private static func particles(_ count: Int) -> [Double] {
    var random = SeededGenerator(seed: 12)
    return (0..<count).flatMap { number -> [Double] in
      let angle = Double.random(in: 0..<3, using: &random)
      let places = (0..<3).map { _ in Double.random(in: -1...1, using: &random) * 0x1p-7 }
      let energy = Double.random(in: 0...250, using: &random)
      return [[2212, 2112, 1_000_060_120, -11][number % 4]] + places + [sin(angle), 0, cos(angle), energy]
    }
  }

  private static var binned: [Case] {
    let (x, y) = (Axis.position("x", [-1, -0.5, 0, 0.5, 1]), Axis.position("y", [0, 0.25, 0.5, 0.75]))
    let (z, uneven) = (Axis.position("z", [10, 11, 12]), Axis.position("z", [0, 0.5, 4, 4.25]))
    let hundred = (0...100).map(Double.init)
    let large = ["x", "y", "z"].map { Axis.position($0, hundred) }
    return [
      Case(name: "0-D", page: page([])),
      Case(name: "1-D", page: page([z])),
      Case(
        name: "1-D over a logarithmic axis", page: page([energy], quantity: "FLUENCE", unit: "cm^-2 MeV^-1")),
      Case(name: "1-D over centres alone", page: page([.centres("z", [1, 2.5, 7])])),
      Case(name: "1-D over zones", page: page([.zones])),
      Case(name: "2-D", page: page([x, z]), isVolume: true),
      Case(name: "2-D, other order", page: page([z, y]), isVolume: true),
      Case(name: "2-D, one differential", page: page([z, energy])),
      Case(name: "3-D", page: page([x, y, z]), isVolume: true),
      Case(name: "3-D, other order, without errors", page: page([z, x, y], errors: false), isVolume: true),
      Case(name: "3-D, uneven", page: page([x, y, uneven]), isVolume: true, isEven: false),
      Case(
        name: "3-D in Gy", page: page([x, y, z], unit: "Gy") { $0 = $0.map(\.magnitude) }, isVolume: true),
      Case(name: "3-D, one differential", page: page([x, z, angle])),
      Case(name: "4-D", page: page([x, y, z, energy])),
      Case(name: "5-D", page: page([x, y, z, energy, angle])),
      Case(
        name: "what is not finite",
        page: page([x, y, z]) {
          $0.replaceSubrange(
            0..<9,
            with: [
              .nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude, 0x1p-1040, 1.7976931348623157e308,
              0.1 + 0.2, 1e22,
            ])
        }, isVolume: true),
      Case(
        name: "names beyond ASCII",
        page: page(
          [x, Axis(name: "z", label: "Tiefe ⟂ z", unit: "cm", centres: [0.5, 1.5], edges: [0, 1, 2])],
          quantity: "Dosis Δ 線量"), isVolume: true),
      Case(
        name: "a depth dose",
        page: page([.position("z", (0...20).map(Double.init))]) { $0 = $0.map { $0.magnitude + 1 } },
        metadata: [
          .init(name: "projectile_a", value: "12"), .init(name: "projectile_z", value: "6"),
          .init(name: "Tmax_MeV/amu", value: "270"),
        ], isDepthDose: true),
      Case(
        name: "a cube with square pixels",
        page: page([z, .position("x", [-1, -0.5, 0]), .position("y", [0, 0.5, 1, 1.5])], unit: "Gy") {
          $0 = $0.map(\.magnitude)
        }, isVolume: true, isCube: true),
      Case(name: "a million bins", page: page(large, seed: 7), isVolume: true, isLarge: true),
    ]
  }

  /// The format that is read by tests of its own: what the web interface loads.
  private static let others = ["yaptide"]
  /// Formats whose readers take a million bins within a second or two.
  private static let fast = ["hdf5", "nrrd", "mha", "vti", "vtr", "vtkhdf"]

  private static func isHeld(_ given: Case, by format: String) -> Bool {
    if given.page.isPhaseSpace {
      return ["hdf5", "csv", "json", "ndjson", "parquet", "xlsx", "mcpl"].contains(format)
    }
    switch format {
    case "mcpl": return false
    case "tripddd": return given.isDepthDose
    case "tripcube": return given.isCube
    default: return isBinnedPageHeld(given, by: format)
    }
  }

  private static func isBinnedPageHeld(_ given: Case, by format: String) -> Bool {
    switch format {
    case "vti", "nrrd", "mha": given.isVolume && given.isEven
    case "vtr", "vtkhdf": given.isVolume
    case "dicom": given.isVolume && given.isEven && given.page.unit.text == "Gy"
    case "vega": given.page.axes.count <= 2 && !given.page.axes.isEmpty
    default: true
    }
  }

  @Test(
    "values, errors, axes and units are read back to the last bit, and what a format cannot hold is refused",
    .enabled(
      if: ["vtk", "SimpleITK", "pydicom", "openpyxl", "pyarrow", "pandas", "mcpl"].allSatisfy(Python.has)))
  func conformance() async throws {
    let folder = try TemporaryFolder()
    var expectations: [Expectation] = []
    for exporter in exporters where !Self.others.contains(exporter.name) {
      for (number, given) in Self.cases.enumerated() {
        if given.isLarge, !Self.fast.contains(exporter.name) { continue }
        let path = folder.path("\(exporter.name)-\(number)\(exporter.ending)")
        let estimator = given.name.contains("ASCII") ? "Größe 粒子" : "mesh"
        var export = SmallExport([given.page], estimator: .named(estimator, metadata: given.metadata))
        export.outline.hasParticles = given.page.isPhaseSpace
        export.outline.axisNames = [given.page.axes.map(\.name)]
        do {
          try await export.write(exporter, to: .file(path: path))
          #expect(Self.isHeld(given, by: exporter.name), "\(exporter.name) took \(given.name)")
        } catch let error as ExportError {
          #expect(!Self.isHeld(given, by: exporter.name), "\(exporter.name) refused \(given.name): \(error)")
          continue
        }
        expectations.append(Self.expectation(given, exporter.name, path, estimator))
      }
    }
    let list = folder.path("cases.json")
    try JSONEncoder().encode(expectations).write(to: URL(filePath: list))
    let outcome = try Program.run(Python.path, ["-c", FormatReaders.program, list])
    #expect(outcome.output == "compared \(expectations.count)\n", "\(outcome.errors)")
    #expect(expectations.count > 13 * 6 + 7 * 2)
    #expect(Set(expectations.map(\.format)) == Set(exporters.map(\.name)).subtracting(Self.others))
  }

  private static func expectation(
    _ given: Case, _ format: String, _ path: String, _ estimator: String
  ) -> Expectation {
    let page = given.page
    func text(_ numbers: [Double]) -> String { Data(littleEndianBytes(numbers)).base64EncodedString() }
    return Expectation(
      name: given.name, path: path, format: format, estimator: estimator, quantity: page.quantity,
      unit: page.unit.text,
      axes: page.axes.map {
        .init(name: $0.name, unit: $0.unit, centres: text($0.centres), edges: $0.edges.map(text))
      },
      values: text(page.values), errors: page.errors.map(text), isPhaseSpace: page.isPhaseSpace)
  }
}
