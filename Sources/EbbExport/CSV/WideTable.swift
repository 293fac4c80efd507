internal import EbbFiles
internal import EbbModel
internal import EbbText

/// Pages with the same axes as one table: one row a bin, columns for the axes, and the value and its error of each
/// page. Mostly it is one page.
struct WideTable {
  /// A column of the table; all hold numbers.
  struct Column {
    var title: String
    var unit: String
    var description: String
    /// The place of its page; `nil` for an axis.
    var page: Int?
  }

  /// One page, or several that have the same bins.
  let members: [TablePage]
  let delimiter: Unicode.Scalar
  /// What stands before the fraction of a number.
  let decimal: Unicode.Scalar
  /// How many rows are composed at a time.
  let threads: Int

  init(_ members: [TablePage], delimiter: Unicode.Scalar, decimal: Unicode.Scalar = ".", threads: Int = 1) {
    self.members = members
    self.delimiter = delimiter
    self.decimal = decimal
    self.threads = threads
  }

  private var first: ResultPage { members[0].page }

  var columns: [Column] {
    guard !first.isPhaseSpace else {
      return PhaseSpace.columns.map {
        Column(title: columnTitle($0.name, unit: $0.unit), unit: $0.unit, description: $0.label, page: 0)
      }
    }
    // A quantity may be called like an axis.
    var names = UniqueNames()
    var columns = first.axes.flatMap { Self.columns(of: $0, &names) }
    for (index, name) in ColumnNames.names(of: members).enumerated() {
      for var column in Self.columns(of: members[index].page, named: name, &names) {
        column.page = index
        columns.append(column)
      }
    }
    return columns
  }

  private static func columns(of axis: Axis, _ names: inout UniqueNames) -> [Column] {
    let all = [("_low", "lower bin edge"), ("", "bin centre"), ("_high", "upper bin edge")]
    return (axis.edges == nil ? [all[1]] : all).map { suffix, what in
      Column(
        title: columnTitle(names.unique(axis.name + suffix), unit: axis.describedUnit), unit: axis.unit,
        description: "\(axis.label), \(what)")
    }
  }

  private static func columns(
    of page: ResultPage, named name: String, _ names: inout UniqueNames
  ) -> [Column] {
    let name = names.unique(name)
    let unit = page.unit.text
    let description = [page.quantity, page.unit.normalization, page.filter]
    // There is always a column of errors, so that tables of one and of many contributions have the same ones.
    var columns = [
      Column(
        title: columnTitle(name, unit: page.unit.described), unit: unit,
        description: description.compactMap { $0 }.joined(separator: ", ")),
      Column(
        title: columnTitle(names.unique(name + "_error"), unit: page.unit.described), unit: unit,
        description: "\(page.errorLabel) of \(page.quantity)"
          + (page.degreesOfFreedom.map { ", \(plainNumber($0)) degrees of freedom" } ?? "")
          + (page.errors == nil ? "; there is none" : "")),
    ]
    if page.binContributions != nil {
      columns.append(
        Column(
          title: names.unique(name + "_contributions"), unit: "1", description: "contributions to the bin"))
    }
    if page.hits != nil {
      columns.append(
        Column(
          title: names.unique(name + "_hits"), unit: "1",
          description: "contributions in which the bin is not 0"
            + (page.zeroLimit.map { "; of 0, fewer than \(plainNumber($0)) of the primaries hit it (95 %)" }
              ?? "")))
    }
    return columns
  }

  /// Writes the header and every row.
  func write(to write: (borrowing TextBlock) throws(FileError) -> Void) throws(FileError) {
    var block = TextBlock()
    for (index, column) in columns.enumerated() {
      if index > 0 { block.append(delimiter) }
      block.append(cell: column.title, delimiter: delimiter)
    }
    block.append("\n")
    try write(block)
    if first.isPhaseSpace { try writeParticles(write) } else { try writeBins(write) }
  }

  private func writeBins(_ write: (borrowing TextBlock) throws(FileError) -> Void) throws(FileError) {
    let axes = RowColumn.axes(first.axes.map(cells))
    let (between, end) = (RowColumn(String(delimiter)), RowColumn("\n"))
    try writeRows(first.values.count, threads: threads, to: write) { bins in
      func column(_ numbers: [Double]) -> RowColumn {
        RowColumn(CellTexts(cells: numbers.span.extracting(bins), decimal: decimal), of: bins)
      }
      var columns = axes
      for (number, member) in members.enumerated() {
        let page = member.page
        if number > 0 { columns.append(between) }
        columns += [column(page.values), between]
        if let errors = page.errors { columns.append(column(errors)) }
        if let counts = page.binContributions {
          columns += [between, RowColumn(CellTexts(counts: counts[bins]), of: bins)]
        }
        if let hits = page.hits { columns += [between, RowColumn(CellTexts(counts: hits[bins]), of: bins)] }
      }
      return columns + [end]
    }
  }

  private func cells(of axis: Axis) -> CellTexts {
    CellTexts(count: axis.centres.count) { position, block in
      if let edges = axis.edges {
        block.append(cell: edges[position], decimal: decimal)
        block.append(delimiter)
      }
      block.append(cell: axis.centres[position], decimal: decimal)
      block.append(delimiter)
      if let edges = axis.edges {
        block.append(cell: edges[position + 1], decimal: decimal)
        block.append(delimiter)
      }
    }
  }

  private func writeParticles(_ write: (borrowing TextBlock) throws(FileError) -> Void) throws(FileError) {
    let (values, width) = (first.values, PhaseSpace.columns.count)
    // A row for each number: the table's are ended by what stands after it.
    let ends = RowColumn(
      CellTexts(count: width) { column, block in block.append(column == width - 1 ? "\n" : delimiter) })
    try writeRows(values.count, threads: threads, to: write) { numbers in
      let cells = CellTexts(cells: values.span.extracting(numbers), decimal: decimal)
      return [RowColumn(cells, of: numbers), ends]
    }
  }
}
