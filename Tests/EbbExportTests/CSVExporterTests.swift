import EbbModel
import EbbTestSupport
import Testing

@testable import EbbExport

@Suite("CSVExporter")
struct CSVExporterTests {
  private static let longHeader =
    "simulation,estimator,page,quantity,filter,unit,axes,axis1,axis2,axis3,axis4,axis5,value,error,"
    + "axis1_low,axis1_high,axis2_low,axis2_high,axis3_low,axis3_high,axis4_low,axis4_high,axis5_low,axis5_high"

  /// The cells of edges where there are none.
  private static let noEdges = String(repeating: ",", count: 10)

  private func table(_ page: ResultPage) async throws -> String {
    try await SmallExport([page]).text(CSVExporter())
  }

  @Test("a single value is a table of one row")
  func noAxes() async throws {
    #expect(try await table(.mean([0.25])) == "dose [MeV/g],dose_error [MeV/g]\n0.25,\n")
    #expect(
      try await table(.mean([0.25], errors: [1e-9]))
        == "dose [MeV/g],dose_error [MeV/g]\n0.25,1e-09\n")
  }

  @Test("an axis with edges takes three columns")
  func edges() async throws {
    let page = ResultPage.mean([1, 2], axes: [.position("z", [0, 0.5, 2])], errors: [0.5, .nan])
    #expect(
      try await table(page) == """
        z_low [cm],z [cm],z_high [cm],dose [MeV/g],dose_error [MeV/g]
        0.0,0.25,0.5,1.0,0.5
        0.5,1.25,2.0,2.0,NaN

        """)
  }

  @Test("an axis without edges takes one column, and a plain number has no unit")
  func zones() async throws {
    let page = ResultPage.mean([3, 4], axes: [.zones], quantity: "Count", unit: "")
    #expect(try await table(page) == "zone,count,count_error\n1.0,3.0,\n2.0,4.0,\n")
  }

  @Test("the last axis varies fastest")
  func twoAxes() async throws {
    let axes = [Axis.centres("y", [10, 20]), Axis.centres("z", [1, 2, 3])]
    #expect(
      try await table(.mean([1, 2, 3, 4, 5, 6], axes: axes)) == """
        y [cm],z [cm],dose [MeV/g],dose_error [MeV/g]
        10.0,1.0,1.0,
        10.0,2.0,2.0,
        10.0,3.0,3.0,
        20.0,1.0,4.0,
        20.0,2.0,5.0,
        20.0,3.0,6.0,

        """)
  }

  @Test("what is not finite is NaN, INF and -INF")
  func notFinite() async throws {
    let page = ResultPage.mean(
      [.nan, .infinity, -.infinity, -0.0], axes: [.position("x", [0, 1, 2, 3, 4])])
    let rows = try await table(page).split(separator: "\n").dropFirst()
    #expect(rows.map { $0.split(separator: ",").last } == ["NaN", "INF", "-INF", "-0.0"])
  }

  @Test("how many contributions a bin has is a column where it differs")
  func binContributions() async throws {
    let page = ResultPage.mean([1, 2], axes: [.zones], errors: [0, 1], binContributions: [2, 1])
    #expect(
      try await table(page) == """
        zone,dose [MeV/g],dose_error [MeV/g],dose_contributions
        1.0,1.0,0.0,2
        2.0,2.0,1.0,1

        """)
  }

  @Test("phase space is a table of particles")
  func phaseSpace() async throws {
    let header = "pdg,x [cm],y [cm],z [cm],vx,vy,vz,energy [MeV]\n"
    #expect(try await table(.particles([])) == header)
    #expect(
      try await table(.particles([22, 1, 2, 3, 0, 0, 1, 1e-300, 2112, 4, 5, 6, 1, 0, 0, 60]))
        == header + "22.0,1.0,2.0,3.0,0.0,0.0,1.0,1e-300\n2112.0,4.0,5.0,6.0,1.0,0.0,0.0,60.0\n")
  }

  @Test("columns are told apart where a quantity is called like an axis")
  func collidingColumns() async throws {
    let axis = Axis(
      name: "energy", label: "Kinetic energy", unit: "MeV", centres: [1, 2], edges: [0.5, 1.5, 2.5])
    let page = ResultPage.mean(
      [3, 4], axes: [axis], errors: [1, 1], quantity: "Energy", unit: "MeV")
    let header = try await table(page).prefix { $0 != "\n" }
    #expect(
      header
        == "energy_low [MeV],energy [MeV],energy_high [MeV],energy_2 [MeV],energy_2_error [MeV]")
  }

  @Test("several pages are one long table")
  func severalPages() async throws {
    let pages = [
      ResultPage.mean([1, 2], axes: [.position("z", [0, 1, 2])], errors: [0.5, 0.25]),
      ResultPage.mean([7], number: 1, quantity: "FLUENCE", unit: "/cm^2/prim", filter: "Protons"),
    ]
    #expect(
      try await SmallExport(pages).text(CSVExporter()) == """
        \(Self.longHeader)
        job-1,mesh,0,DOSE,,MeV/g,z [cm],0.5,,,,,1.0,0.5,0.0,1.0,,,,,,,,
        job-1,mesh,0,DOSE,,MeV/g,z [cm],1.5,,,,,2.0,0.25,1.0,2.0,,,,,,,,
        job-1,mesh,1,FLUENCE,Protons,cm^-2,,,,,,,7.0,,,,,,,,,,,

        """)
  }

  @Test("particles in a long table take a row a number")
  func longParticles() async throws {
    let export = SmallExport([.particles([22, 1, 2, 3, 0, 0, 1, 5]), .mean([1], number: 1)])
    let rows = try await export.text(CSVExporter()).split(separator: "\n")
    #expect(rows.count == 1 + 8 + 1)
    #expect(rows[1] == "job-1,mesh,0,MCPL pdg,,1,particle,0,,,,,22.0,\(Self.noEdges)")
    #expect(rows[8] == "job-1,mesh,0,MCPL energy,,MeV,particle,0,,,,,5.0,\(Self.noEdges)")
    let cells = rows.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }
    #expect(Set(cells) == [24])
  }

  @Test("contributions that stand on their own say their task")
  func perTask() async throws {
    let simulations = [
      ResultSimulation.named(
        "job-1", [.named("mesh", task: 0), .named("mesh", task: 12), .named("zone")])
    ]
    let pages = (0..<3).map {
      ExportedPage(simulation: 0, estimator: $0, page: .mean([Double($0)]))
    }
    #expect(
      try await SmallExport(simulations, pages).text(CSVExporter()) == """
        \(Self.longHeader.replacing("page,quantity", with: "task,page,quantity"))
        job-1,mesh,0,0,DOSE,,MeV/g,,,,,,,0.0,,,,,,,,,,,
        job-1,mesh,12,0,DOSE,,MeV/g,,,,,,,1.0,,,,,,,,,,,
        job-1,zone,,0,DOSE,,MeV/g,,,,,,,2.0,,,,,,,,,,,

        """)
  }

  @Test("texts of the store keep a long table's columns")
  func hostileTexts() async throws {
    let simulations = [
      ResultSimulation.named("=cmd|'/c calc'!A0", [.named("a,b")]),
      ResultSimulation.named("two\nlines", [.named("say \"x\" twice")]),
    ]
    let pages = (0..<2).map {
      ExportedPage(
        simulation: $0, estimator: 0, page: .mean([1], quantity: "@SUM(1)", filter: "-1"))
    }
    #expect(
      try await SmallExport(simulations, pages).text(CSVExporter()) == """
        \(Self.longHeader)
        "'=cmd|'/c calc'!A0","a,b",0,"'@SUM(1)","'-1",MeV/g,,,,,,,1.0,,,,,,,,,,,
        "two
        lines","say ""x"" twice",0,"'@SUM(1)","'-1",MeV/g,,,,,,,1.0,,,,,,,,,,,

        """)
  }

  @Test("comment lines tell where a table is from, each in one line")
  func comments() async throws {
    let simulation = ResultSimulation.named(
      "job-1", [.named("me\nsh")], title: "Wa\u{1b}[31mter\r\n0,1")
    var page = ResultPage.mean([1], errors: [2], filter: "Protons")
    page.operations = ["--sum y: sum", "--primaries 7"]
    let export = SmallExport([simulation], [ExportedPage(simulation: 0, estimator: 0, page: page)])
    #expect(
      try await export.text(CSVExporter().with(["comment": ""])) == """
        # ebb 1.2.3, schema 1, job-1
        # Wa[31mter0,1, mesh, page 0
        # DOSE (Protons), per primary
        # mean of 2 contributions, 2000 primaries
        # --sum y: sum
        # --primaries 7
        # error: standard error of the mean
        dose [MeV/g],dose_error [MeV/g]
        1.0,2.0

        """)
  }

  @Test("for spreadsheets there are commas before fractions, semicolons between cells, and a mark of UTF-8")
  func excel() async throws {
    let page = ResultPage.mean([1.5, .nan], axes: [.position("z", [0, 0.5, 2])], errors: [0.25, 1])
    let exporter = try CSVExporter().with(["excel": ""])
    #expect(
      try await SmallExport([page]).text(exporter) == """
        \u{feff}z_low [cm];z [cm];z_high [cm];dose [MeV/g];dose_error [MeV/g]
        0,0;0,25;0,5;1,5;0,25
        0,5;1,25;2,0;NaN;1,0

        """)
    let rows = try await SmallExport([page, .mean([7.5], number: 1)]).text(exporter).split(separator: "\n")
    #expect(rows[0].hasPrefix("\u{feff}simulation;estimator;"))
    #expect(rows[1] == "job-1;mesh;0;DOSE;;MeV/g;z [cm];0,25;;;;;1,5;0,25;0,0;0,5;;;;;;;;")
    #expect(rows[3].contains(";7,5;"))
    #expect(throws: FormatOptionError.self) { try CSVExporter().with(["excel": "", "delimiter": ","]) }
    #expect(
      try await SmallExport([page]).text(CSVExporter().with(["excel": "", "delimiter": "tab"])).contains(
        "0,5\t1,25"))
  }
}
