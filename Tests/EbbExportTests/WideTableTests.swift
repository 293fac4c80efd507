import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

@Suite("Pages side by side")
struct WideTableTests {
  private static let z = Axis.position("z", [0, 1, 2])

  private static func exporter(
    wide: Bool = true, delimiter: String? = nil, comments: Bool = false
  ) throws -> CSVExporter {
    var options = FormatOptions()
    options[flag: "wide"] = wide
    options[flag: "comment"] = comments
    options["delimiter"] = delimiter
    return try CSVExporter().with(options, writing: "out.csv")
  }

  /// The names of the columns of pages' values and errors, in a file of all.
  private func titles(_ export: SmallExport) async throws -> [String] {
    let text = try await export.text(Self.exporter())
    return try #require(text.split(separator: "\n").first).split(separator: ",").map(String.init)
  }

  @Test("the axes stand once, then the value and the error of each page")
  func table() async throws {
    let pages = [
      ResultPage.mean([1, 2], axes: [Self.z], errors: [0.5, 0.25]),
      ResultPage.mean(
        [3, 4], axes: [Self.z], number: 1, quantity: "Count", unit: "", binContributions: [2, 1]),
    ]
    #expect(
      try await SmallExport(pages).text(Self.exporter()) == """
        z_low [cm],z [cm],z_high [cm],dose [MeV/g],dose_error [MeV/g],count,count_error,count_contributions
        0.0,0.5,1.0,1.0,0.5,3.0,,2
        1.0,1.5,2.0,2.0,0.25,4.0,,1

        """)
  }

  @Test("hits are a column after the error, and the long table has one where it was asked for")
  func hits() async throws {
    var page = ResultPage.mean([1, 0], axes: [Self.z], errors: [0.5, 0])
    page.hits = [2, 0]
    #expect(page.zeroLimit == 2.995732273553991 / 2000)
    #expect(
      try await SmallExport([page]).text(CSVExporter()) == """
        z_low [cm],z [cm],z_high [cm],dose [MeV/g],dose_error [MeV/g],dose_hits
        0.0,0.5,1.0,1.0,0.5,2
        1.0,1.5,2.0,0.0,0.0,0

        """)
    var other = ResultPage.mean([3], number: 1)
    var options = ExportOptions()
    options.tellsHits = true
    let long = try await SmallExport([page, other]).text(CSVExporter(), options: options)
    let ends = long.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)[14]
    }
    #expect(ends == ["hits", "2", "0", ""])
    #expect(!(try await SmallExport([page, other]).text(CSVExporter())).contains("hits"))
    let records = try await SmallExport([page]).text(NDJSONExporter()).split(separator: "\n")
    #expect(records.allSatisfy { $0.contains("\"hits\":") })
    #expect(records[1].hasSuffix("\"error\":0.0,\"hits\":0}"))
    let json = try await SmallExport([page]).text(JSONExporter())
    #expect(json.contains("\"hits\": [2.0, 0.0]") || json.contains("\"hits\": [2, 0]"))
    #expect(json.contains("\"zero_limit\": 0.0014978"))
    other.hits = nil
    #expect(!(try await SmallExport([other]).text(JSONExporter())).contains("zero_limit"))
  }

  @Test("one page is the table that it is anyway, phase space too")
  func alone() async throws {
    for page in [ResultPage.mean([1, 2], axes: [Self.z], errors: [3, 4]), .mean([1]), .particles([])] {
      let export = SmallExport([page])
      let wide = try await export.text(Self.exporter())
      #expect(try await export.text(CSVExporter()) == wide)
    }
  }

  @Test("columns say what tells their pages apart, and no more")
  func names() async throws {
    let estimators = [
      ResultEstimator.named("mesh"), .named("Zo/ne", task: 1), .named("Zo/ne", task: 2), .named("last"),
    ]
    let simulations = ["job-1", "job-2"].map { ResultSimulation.named($0, estimators) }
    func titles(_ pages: [(simulation: Int, estimator: Int, page: ResultPage)]) async throws -> [String] {
      // Each value has its error after it.
      let all = try await self.titles(
        SmallExport(simulations, pages.map { ExportedPage(simulation: $0, estimator: $1, page: $2) }))
      return all.indices.filter { $0 % 2 == 0 }.map { all[$0] }
    }
    let dose = ResultPage.mean([1])
    func fluence(_ number: Int, _ filter: String?) -> ResultPage {
      .mean([1], number: number, quantity: "FLUENCE", unit: "/cm^2", filter: filter)
    }
    #expect(
      try await titles([(0, 0, dose), (0, 0, fluence(1, nil)), (0, 0, fluence(2, "Protons"))])
        == ["dose [MeV/g]", "fluence [cm^-2]", "fluence_protons [cm^-2]"])
    #expect(
      try await titles([(0, 0, dose), (0, 0, fluence(1, "a")), (0, 3, dose), (0, 3, fluence(1, "b"))])
        == ["mesh_dose [MeV/g]", "fluence_a [cm^-2]", "last_dose [MeV/g]", "fluence_b [cm^-2]"])
    #expect(
      try await titles([(0, 1, dose), (0, 2, dose)]) == ["task_1_dose [MeV/g]", "task_2_dose [MeV/g]"])
    #expect(
      try await titles([(0, 0, fluence(1, "a")), (0, 0, fluence(2, "a"))])
        == ["p1_fluence [cm^-2]", "p2_fluence [cm^-2]"])
    #expect(
      try await titles([(0, 0, dose), (1, 0, dose)]) == ["job_1_dose [MeV/g]", "job_2_dose [MeV/g]"])
    // What nothing tells apart has a number.
    #expect(try await titles([(0, 0, dose), (0, 0, dose)]) == ["dose [MeV/g]", "dose_2 [MeV/g]"])
  }

  @Test("a page's error and another's value do not get the same name")
  func collision() async throws {
    let pages = [
      ResultPage.mean([1], errors: [1]), .mean([1], number: 1, quantity: "Dose error"),
    ]
    #expect(
      try await titles(SmallExport(pages)) == [
        "dose [MeV/g]", "dose_error [MeV/g]", "dose_error_2 [MeV/g]", "dose_error_2_error [MeV/g]",
      ])
  }

  @Test("names beyond ASCII stay as they are")
  func otherScripts() async throws {
    let names = ["Größe", "線量", "Dosis²", "E·μ", "ΔE"]
    let pages = names.enumerated().map { ResultPage.mean([1], number: $0, quantity: $1, unit: "") }
    #expect(try await titles(SmallExport(pages)) == names.flatMap { [$0, $0 + "_error"] })
    let blanks = ResultPage.mean([1], quantity: "Dosis \u{a0}\u{200b}in Ä", unit: "")
    #expect(try await titles(SmallExport([blanks]))[0] == "Dosis_in_Ä")
  }

  private static let others: [ResultPage] = [
    .mean([1, 2], axes: [.position("y", [0, 1, 2])]), .mean([1, 2], axes: [.position("z", [0, 1, 3])]),
    .mean([1, 2], axes: [.centres("z", [0.5, 1.5])]),
    .mean([1, 2, 3], axes: [.position("z", [0, 1, 2, 3])]),
    .mean([1]), .particles([]),
  ]

  @Test("pages whose axes differ are refused in one table, and nothing is left", arguments: others.indices)
  func refused(index: Int) async throws {
    let folder = try TemporaryFolder()
    let export = SmallExport([.mean([1, 2], axes: [Self.z]), Self.others[index]])
    let error = await #expect(throws: ExportError.self) {
      try await export.write(Self.exporter(), to: .file(path: folder.path("out")))
    }
    guard case .differingAxes(let first, let second) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(first == "mesh, page 0 (z [cm]: 2 bins from 0.5 to 1.5)")
    #expect(second.hasPrefix("mesh, page 0 (") && second != first || index == 2)
    #expect(try folder.names == [])
  }

  @Test("a folder has a table for each set of axes of each simulation, and phase space alone")
  func folder() async throws {
    let simulations = ["a", "b"].map { ResultSimulation.named($0, [.named("mesh"), .named("zone")]) }
    let pages = [Self.others[0], .mean([1, 2], axes: [Self.z]), Self.others[5], Self.others[4]]
    let exported = (0...1).flatMap { simulation in
      (0...1).flatMap { estimator in
        pages.map { ExportedPage(simulation: simulation, estimator: estimator, page: $0) }
      }
    }
    let folder = try TemporaryFolder()
    try await SmallExport(simulations, exported).write(
      Self.exporter(), to: .folder(path: folder.path("t")))
    let names = ["by_y", "by_z", "mesh_p0_mcpl", "values", "zone_p0_mcpl"]
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("t")).sorted()
        == (names.flatMap { [$0 + ".csv", $0 + "_2.csv"] } + ["datapackage.json"]).sorted())
    #expect(try folder.text("t/by_z_2.csv").hasPrefix("z_low [cm],z [cm],z_high [cm],mesh_dose"))
    let package = try folder.text("t/datapackage.json")
    #expect(package.contains("\"name\": \"zone_dose [MeV/g]\", \"type\": \"number\", \"unit\": \"MeV/g\""))
    #expect(package.contains("\"estimator\": \"zone\", \"page_number\": 0"))
  }

  @Test("comments tell of every page, in a long table before its rows", arguments: [true, false])
  func comments(isWide: Bool) async throws {
    var second = ResultPage.mean([2], number: 1, quantity: "FLUENCE", filter: "Protons")
    second.operations = ["--sum y: sum"]
    let text = try await SmallExport([.mean([1]), second]).text(
      Self.exporter(wide: isWide, comments: true))
    let lines = text.split(separator: "\n").map(String.init)
    let first = ["# Water, mesh, page 0", "# DOSE, per primary", "# mean of 2 contributions, 2000 primaries"]
    let other = ["# Water, mesh, page 1", "# FLUENCE (Protons), per primary", first[2], "# --sum y: sum"]
    #expect(lines[0] == "# ebb 1.2.3, schema 1, job-1")
    try #require(lines.count == (isWide ? 10 : 11))
    if isWide {
      #expect(Array(lines[1...7]) == first + other)
    } else {
      #expect(Array(lines[2...4]) == first && Array(lines[6...9]) == other)
      #expect(lines[1].hasPrefix("simulation,") && lines[10].hasPrefix("job-1,mesh,1,FLUENCE,Protons,"))
    }
  }

  @Test("tabs stand in what ends in .tsv, in a folder too", arguments: ["out.tsv", "a/OUT.TSV", "out.tsv/"])
  func tabs(path: String) async throws {
    let export = SmallExport([.mean([1, 2], axes: [Self.z])])
    let text = try await export.text(CSVExporter().with(FormatOptions(), writing: path))
    #expect(text.hasPrefix("z_low [cm]\tz [cm]\t"))
  }

  @Test("another delimiter stands everywhere, and what holds it is quoted", arguments: [";", "\t", "|", "_"])
  func delimiter(_ text: String) async throws {
    let delimiter = try #require(text.unicodeScalars.first)
    let page = ResultPage.mean(
      [1, 2, 3, 4], axes: [.position("y", [0, 1, 2]), Self.z], filter: "a;b|c,d\te_f")
    for pages in [[page], [page, page], [.particles([22, 1, 2, 3, 0, 0, 1, 5]), page]] {
      for isWide in [false, true] where !isWide || !pages[0].isPhaseSpace {
        let export = SmallExport(pages)
        let other = try await export.text(Self.exporter(wide: isWide, delimiter: text))
        let comma = try await export.text(Self.exporter(wide: isWide))
        #expect(Self.cells(other, delimiter) == Self.cells(comma, ","))
      }
    }
  }

  /// Cells by RFC 4180; quotes within cells do not occur here.
  private static func cells(_ text: String, _ delimiter: Unicode.Scalar) -> [[String]] {
    text.split(separator: "\n").map { line in
      var cells = [""]
      var isQuoted = false
      for scalar in line.unicodeScalars {
        if scalar == "\"" {
          isQuoted.toggle()
        } else if scalar == delimiter, !isQuoted {
          cells.append("")
        } else {
          cells[cells.count - 1].unicodeScalars.append(scalar)
        }
      }
      return cells
    }
  }
}
