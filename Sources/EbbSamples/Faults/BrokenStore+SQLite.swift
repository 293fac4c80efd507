private import Foundation

extension BrokenStore: RowSource {
  package func forEachRow(_ body: (SampleRow) throws -> Void) rethrows {
    for row in rows { try body(row) }
  }

  /// Writes the SQLite file. It appears complete or not at all.
  package func write(to path: String) throws(SampleError) {
    switch content {
    case .bytes(let bytes):
      try writeAtomically(to: path, overwrite: false) { try Data(bytes).write(to: URL(filePath: $0)) }
    case .tables(let missing):
      let tables = missing == nil ? [] : Schema.tables.filter { $0.name != missing }
      try writeSQLite(
        to: path,
        revision: SchemaRevision(number: Schema.current.number, id: Schema.current.id, tables: tables))
    case .page, .rows, .names: try writeSQLite(to: path)
    }
  }

  private var rows: [SampleRow] {
    var names = ("mesh", "good")
    var faulty: [UInt8]? = gzip(Self.page(1))
    var more: [SampleRow] = []
    switch content {
    case .page(let data): faulty = data
    case .rows(let rows): more = rows
    case .names(let first, let second, let others):
      names = (first, second)
      for (index, name) in others.enumerated() {
        more.append(Self.estimator(10 + index, name, "odd_\(paddedNumber(index))"))
        more.append(Self.page(10 + index, of: 10 + index, 0, gzip(Self.page(0))))
      }
    case .tables, .bytes: return []
    }
    let time = SampleRow.Value.time("2026-01-01 00:00:00.000000")
    return [
      SampleRow("User", .integer(1), .text("alice"), .text("YaptideUser")),
      SampleRow(
        "Simulation", .integer(1), .text("broken-\(name)"), .integer(1), time, .null, .text(what),
        .text("DIRECT"), .text("FILES"), .text("shieldhit"), .text("COMPLETED")),
      Self.estimator(1, names.0, "mesh_0001"), Self.estimator(2, names.1, "good_0001"),
      Self.page(1, of: 1, 0, gzip(Self.page(0))), Self.page(2, of: 1, 1, faulty),
      Self.page(3, of: 2, 0, gzip(Self.page(0))),
    ] + more
  }
}
