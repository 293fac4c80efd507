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

  init(_ members: [TablePage], delimiter: Unicode.Scalar, decimal: Unicode.Scalar = ".") {
    self.members = members
    self.delimiter = delimiter
    self.decimal = decimal
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
    if first.isPhaseSpace {
      try writeParticles(&block, write)
    } else {
      try writeBins(&block, write)
    }
    try write(block)
  }

  private func writeBins(
    _ block: inout TextBlock, _ write: (borrowing TextBlock) throws(FileError) -> Void
  ) throws(FileError) {
    var starts = RowStarts(axes: first.axes.map(cells))
    let values = members.map(\.page.values)
    let errors = members.map { $0.page.errors ?? [] }
    let counts = members.map { $0.page.binContributions ?? [] }
    let hits = members.map { $0.page.hits ?? [] }
    for bin in first.values.indices {
      starts.appendNext(to: &block)
      for page in values.indices {
        if page > 0 { block.append(delimiter) }
        block.append(cell: values[page][bin], decimal: decimal)
        block.append(delimiter)
        if !errors[page].isEmpty { block.append(cell: errors[page][bin], decimal: decimal) }
        if !counts[page].isEmpty {
          block.append(delimiter)
          block.append(counts[page][bin])
        }
        if !hits[page].isEmpty {
          block.append(delimiter)
          block.append(Int(hits[page][bin]))
        }
      }
      block.append("\n")
      if block.isFull {
        try write(block)
        block.clear()
      }
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

  private func writeParticles(
    _ block: inout TextBlock, _ write: (borrowing TextBlock) throws(FileError) -> Void
  ) throws(FileError) {
    let width = PhaseSpace.columns.count
    for (index, value) in first.values.enumerated() {
      block.append(cell: value, decimal: decimal)
      block.append(index % width == width - 1 ? "\n" : delimiter)
      if block.isFull {
        try write(block)
        block.clear()
      }
    }
  }
}
