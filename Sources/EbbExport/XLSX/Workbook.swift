internal import EbbFiles
internal import EbbModel
internal import EbbText

/// A workbook being written: sheets as pages come, and at the end the first sheet, which names them, and what binds them.
struct Workbook: ~Copyable {
  /// The rows of a sheet, by the format.
  private static let maxRows = 1_048_576
  /// The characters of a sheet's name.
  private static let nameLength = 31

  private var archive: ZipArchive
  private let outline: ExportOutline
  private let level: Int
  private var names = UniqueNames()
  /// The names, and what the first sheet says of each.
  private var sheets: [(name: String, cells: [String])] = []

  init(_ archive: consuming ZipArchive, of outline: ExportOutline, level: Int) {
    self.archive = archive
    self.outline = outline
    self.level = level
    _ = names.unique(Self.firstName)
  }

  private static let firstName = "About"

  /// Writes the sheet of a page.
  mutating func add(_ member: TablePage) throws {
    let page = member.page
    let rows = page.isPhaseSpace ? page.shape[0] : page.values.count
    guard rows < Self.maxRows else {
      throw ExportError.unsuitable(
        format: "xlsx", reason: "it has \(rows) rows, and a sheet \(Self.maxRows) with its heading")
    }
    guard archive.hasRoom else {
      throw ExportError.unsuitable(
        format: "xlsx", reason: "the workbook would be larger than the format can hold")
    }
    let table = WideTable([member], delimiter: ",")
    let columns = table.columns
    var text = SheetText(widths: columns.map { max(12, $0.title.count + 2) }, frozenRows: 1)
    text.beginRow()
    for column in columns { text.append(column.title, isHeading: true) }
    text.endRow()
    try archive.add("xl/worksheets/sheet\(sheets.count + 2).xml", level: level) { write in
      try table.forEachRow { (numbers: [Double?]) throws(FileError) in
        text.beginRow()
        for number in numbers { text.append(number) }
        text.endRow()
        if text.block.isFull {
          try text.block.withBytes(write)
          text.clear()
        }
      }
      text.end()
      try text.block.withBytes(write)
    }
    let name = name(of: member)
    let remarks = page.operations + page.findings.map(\.text)
    sheets.append(
      (
        name,
        [
          name, member.simulation.name, member.estimator.title, "\(page.number)", page.label,
          page.isPhaseSpace ? "" : page.unit.described, page.axes.map(\.name).joined(separator: ", "),
          page.errors == nil ? "" : page.errorLabel, page.primaries.map { "\($0)" } ?? "",
          "\(page.contributions)", remarks.joined(separator: "; "),
        ]
      ))
  }

  /// "z_profile p0 DOSE", without what names of sheets must not have.
  private mutating func name(of member: TablePage) -> String {
    let whole = "\(member.estimator.title) p\(member.page.number) \(member.page.label)".printable
    let safe = String(whole.map { "[]:*?/\\'".contains($0) ? "_" : $0 })
    let cut = names.unique(String(safe.prefix(Self.nameLength)))
    if cut.count <= Self.nameLength { return cut }
    // Room for what tells names apart that begin alike.
    return names.unique(String(safe.prefix(Self.nameLength - 5)))
  }

  consuming func commit(after end: PagesEnd) throws {
    try archive.add("xl/worksheets/sheet1.xml", about(after: end), level: level)
    for (name, text) in parts { try archive.add(name, text, level: level) }
    try archive.commit()
  }

  /// The first sheet: whose results these are, how they were made, what each sheet holds.
  private func about(after end: PagesEnd) -> String {
    var text = SheetText(widths: [32, 24, 24, 8, 28, 18, 12, 28, 14, 14, 60], frozenRows: 0)
    func row(_ cells: [String], isHeading: Bool = false) {
      text.beginRow()
      for (index, cell) in cells.enumerated() {
        if cell.isEmpty { text.skipCell() } else { text.append(cell, isHeading: isHeading || index == 0) }
      }
      text.endRow()
    }
    row(["Written by", "ebb \(outline.creator)"])
    if let provenance = outline.provenance {
      row(["Command", provenance.command])
      if let store = provenance.store { row(["Store", store]) }
      for file in provenance.files { row(["File", file]) }
    }
    for simulation in outline.simulations {
      row(["Simulation", simulation.name, simulation.title])
      if let simulator = simulation.simulator {
        row(["Simulator", [simulator, simulation.simulatorVersion].compactMap { $0 }.joined(separator: " ")])
      }
      if let primaries = simulation.simulatedPrimaries { row(["Primaries", "\(primaries)"]) }
    }
    for warning in outline.warnings + end.warnings { row(["Warning", warning]) }
    row([])
    row(
      [
        "Sheet", "Simulation", "Estimator", "Page", "Quantity", "Unit", "Axes", "Error", "Primaries",
        "Contributions", "Remarks",
      ], isHeading: true)
    for sheet in sheets { row(sheet.cells) }
    text.end()
    return String(decoding: text.block.bytes, as: UTF8.self)
  }

  /// What binds the sheets into a workbook (ECMA-376 part 2 and part 1, 18.2).
  private var parts: [(name: String, text: String)] {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    let package = "http://schemas.openxmlformats.org/package/2006"
    let document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    let titles = [Self.firstName] + sheets.map(\.name)
    var (types, links, list) = ("", "", "")
    for (index, title) in titles.enumerated() {
      let number = index + 1
      types +=
        "<Override PartName=\"/xl/worksheets/sheet\(number).xml\" ContentType=\"\(type).worksheet+xml\"/>"
      links +=
        "<Relationship Id=\"rId\(number)\" Type=\"\(document)/worksheet\" Target=\"worksheets/sheet\(number).xml\"/>"
      list += "<sheet name=\"\(title.html)\" sheetId=\"\(number)\" r:id=\"rId\(number)\"/>"
    }
    let styles = titles.count + 1
    return [
      (
        "[Content_Types].xml",
        head + "<Types xmlns=\"\(package)/content-types\">"
          + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
          + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
          + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(type).sheet.main+xml\"/>"
          + "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(type).styles+xml\"/>\(types)</Types>"
      ),
      (
        "_rels/.rels",
        head + "<Relationships xmlns=\"\(package)/relationships\">"
          + "<Relationship Id=\"rId1\" Type=\"\(document)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
      ),
      (
        "xl/workbook.xml",
        head + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(document)\"><sheets>\(list)</sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        head + "<Relationships xmlns=\"\(package)/relationships\">\(links)"
          + "<Relationship Id=\"rId\(styles)\" Type=\"\(document)/styles\" Target=\"styles.xml\"/></Relationships>"
      ),
      (
        "xl/styles.xml",
        head
          + "<styleSheet xmlns=\"\(main)\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
          + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
          + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
          + "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
          + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
          + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
          + "<cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
          + "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/></cellXfs>"
          + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
      ),
    ]
  }
}
