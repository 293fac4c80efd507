internal import EbbFiles
internal import EbbModel

/// A table being written, a row group at a time.
struct ParquetTable: ~Copyable {
  private var file: ParquetFile
  private let groupRows: Int
  private let namesSimulations: Bool
  private var rows: ParquetRows
  /// The columns of axes and of particles so far.
  private var ownColumns: [String] = []

  /// - Parameters:
  ///   - groupRows: the number of rows of a row group, but for the last.
  ///   - namesSimulations: whether there is a column of simulations' names.
  init(_ file: consuming ParquetFile, groupRows: Int, namesSimulations: Bool) {
    self.file = file
    self.groupRows = groupRows
    self.namesSimulations = namesSimulations
    rows = ParquetRows(namesSimulations: namesSimulations)
  }

  /// Takes the rows of a page.
  mutating func append(_ member: TablePage) throws(FileError) {
    let page = member.page
    let count = page.isPhaseSpace ? page.shape[0] : page.values.count
    var row = 0
    while row < count {
      let end = min(count, row + groupRows - rows.count)
      rows.append(member, row..<end)
      row = end
      if rows.count == groupRows { try flush() }
    }
  }

  private mutating func flush() throws(FileError) {
    ownColumns += rows.ownColumns.filter { !ownColumns.contains($0) }
    try file.write(rows)
    rows = ParquetRows(namesSimulations: namesSimulations)
  }

  /// Writes the rest and puts the file in its place.
  consuming func commit(creator: String, facts: [(name: String, text: String)]) throws(FileError) {
    try flush()
    try file.commit(
      order: ParquetRows.first + ownColumns + ParquetRows.last, creator: creator, facts: facts)
  }
}
