import EbbModel
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbExport

/// Workbooks, read by openpyxl.
@Suite("Workbooks") struct XLSXExporterTests {
  private static let reader = """
    import sys, json, warnings, openpyxl
    warnings.simplefilter("error")
    book = openpyxl.load_workbook(sys.argv[1])
    # Not every reader of JSON keeps the last bit.
    exact = lambda cell: float(cell).hex() if isinstance(cell, (int, float)) else cell
    sheets = [[sheet.title, [[exact(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]] for sheet in book]
    print(json.dumps(sheets))
    """

  private static func sheets(_ path: String) throws -> [(name: String, rows: [[Any]])] {
    let outcome = try Program.run(Python.path, ["-c", reader, path])
    let read = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[Any]]
    return (read ?? []).compactMap { sheet in
      guard let name = sheet[0] as? String, let rows = sheet[1] as? [[Any]] else { return nil }
      return (name, rows)
    }
  }

  @Test(
    "numbers are the same to the last bit, with places, units and errors",
    .enabled(if: Python.has("openpyxl")))
  func readBack() async throws {
    var generator = SeededGenerator(seed: 12)
    let values: [Double] = (0..<60).map { _ in
      let exponent = Int.random(in: -300...300, using: &generator)
      return Double.random(in: -1...1, using: &generator) * pow(10, Double(exponent))
    }
    let page = ResultPage.mean(
      values, axes: [.position("x", [0, 1, 2, 3]), .position("z", (0...20).map(Double.init))],
      errors: values.map(\.magnitude))
    let folder = try TemporaryFolder()
    let path = folder.path("a.xlsx")
    try await SmallExport([page]).write(XLSXExporter(), to: .file(path: path))
    let sheets = try Self.sheets(path)
    #expect(sheets.map(\.name) == ["About", "mesh p0 DOSE"])
    let rows = try #require(sheets.last?.rows)
    #expect(
      rows[0] as? [String] == [
        "x_low [cm]", "x [cm]", "x_high [cm]", "z_low [cm]", "z [cm]", "z_high [cm]", "dose [MeV/g]",
        "dose_error [MeV/g]",
      ])
    try #require(rows.count == 61)
    for (bin, row) in rows.dropFirst().enumerated() {
      let numbers = row.compactMap { ($0 as? String).flatMap(Double.init) }
      let (x, z) = (Double(bin / 20), Double(bin % 20))
      let expected: [Double] = [x, x + 0.5, x + 1, z, z + 0.5, z + 1, values[bin], values[bin].magnitude]
      #expect(numbers == expected)
    }
  }

  @Test(
    "what is not finite, names that a sheet cannot have, equal names", .enabled(if: Python.has("openpyxl")))
  func names() async throws {
    let long = "Ein [langer] Name: mit/allem?*'\\ und mehr als 31 Zeichen"
    let pages = [
      ResultPage.mean([.nan, .infinity, -.infinity], axes: [.centres("n", [1, 2, 3])], quantity: long),
      .mean([1], quantity: long),
      .mean([2], quantity: "a & <b> \"c\" \u{7}\n"),
    ]
    let folder = try TemporaryFolder()
    let path = folder.path("a.xlsx")
    try await SmallExport(pages).write(XLSXExporter(), to: .file(path: path))
    let sheets = try Self.sheets(path)
    try #require(sheets.count == 4)
    #expect(sheets.allSatisfy { $0.name.count <= 31 } && Set(sheets.map { $0.name.lowercased() }).count == 4)
    let shown: [String?] = sheets[1].rows.dropFirst().map { $0[1] as? String }
    #expect(shown == ["#N/A", "INF", "-INF"])
    #expect(sheets[3].rows[0][0] as? String == "a_b_c [MeV/g]")
    // The first sheet says what each is.
    let listed: [[Any]] = sheets[0].rows.suffix(3)
    let names: [String?] = listed.map { $0[0] as? String }
    #expect(names == sheets.dropFirst().map(\.name))
    #expect(listed[0][4] as? String == long)
  }

  @Test("the same content is the same bytes, and a page beyond a sheet's rows is refused")
  func limits() async throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] {
      try await SmallExport([.mean([1, 2], axes: [.zones])]).write(
        XLSXExporter(), to: .file(path: folder.path(name)))
    }
    #expect(try folder.bytes("a") == folder.bytes("b"))
    let values = [Double](repeating: 1, count: 1_048_576)
    let large = ResultPage.mean(values, axes: [.centres("n", values.indices.map(Double.init))])
    await #expect(
      throws: ExportError.unsuitable(
        format: "xlsx", reason: "it has 1048576 rows, and a sheet 1048576 with its heading")
    ) { try await SmallExport([large]).write(XLSXExporter(), to: .file(path: folder.path("c"))) }
    #expect(try folder.names == ["a", "b"])
  }

  @Test("columns beyond Z have two letters")
  func letters() {
    var text = SheetText(widths: [], frozenRows: 0)
    text.beginRow()
    for number in 0..<28 { text.append(Double(number)) }
    let cells = String(decoding: text.block.bytes, as: UTF8.self)
    #expect(cells.contains("r=\"Z1\"><v>25.0</v>") && cells.contains("r=\"AB1\"><v>27.0</v>"))
  }
}
