import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

/// Files of generated pages, in the readers that users have: every array comes back bit for bit, every unit is
/// one to pint and UDUNITS.
@Suite("HDF5 read back", .enabled(if: Python.isPresent)) struct HDF5ReadBackTests {
  /// Compares every array of a file with the bytes that it was written from, and parses every unit.
  private static let reader = """
    import sys, json, h5py, numpy as np
    path, manifest, values = sys.argv[1:4]
    units = set()
    values = open(values, "rb").read()
    arrays = json.load(open(manifest))
    with h5py.File(path, "r") as file:
        for group, name, shape, start in arrays:
            read = file[group][name]
            count = int(np.prod(shape, dtype=int))
            assert read.shape == tuple(shape) and read.dtype == np.float64, (group, name, read)
            assert read[()].tobytes() == values[8 * start:8 * (start + count)], (group, name)
        file.visititems(lambda name, item: units.add(item.attrs.get("units", "1")))
    import pint, cf_units
    registry = pint.UnitRegistry()
    for unit in units:
        registry.parse_units(unit)
        cf_units.Unit(unit)
    print(len(arrays), len(units))
    """

  /// Numbers of every kind: tiny, huge, negative, and those that are not finite.
  private static func numbers(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    let special = [0, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
    return (0..<count).map { index in
      index % 50 == 49
        ? special[index / 50 % special.count]
        : Double.random(in: -1...1, using: &generator)
          * pow(10, Double(Int.random(in: -30...30, using: &generator)))
    }
  }

  private static func logarithmic(_ bins: Int) -> Axis {
    let edges = (0...bins).map { pow(10, Double($0) - 3) }
    return Axis(
      name: "energy", label: "Kinetic energy", unit: "MeV",
      centres: zip(edges, edges.dropFirst()).map { ($0 * $1).squareRoot() }, edges: edges,
      scale: .logarithmic,
      isDifferential: true)
  }

  private static let transfer = Axis(
    name: "let", label: "LET", unit: "keV/um", centres: [1, 3, 5], edges: [0, 2, 4, 6], isDifferential: true)
  private static let angle = Axis(
    name: "angle", label: "Angle", unit: Unit(source: "deg").text, centres: [45, 135], edges: nil)

  /// 0-D to 5-D, of sizes on both sides of what is chunked; and phase space.
  private static let pages: [ResultPage] = {
    var generator = SeededGenerator(seed: 20)
    let even = { (name: String, bins: Int) in Axis.position(name, (0...bins).map { Double($0) * 0.1 - 1 }) }
    let axes: [[Axis]] = [
      [], [even("z", 1)], [even("z", 383)], [even("z", 384)], [logarithmic(9)], [.zones],
      [even("y", 7), even("z", 300)], [logarithmic(12), transfer], [even("r", 3), angle],
      [even("x", 2), even("y", 3), even("z", 40)], [even("x", 4), even("y", 5), even("z", 40)],
      [even("x", 2), even("y", 3), even("z", 4), logarithmic(5)],
      [even("x", 4), even("y", 5), even("z", 6), logarithmic(7)],
      [even("x", 2), even("y", 3), even("z", 4), logarithmic(5), transfer],
      [even("x", 3), even("y", 4), even("z", 5), logarithmic(4), transfer], [even("x", 600), even("y", 500)],
    ]
    let units = ["MeV/g/prim", "/cm^2/prim", "/cm^2/MeV/prim", "keV/um", "MeV/nucl", "Gy", "#", "cm"]
    var pages = axes.enumerated().map { number, axes in
      let count = axes.map(\.centres.count).reduce(1, *)
      return ResultPage.mean(
        numbers(count, &generator), axes: axes, errors: number % 3 == 2 ? nil : numbers(count, &generator),
        number: number, quantity: "Q\(number)", unit: units[number % units.count],
        binContributions: number % 4 == 1 ? (0..<count).map { $0 % 3 } : nil)
    }
    for number in pages.indices where number % 3 != 2 {
      pages[number].contributions = 3
      pages[number].degreesOfFreedom = 1.5
      pages[number].hits = pages[number].values.indices.map { UInt32(($0 + number) % 4) }
      pages[number].denominator = "DOSE (page 0)"
      for axis in pages[number].axes.indices { pages[number].axes[axis].qualifier = "per nucleon" }
    }
    var particles = ResultPage.particles(numbers(8 * 600, &generator))
    particles.number = pages.count
    pages.append(particles)
    return pages
  }()

  @Test("what an export has written is read back, as it was")
  func readBack() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("pages.h5")
    try await SmallExport(Self.pages).write(HDF5Exporter(), to: .file(path: path))
    let file = try await HDF5Export(opening: path, with: .ofEbb())
    #expect(file.simulations.map(\.name) == ["job-1"])
    #expect(file.pages.map(\.name?.number) == Self.pages.map(\.number))
    #expect(file.pages.map(\.name?.quantity) == Self.pages.map(\.quantity))
    func bits(_ values: [Double]?) -> [UInt64]? { values?.map(\.bitPattern) }
    for place in file.pages {
      let read = try await file.page(place)
      let page = Self.pages[read.number]
      let isSame = bits(read.values) == bits(page.values) && bits(read.errors) == bits(page.errors)
      #expect(isSame, "page \(page.number)")
      #expect(read.quantity == page.quantity)
      #expect(read.isPhaseSpace == page.isPhaseSpace)
      #expect(read.contributions == page.contributions)
      guard !page.isPhaseSpace else { continue }
      #expect(read.unit == page.unit)
      #expect(read.errorKind == .stderr && read.degreesOfFreedom == page.degreesOfFreedom)
      #expect(read.hits == page.tellingHits && read.binContributions == page.binContributions)
      #expect(read.denominator == page.denominator)
      #expect(read.axes.map(\.qualifier) == page.axes.map(\.qualifier))
      #expect(read.axes.map(\.name) == page.axes.map(\.name))
      #expect(read.axes.map(\.centres) == page.axes.map(\.centres))
      #expect(read.axes.map(\.edges) == page.axes.map(\.edges))
      #expect(read.axes.map(\.scale) == page.axes.map(\.scale))
      #expect(read.axes.map(\.unit) == page.axes.map(\.unit))
    }
  }

  @Test("a file that no export has written, or a cut one, is an error that names it")
  func notRead() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("pages.h5")
    try await SmallExport(Self.pages).write(HDF5Exporter(), to: .file(path: path))
    let bytes = try folder.bytes("pages.h5")
    let reader = ReaderProcess.ofEbb()
    for part in [0, 8, 100, bytes.count / 2, bytes.count - 1] {
      try Data(bytes[..<part]).write(to: URL(filePath: folder.path("cut.h5")))
      await #expect(throws: PartialError.self) {
        try await HDF5Export(opening: folder.path("cut.h5"), with: reader)
      }
    }
    let none = folder.path("none.h5")
    await #expect(throws: PartialError.notThere(path: none)) {
      try await HDF5Export(opening: none, with: reader)
    }
  }

  /// What a file is to hold: each array with the place of its values.
  private struct Arrays {
    var manifest: [[Any]] = []
    var values: [Double] = []

    mutating func add(_ page: ResultPage, group: String) {
      let signal = identifier(page.quantity)
      if page.isPhaseSpace {
        for (index, column) in PhaseSpace.columns.enumerated() {
          let column8 = stride(from: index, to: page.values.count, by: 8).map { page.values[$0] }
          add(column8, [column8.count], group, column.name)
        }
        return
      }
      add(page.values, page.shape, group, signal)
      if let errors = page.errors { add(errors, page.shape, group, signal + "_errors") }
      if let counts = page.binContributions {
        add(counts.map(Double.init), page.shape, group, signal + "_contributions")
      }
      for axis in page.axes {
        add(axis.centres, [axis.centres.count], group, axis.name)
        guard let edges = axis.edges else { continue }
        add(
          zip(edges, edges.dropFirst()).flatMap { [$0, $1] }, [edges.count - 1, 2], group,
          axis.name + "_bounds")
      }
    }

    private mutating func add(_ values: [Double], _ shape: [Int], _ group: String, _ name: String) {
      manifest.append([group, name, shape, self.values.count])
      self.values += values
    }

    func check(_ file: String, in folder: TemporaryFolder) throws {
      let data = try JSONSerialization.data(withJSONObject: manifest)
      try data.write(to: folder.url.appending(path: "manifest"))
      try unsafe values.map(\.bitPattern.littleEndian).withUnsafeBytes { bytes in
        try unsafe Data(bytes).write(to: folder.url.appending(path: "values"))
      }
      let read = try Program.run(
        Python.path,
        ["-c", HDF5ReadBackTests.reader, file, folder.path("manifest"), folder.path("values")])
      #expect(read.status == 0, "\(read.errors.suffix(2000))")
      #expect(read.output.hasPrefix("\(manifest.count) "))
    }
  }

  /// Whether HDF5's own programs are there. Says so when they are not.
  private static let hasTools: Bool = {
    let found = try? Program.run("sh", ["-c", "command -v h5dump && command -v h5repack"])
    if found?.status == 0 { return true }
    print("SKIPPED: h5dump and h5repack, which are not there; script/setup --tests installs them.")
    return false
  }()

  /// HDF5's own programs read the file, and write one with the same arrays without filters.
  private func checkTools(_ file: String, _ arrays: Arrays, in folder: TemporaryFolder) throws {
    let dump = try Program.run("h5dump", ["-H", file])
    #expect(dump.status == 0 && dump.errors.isEmpty, "\(dump.errors)")
    let repacked = try Program.run("h5repack", ["-f", "NONE", file, folder.path("repacked.h5")])
    #expect(repacked.status == 0, "\(repacked.errors)")
    try arrays.check(folder.path("repacked.h5"), in: folder)
  }

  /// None, by the library, by workers.
  private static let compressions = [0, 6, 1]

  @Test(
    "pages of 0 to 5 axes and phase space come back bit for bit, however compressed",
    arguments: compressions)
  func shapes(compression: Int) async throws {
    let (folder, file, arrays) = try await exported(compression)
    try arrays.check(file, in: folder)
  }

  @Test("HDF5's own programs read them too", .enabled(if: hasTools), arguments: compressions)
  func shapesInTools(compression: Int) async throws {
    let (folder, file, arrays) = try await exported(compression)
    try checkTools(file, arrays, in: folder)
  }

  @Test(
    "every reader opens them",
    arguments: compressions)
  func shapesInReaders(compression: Int) async throws {
    let (folder, file, _) = try await exported(compression)
    #expect(try HDF5Readers.failures(file) == "")
    withExtendedLifetime(folder) {}
  }

  /// A file with all pages, and what is in it.
  private func exported(
    _ compression: Int
  ) async throws -> (folder: TemporaryFolder, file: String, arrays: Arrays) {
    let folder = try TemporaryFolder()
    let file = folder.path("out.h5")
    var export = SmallExport(Self.pages)
    export.outline.provenance = .sample
    try await export.write(
      HDF5Exporter().with(["compression": "\(compression)"]), to: .file(path: file))
    var arrays = Arrays()
    for page in Self.pages {
      arrays.add(page, group: "/job_1/mesh/p\(page.number)_\(identifier(page.quantity))")
    }
    return (folder, file, arrays)
  }

  @Test("so do several simulations, one of them with an estimator of the provenance's name")
  func simulations() async throws {
    let (folder, file, arrays) = try await exportedSimulations()
    try arrays.check(file, in: folder)
  }

  @Test("HDF5's own programs read those too", .enabled(if: hasTools))
  func simulationsInTools() async throws {
    let (folder, file, arrays) = try await exportedSimulations()
    try checkTools(file, arrays, in: folder)
  }

  @Test("every reader opens those")
  func simulationsInReaders() async throws {
    let (folder, file, _) = try await exportedSimulations()
    #expect(try HDF5Readers.failures(file) == "")
    withExtendedLifetime(folder) {}
  }

  private func exportedSimulations() async throws -> (folder: TemporaryFolder, file: String, arrays: Arrays) {
    let names = ["a", "b", "c"]
    let simulations = names.map {
      ResultSimulation.named($0, [.named("mesh"), .named("provenance")])
    }
    var arrays = Arrays()
    var pages: [ExportedPage] = []
    for (simulation, name) in names.enumerated() {
      for (estimator, group) in ["mesh", "provenance_2"].enumerated() {
        for page in Self.pages[..<5] {
          pages.append(ExportedPage(simulation: simulation, estimator: estimator, page: page))
          arrays.add(page, group: "/\(name)/\(group)/p\(page.number)_\(identifier(page.quantity))")
        }
      }
    }
    var export = SmallExport(simulations, pages)
    export.outline.provenance = .sample
    export.outline.warnings = ["one"]
    export.end = PagesEnd(warnings: ["two: ß"])
    let folder = try TemporaryFolder()
    try await export.write(HDF5Exporter(), to: .file(path: folder.path("out.h5")))
    return (folder, folder.path("out.h5"), arrays)
  }

  @Test("so do 5,000 pages")
  func manyPages() async throws {
    var generator = SeededGenerator(seed: 21)
    let pages = (0..<5000).map { number in
      ResultPage.mean(
        Self.numbers(3, &generator), axes: [.position("z", [0, 1, 2, 3])], number: number)
    }
    let folder = try TemporaryFolder()
    try await SmallExport(pages).write(HDF5Exporter(), to: .file(path: folder.path("out.h5")))
    var arrays = Arrays()
    for page in pages { arrays.add(page, group: "/job_1/mesh/p\(page.number)_dose") }
    try arrays.check(folder.path("out.h5"), in: folder)
  }

  @Test("HDF5's own program reads 2,000", .enabled(if: hasTools))
  func manyPagesInTools() async throws {
    let folder = try TemporaryFolder()
    let pages = (0..<2000).map { ResultPage.mean([1, 2], axes: [.zones], number: $0) }
    try await SmallExport(pages).write(HDF5Exporter(), to: .file(path: folder.path("out.h5")))
    // h5repack takes 80 s for 5,000: its time goes as the square of the number of objects.
    let dump = try Program.run("sh", ["-c", "h5dump -H '\(folder.path("out.h5"))' > /dev/null"])
    #expect(dump.status == 0 && dump.errors.isEmpty, "\(dump.errors)")
  }
}

extension Provenance {
  static let sample = Provenance(
    command: "ebb export job-1", store: "store.sqlite", files: ["a.json", "b.json"], weighting: .auto,
    errorKind: .stderr, nonFinite: .propagate, includesFailed: false)
}
