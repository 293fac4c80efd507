import EbbSamples
import EbbTestSupport
import Foundation
import GRDB
import Testing

/// The sample's store with values in it that are of the right type, and that no simulation gives.
struct HostileStore {
  /// Where such values stand: all rows get different ones.
  enum Place: Sendable, Hashable, CustomTestStringConvertible {
    case column(table: String, column: String, EbbSamples.Table.Column.Kind)
    /// A member of an estimator's metadata, of a page's, of an input.
    case estimator(String)
    case page(String)
    case input(String)
    /// Values, and bin centres, of pages.
    case values
    case centres

    var testDescription: String {
      switch self {
      case .column(let table, let column, _): "\(table).\(column)"
      case .estimator(let name): "estimator's \(name)"
      case .page(let name): "page's \(name)"
      case .input(let name): "input's \(name)"
      case .values: "values"
      case .centres: "centres"
      }
    }
  }

  private static let integers: [Int64] = [
    .max, .min, -1, 0, 1 << 53 + 1, .min + 1, 4_000_000_000, .max - 1, 1 << 31,
  ]
  private static let times = [
    "0000-01-01 00:00:00", "9999-12-31 23:59:60.999999", "1969-12-31 23:59:59.999999", "9999-01-01T00:00:00Z",
  ]
  private static let texts = [
    "", "-9223372036854775808", "9223372036854775807", "9007199254740993", "-1", "0", "1e400", "nan",
    "99999999999999999999", "[9223372036854775807 -1]", "[1e308 -1e308]", "[0 0]", "2", "dose_9999",
    "Mon, 31 Dec 9999 23:59:60 -9999", "/cm^99;MeV^-99", "FAILED", "DIRECT",
  ]
  private static let numbers = [1.7e308, -1.7e308, .leastNonzeroMagnitude, 0, -0.0, 1e15, 9.3e18, -1e-300, 1]
  /// Rows beyond these are as they were.
  private static let maxRows = 40

  /// Made once for all tests.
  private static let sample = Result { () throws in
    let folder = try TemporaryFolder(staysForAllTests: true)
    try SampleStore(SampleRequest(tasks: 3)).writeSQLite(to: folder.path("sample.sqlite"))
    return folder
  }

  /// All places that the sample has: what schema and metadata have more of joins by itself.
  static func places() throws -> [Place] {
    let queue = try DatabaseQueue(path: sample.get().path("sample.sqlite"))
    defer { try? queue.close() }
    return try queue.read { database in
      func members(_ table: String, _ path: String...) throws -> [String] {
        let blob = try Data.fetchOne(database, sql: "SELECT compressed_data FROM \"\(table)\"")
        var object = blob.flatMap(Self.object) ?? [:]
        for name in path { object = object[name] as? [String: Any] ?? [:] }
        return object.keys.sorted()
      }
      let columns = Schema.tables.flatMap { table in
        table.columns.filter { $0.kind != .blob }.map {
          Place.column(table: table.name, column: $0.name, $0.kind)
        }
      }
      return columns + (try members("Estimator").map { .estimator($0) })
        + (try members("Page", "metadata").map { .page($0) }) + (try members("Input").map { .input($0) })
        + [.values, .centres]
    }
  }

  /// Writes a store with hostile values at `places`.
  /// - Parameter seed: chooses which row gets which value.
  static func write(to path: String, _ places: [Place], seed: Int) throws {
    try FileManager.default.copyItem(atPath: sample.get().path("sample.sqlite"), toPath: path)
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.inTransaction {
        // Keys last, by which rows are found.
        for place in places.sorted(by: { !$0.isKey && $1.isKey }) {
          try change(place, in: database, seed: seed)
        }
        return .commit
      }
    }
    try queue.close()
  }

  private static func change(_ place: Place, in database: Database, seed: Int) throws {
    switch place {
    case .column(let table, let column, let kind):
      let keys = try Int64.fetchAll(
        database, sql: "SELECT id FROM \"\(table)\" ORDER BY id LIMIT \(maxRows)")
      for (row, key) in keys.enumerated() {
        let value: any DatabaseValueConvertible =
          switch kind {
          case .integer: pick(integers, row, seed)
          case .time: pick(times, row, seed)
          default: pick(texts, row, seed)
          }
        // Where a constraint holds it off, the row stays.
        try database.execute(
          sql: "UPDATE OR IGNORE \"\(table)\" SET \(column) = ? WHERE id = ?", arguments: [value, key])
      }
    case .estimator(let name):
      try changeData(of: "Estimator", in: database) { object, row in object[name] = pick(texts, row, seed) }
    case .input(let name):
      try changeData(of: "Input", in: database) { object, row in
        object[name] = object[name] is NSNumber ? pick(integers, row, seed) : pick(texts, row, seed)
      }
    case .page(let name):
      try changeData(of: "Page", in: database) { object, row in
        var metadata = object["metadata"] as? [String: Any] ?? [:]
        metadata[name] = pick(texts, row, seed)
        object["metadata"] = metadata
      }
    case .values:
      try changeData(of: "Page", in: database) { object, row in Self.change("data", of: &object, row, seed) }
    case .centres:
      try changeData(of: "Page", in: database) { object, row in
        Self.change("axis_dim1", of: &object, row, seed)
      }
    }
  }

  private static func change(_ member: String, of page: inout [String: Any], _ row: Int, _ seed: Int) {
    guard var object = page[member] as? [String: Any], let values = object["values"] as? [Any] else { return }
    object["values"] = values.indices.map { pick(numbers, row + $0, seed) }
    page[member] = object
  }

  private static func changeData(
    of table: String, in database: Database, _ change: (inout [String: Any], Int) throws -> Void
  ) throws {
    let rows = try Row.fetchAll(
      database, sql: "SELECT id, compressed_data FROM \"\(table)\" ORDER BY id LIMIT \(maxRows)")
    for (index, row) in rows.enumerated() {
      guard let blob: Data = row[1], var object = Self.object(blob) else { continue }
      try change(&object, index)
      let text = try JSONSerialization.data(withJSONObject: object)
      try database.execute(
        sql: "UPDATE \"\(table)\" SET compressed_data = ? WHERE id = ?",
        arguments: [Data(Gzip.member(Array(text))), row[0] as Int64])
    }
  }

  private static func object(_ blob: Data) -> [String: Any]? {
    guard let text = Gzip.text(of: Array(blob), limit: 1 << 24)?.text else { return nil }
    return try? JSONSerialization.jsonObject(with: Data(text)) as? [String: Any]
  }

  private static func pick<Value>(_ values: [Value], _ row: Int, _ seed: Int) -> Value {
    values[(row + seed) % values.count]
  }
}

extension HostileStore.Place {
  fileprivate var isKey: Bool {
    if case .column(_, "id", _) = self { true } else { false }
  }
}
