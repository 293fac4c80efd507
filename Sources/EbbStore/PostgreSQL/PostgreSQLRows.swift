private import CLibpq
internal import EbbModel

/// Owns the rows that a query gave (`PGresult`), in binary, and reads one of them at a time.
@safe struct PostgreSQLRows: ~Copyable, ModelRow {
  private let result: OpaquePointer
  /// The table that errors name.
  private let table: String
  private let url: String
  /// By name; of names that occur twice, the first.
  private let columns: [String: Int32]
  /// The row that values are read of.
  var row: Int32 = 0

  /// Takes over `result`.
  init(owning result: OpaquePointer, table: String, url: String) {
    unsafe self.result = result
    self.table = table
    self.url = url
    var columns: [String: Int32] = [:]
    let count = unsafe PQnfields(result)
    for index in (0..<count).reversed() {
      if let name = unsafe PQfname(result, index) { columns[unsafe String(cString: name)] = index }
    }
    self.columns = columns
  }

  deinit { unsafe PQclear(result) }

  var count: Int32 { unsafe PQntuples(result) }

  /// Lends a field's bytes, in the result's own memory; `nil` where it is NULL or there is no such column.
  private func withBytes<Value>(
    _ column: String, _ body: (RawSpan, Oid) throws(StoreError) -> Value
  ) throws(StoreError) -> Value? {
    guard let index = columns[column], unsafe PQgetisnull(result, row, index) == 0,
      let start = unsafe PQgetvalue(result, row, index)
    else { return nil }
    let count = unsafe Int(PQgetlength(result, row, index))
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
    return try body(unsafe bytes.bytes, unsafe PQftype(result, index))
  }

  /// The row's key, for errors; -1 where even that is unusable.
  private var key: Int64 {
    let key = try? withBytes("id") { bytes, type in Self.integer(bytes, type) }
    return (key ?? nil) ?? -1
  }

  func bad(_ column: String) -> StoreError {
    .badValue(url: url, table: table, column: column, row: key)
  }

  func integerIfPresent(_ column: String) throws(StoreError) -> Int64? {
    try withBytes(column) { bytes, type throws(StoreError) in
      guard let value = Self.integer(bytes, type) else { throw bad(column) }
      return value
    }
  }

  func textIfPresent(_ column: String) throws(StoreError) -> String? {
    try withBytes(column) { bytes, type throws(StoreError) in
      guard type == Self.text else { throw bad(column) }
      return unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
  }

  /// A time. `infinity` is no time that anything happened at, and the last 29 years of those that PostgreSQL knows cannot
  /// be counted from 1970: such a time is not known.
  func instant(_ column: String) throws(StoreError) -> Instant? {
    let found = try withBytes(column) { bytes, type throws(StoreError) -> Instant? in
      guard type == Self.timestamp || type == Self.timestampWithZone, bytes.byteCount == 8,
        let value = Self.bigEndian(bytes)
      else { throw bad(column) }
      let (microseconds, overflow) = value.addingReportingOverflow(Self.epoch)
      return value == .min || overflow ? nil : Instant(microseconds: microseconds)
    }
    return found ?? nil
  }

  func bytes(_ column: String) throws(StoreError) -> [UInt8]? {
    try withBytes(column) { bytes, type throws(StoreError) in
      guard type == Self.bytea else { throw bad(column) }
      return unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
    }
  }

  // Types by their numbers in pg_type.dat, which never change.
  private static let bytea: Oid = 17
  private static let integers: [Oid: Int] = [20: 8, 21: 2, 23: 4]
  private static let text: Oid = 25
  private static let timestamp: Oid = 1114
  private static let timestampWithZone: Oid = 1184

  /// 2000-01-01T00:00:00Z, from which PostgreSQL counts, in microseconds since 1970.
  private static let epoch: Int64 = 946_684_800_000_000

  private static func integer(_ bytes: RawSpan, _ type: Oid) -> Int64? {
    guard integers[type] == bytes.byteCount else { return nil }
    return bigEndian(bytes)
  }

  /// A signed number of up to 8 bytes in network order.
  private static func bigEndian(_ bytes: RawSpan) -> Int64? {
    guard 1...8 ~= bytes.byteCount else { return nil }
    var value: Int64 = 0
    for index in 0..<bytes.byteCount {
      let byte = unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
      value = value << 8 | Int64(byte)
    }
    let unused = 64 - 8 * bytes.byteCount
    return (value << unused) >> unused
  }
}
