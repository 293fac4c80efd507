import CHDF5
import EbbFiles
import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

@Suite("HDF5Exporter")
struct HDF5ExporterTests {
  /// Writes an export and lets `look` see it.
  private func reading<R>(
    _ export: SmallExport, _ look: (WrittenHDF5) throws -> R
  ) async throws -> R {
    let folder = try TemporaryFolder()
    try await export.write(HDF5Exporter(), to: .file(path: folder.path("out.h5")))
    #expect(try folder.names == ["out.h5"])
    guard let reader = WrittenHDF5(folder.path("out.h5")) else {
      throw FileError.notCreatable(path: folder.path("out.h5"), reason: "it cannot be opened")
    }
    return try look(reader)
  }

  private static func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }

  @Test(
    "values, errors and axes of any shape come back bit by bit",
    arguments: [
      [], [1], [383], [384], [3, 5], [4, 1, 17], [9, 1, 67], [2, 3, 4, 5], [4, 5, 6, 7], [3, 2, 5, 2, 4],
      [3, 4, 5, 3, 4], [0], [0, 3],
    ])
  func shapes(shape: [Int]) async throws {
    var random = SeededGenerator(seed: UInt64(shape.count))
    func noise(_ count: Int) -> [Double] { (0..<count).map { _ in Double(bitPattern: random.next()) } }
    let axes = shape.enumerated().map { number, length in
      Axis(
        name: "a\(number)", label: "Axis \(number)", unit: "cm", centres: noise(length),
        edges: number == 0 ? noise(length + 1) : nil)
    }
    let count = shape.reduce(1, *)
    let page = ResultPage.mean(noise(count), axes: axes, errors: noise(count))
    try await reading(SmallExport([page])) { file in
      let group = "/job_1/mesh/p0_dose/"
      #expect(file.shape(group + "dose") == shape)
      // Smaller ones are in one piece; and those of these sizes are one chunk.
      #expect(file.chunk(group + "dose") == (count < 384 ? nil : shape))
      #expect(Self.bits(file.values(group + "dose")) == Self.bits(page.values))
      #expect(file.shape(group + "dose_errors") == shape)
      #expect(Self.bits(file.values(group + "dose_errors")) == Self.bits(page.errors ?? []))
      #expect(file.scales(group + "dose") == shape.map { _ in 1 })
      #expect(file.scales(group + "dose_errors") == shape.map { _ in 1 })
      for (number, axis) in axes.enumerated() {
        #expect(file.isScale(group + axis.name))
        #expect(Self.bits(file.values(group + axis.name)) == Self.bits(axis.centres))
        #expect(file.integer(axis.name + "_indices", of: group) == Int64(number))
      }
      if let edges = axes.first?.edges {
        let bounds = zip(edges, edges.dropFirst()).flatMap { [$0, $1] }
        #expect(file.shape(group + "a0_bounds") == [shape[0], 2])
        #expect(Self.bits(file.values(group + "a0_bounds")) == Self.bits(bounds))
        #expect(file.text("bounds", of: group + "a0") == "a0_bounds")
      }
      #expect(file.texts("axes", of: group) == (axes.isEmpty ? nil : axes.map(\.name)))
    }
  }

  @Test("a large page is cut into chunks and comes back bit by bit")
  func large() async throws {
    var random = SeededGenerator(seed: 9)
    let axes = [Axis.centres("y", (0..<391).map(Double.init)), Axis.centres("z", (0..<997).map(Double.init))]
    let page = ResultPage.mean((0..<391 * 997).map { _ in Double(bitPattern: random.next()) }, axes: axes)
    try await reading(SmallExport([page])) { file in
      #expect(file.chunk("/job_1/mesh/p0_dose/dose") == [131, 997])
      #expect(Self.bits(file.values("/job_1/mesh/p0_dose/dose")) == Self.bits(page.values))
    }
  }

  @Test("every level stores the same doubles", arguments: 0...9)
  func levels(level: Int) async throws {
    var random = SeededGenerator(seed: 10)
    let axes = [Axis.centres("y", (0..<391).map(Double.init)), Axis.centres("z", (0..<997).map(Double.init))]
    let values = (0..<391 * 997).map { _ in Double(Int.random(in: 0...9, using: &random)).squareRoot() }
    let folder = try TemporaryFolder()
    let path = folder.path("out.h5")
    try await SmallExport([.mean(values, axes: axes)]).write(
      HDF5Exporter().with(["compression": "\(level)"]), to: .file(path: path))
    let file = try #require(WrittenHDF5(path))
    #expect(Self.bits(file.values("/job_1/mesh/p0_dose/dose")) == Self.bits(values))
    #expect(try (folder.bytes("out.h5").count < 4 * values.count) == (level > 0))
  }

  @Test("any number of workers gives the same bytes", arguments: [2, 5])
  func workers(count: Int) async throws {
    let folder = try TemporaryFolder()
    let values = (0..<600_003).map { Double($0 % 1009).squareRoot() }
    let export = SmallExport([.mean(values, axes: [.centres("n", values)], errors: values)])
    for (name, workers) in [("one", 1), ("several", count)] {
      try await export.write(
        HDF5Exporter(), to: .file(path: folder.path(name)),
        options: .isal(threads: workers))
    }
    #expect(try folder.bytes("one") == folder.bytes("several"))
  }

  @Test("a table of particles is a dataset a column", arguments: [0, 1, 7, 384, 1000])
  func particles(count: Int) async throws {
    var random = SeededGenerator(seed: UInt64(count))
    let page = ResultPage.particles((0..<8 * count).map { _ in Double(bitPattern: random.next()) })
    try await reading(SmallExport([page])) { file in
      let group = "/job_1/mesh/p0_mcpl/"
      #expect(file.text("signal", of: group) == "energy")
      #expect(file.values(group + "particle") == (0..<count).map(Double.init))
      for (index, column) in PhaseSpace.columns.enumerated() {
        let values = stride(from: index, to: page.values.count, by: 8).map { page.values[$0] }
        #expect(Self.bits(file.values(group + column.name)) == Self.bits(values))
        #expect(file.text("units", of: group + column.name) == column.unit)
        #expect(file.scales(group + column.name) == [1])
      }
    }
  }

  @Test("the groups say what they are, and lead a viewer to the first page")
  func groups() async throws {
    let simulations = [
      ResultSimulation.named("job-1", [.named("x"), .named("y", task: 3)]), .named("job-2", [.named("z")]),
    ]
    let places = [(0, 0), (0, 0), (0, 1), (1, 0)]
    let pages = places.enumerated().map { index, place in
      ExportedPage(
        simulation: place.0, estimator: place.1,
        page: .mean([1, 2], axes: [.zones], number: index, filter: "Protons"))
    }
    try await reading(SmallExport(simulations, pages)) { file in
      let groups = [
        ("/", "NXroot", "job_1"), ("/job_1", "NXentry", "x"), ("/job_2", "NXentry", "z"),
        ("/job_1/x", "NXsubentry", "p0_dose"), ("/job_1/y_task_3", "NXsubentry", "p2_dose"),
        ("/job_2/z", "NXsubentry", "p3_dose"),
      ]
      for (path, kind, first) in groups {
        #expect(file.text("NX_class", of: path) == kind)
        #expect(file.text("default", of: path) == first)
      }
      #expect(file.members("/") == ["job_1", "job_2"])
      #expect(file.members("/job_1") == ["x", "y_task_3"])
      #expect(file.members("/job_1/x") == ["p0_dose", "p1_dose"])
      #expect(file.members("/job_1/x/p0_dose") == ["zone", "dose"])
      #expect(file.text("signal", of: "/job_1/x/p0_dose") == "dose")
      #expect(file.text("title", of: "/job_1/x/p0_dose") == "x / DOSE (Protons)")
      #expect(file.integer("task", of: "/job_1/y_task_3") == 3)
      #expect(file.groups.count == 1 + 2 + 3 + 4)
      for group in file.groups { #expect(file.tracksCreationOrder(group), "\(group)") }
    }
  }

  @Test("a page says its unit, what it is per, and how it was combined")
  func description() async throws {
    var page = ResultPage.mean(
      [1, 2], axes: [.position("z", [0, 1, 2])], errors: [0, 1], metadata: [.init(name: "a b", value: "c")],
      binContributions: [2, 1])
    page.operations = ["--sum y: sum", "--primaries 7"]
    try await reading(SmallExport([page])) { file in
      let group = "/job_1/mesh/p0_dose"
      #expect(file.text("units", of: group + "/dose") == "MeV/g")
      #expect(file.text("normalization", of: group + "/dose") == "per primary")
      #expect(file.text("source_unit", of: group + "/dose") == "MeV/g/prim")
      #expect(file.text("ancillary_variables", of: group + "/dose") == "dose_errors dose_contributions")
      #expect(file.text("long_name", of: group + "/dose_errors") == "standard error of the mean of DOSE")
      #expect(file.values(group + "/dose_contributions") == [2, 1])
      #expect(file.text("long_name", of: group + "/z") == "Position (Z)")
      #expect(file.text("aggregation", of: group) == "mean")
      #expect(file.integer("contributions", of: group) == 2)
      #expect(file.integer("primaries", of: group) == 2000)
      #expect(file.texts("operations", of: group) == ["--sum y: sum", "--primaries 7"])
      #expect(file.text("yaptide_a_b", of: group) == "c")
      #expect(!file.hasAttribute("SILX_style", of: group))
    }
  }

  @Test("a logarithmic axis is said to be one")
  func logarithmic() async throws {
    var energy = Axis.position("energy", [1, 10, 100])
    energy.scale = .logarithmic
    let page = ResultPage.mean([1, 2, 3, 4], axes: [.zones, energy])
    let style = try await reading(SmallExport([page])) { file in
      try #require(file.text("SILX_style", of: "/job_1/mesh/p0_dose"))
    }
    let read = try JSONDecoder().decode([String: [String]].self, from: Data(style.utf8))
    #expect(read == ["axes_scale_types": ["linear", "log"], "axes_scale_type": ["linear", "log"]])
  }

  @Test(
    "datasets are told apart whatever axes and quantity are called",
    arguments: [
      (["energy"], "Energy"), (["dose_errors"], "dose"), (["dose_contributions", "dose_errors"], "DOSE"),
      (["nv"], "dose"), (["nv", "z"], "NV"), (["z", "z_bounds"], "z_bounds"), (["z"], "z bounds"),
      (["dose", "dose_2", "dose_errors_2"], "dose"), (["particle"], "signal"),
    ])
  func collisions(axes: [String], quantity: String) async throws {
    let axes = axes.map { Axis.position($0, [0, 1, 2]) }
    let count = 1 << axes.count
    let values = (0..<count).map(Double.init)
    let errors = values.map { -$0 }
    let page = ResultPage.mean(
      values, axes: axes, errors: errors, quantity: quantity,
      binContributions: [Int](repeating: 3, count: count))
    try await reading(SmallExport([page])) { file in
      let group = try #require(file.groups.last)
      let signal = try #require(file.text("signal", of: group))
      let names = try #require(file.texts("axes", of: group))
      let companions = try #require(file.text("ancillary_variables", of: group + "/" + signal))
        .split(separator: " ")
      #expect(file.values(group + "/" + signal) == values)
      #expect(companions.map { file.values(group + "/" + $0) } == [errors, values.map { _ in 3 }])
      #expect(file.text("long_name", of: group + "/" + signal) == quantity)
      for name in names {
        #expect(file.values(group + "/" + name) == [0.5, 1.5])
        let bounds = try #require(file.text("bounds", of: group + "/" + name))
        #expect(file.values(group + "/" + bounds) == [0, 1, 1, 2])
      }
      let members = try #require(file.members(group))
      #expect(members.count == 2 * names.count + 3 + 1)
    }
  }

  @Test("estimators, pages and metadata whose safe names are the same all stay")
  func sameSafeNames() async throws {
    let metadata = ["a b", "a/b", "A_B"].map { Metadata.Entry(name: $0, value: "of " + $0) }
    let simulation = ResultSimulation.named(
      "../..", [.named("a b", metadata: metadata), .named("a/b"), .named("A_B"), .named("")])
    let pages = (0..<4).map { ExportedPage(simulation: 0, estimator: $0, page: .mean([Double($0)])) }
    let twin = ExportedPage(simulation: 0, estimator: 3, page: .mean([9]))
    try await reading(SmallExport([simulation], pages + [twin])) { file in
      #expect(file.members("/") == ["unnamed"])
      #expect(file.members("/unnamed") == ["a_b", "a_b_2", "A_B_3", "unnamed"])
      #expect(file.members("/unnamed/unnamed") == ["p0_dose", "p0_dose_2"])
      #expect(file.values("/unnamed/unnamed/p0_dose_2/dose") == [9])
      #expect(file.text("estimator_name", of: "/unnamed/a_b_2") == "a/b")
      let stored = ["yaptide_a_b", "yaptide_a_b_2", "yaptide_A_B_3"].map { file.text($0, of: "/unnamed/a_b") }
      #expect(stored == ["of a b", "of a/b", "of A_B"])
    }
  }

  @Test("metadata may be long, and many")
  func longMetadata() async throws {
    let long = String(repeating: "0123456789", count: 20_000)
    var entries = (0..<300).map { Metadata.Entry(name: "entry \($0)", value: "value \($0)") }
    entries.append(.init(name: "long", value: long))
    entries.append(.init(name: String(repeating: "n", count: 70_000), value: "of a long name"))
    let page = ResultPage.mean([1], quantity: String(repeating: "q", count: 500), metadata: entries)
    let estimator = ResultEstimator.named("mesh", metadata: entries)
    try await reading(SmallExport([page], estimator: estimator)) { file in
      for group in file.groups.suffix(2) {
        #expect(file.attributeCount(of: group) > entries.count)
        #expect(file.text("yaptide_long", of: group) == long)
        for index in 0..<300 { #expect(file.text("yaptide_entry_\(index)", of: group) == "value \(index)") }
        #expect(file.text("yaptide_" + String(repeating: "n", count: 100), of: group) == "of a long name")
      }
    }
  }

  @Test(
    "texts come back, without the zero bytes that no reader could see",
    arguments: [
      "", " ", "ż 漢字 👩‍🔬", "line\nline\r\n", "\u{0}", "a\u{0}b", "\u{0}\u{301}x", "a\u{0}\u{0}\u{301}b\u{0}",
    ])
  func texts(text: String) async throws {
    var shown = ""
    shown.unicodeScalars.append(contentsOf: text.unicodeScalars.filter { $0 != "\0" })
    var simulation = ResultSimulation.named(
      "job", [.named("mesh", metadata: [.init(name: "a", value: text)])], title: text)
    simulation.jobIDs = [text, "other", text]
    let page = ExportedPage(simulation: 0, estimator: 0, page: .mean([1], filter: text))
    try await reading(SmallExport([simulation], [page])) { file in
      #expect(file.text("title", of: "/job") == shown)
      #expect(file.texts("job_ids", of: "/job") == [shown, "other", shown])
      #expect(file.text("yaptide_a", of: "/job/mesh") == shown)
      #expect(file.text("filter", of: "/job/mesh/p0_dose") == shown)
    }
  }

  @Test("the same content gives the same bytes")
  func sameBytes() async throws {
    let folder = try TemporaryFolder()
    let entries = (0..<300).map { Metadata.Entry(name: "entry \($0)", value: "value \($0)") }
    let values = (0..<1000).map { Double($0).squareRoot() }
    let pages = [
      ResultPage.mean(values, axes: [.centres("n", values)], errors: values, metadata: entries),
      .particles(values), .mean([1], number: 1),
    ]
    for name in ["a", "b"] {
      try await SmallExport(pages).write(HDF5Exporter(), to: .file(path: folder.path(name)))
    }
    // Times are in seconds: two files of one second would not differ by theirs.
    let reader = try #require(WrittenHDF5(folder.path("a")))
    #expect(reader.times == [0])
    #expect(try folder.bytes("a") == folder.bytes("b"))
  }

  @Test("a source that fails leaves nothing, whatever is open by then", arguments: 0...3)
  func sourceFails(count: Int) async throws {
    struct Interruption: Error {}
    let folder = try TemporaryFolder()
    let export = SmallExport((0..<count).map { .mean([1, 2], axes: [.zones], number: $0) })
    await #expect(throws: Interruption.self) {
      try await export.write(
        HDF5Exporter(), to: .file(path: folder.path("out.h5")), failure: Interruption())
    }
    #expect(try folder.names == [])
  }
}
