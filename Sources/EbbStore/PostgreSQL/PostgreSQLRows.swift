private import CLibpq
internal import EbbModel

/// Owns the rows that a query gave (`PGresult`), in binary. Values are read by columns' names; one that its
/// column cannot hold is an error.
@safe struct PostgreSQLRows: ~Copyable {
  private let result: OpaquePointer
  /// The table that errors name.
  private let table: String
  private let url: String

  /// Takes over `result`.
  init(owning result: OpaquePointer, table: String, url: String) {
    unsafe self.result = result
    self.table = table
    self.url = url
  }

  deinit { unsafe PQclear(result) }

  var count: Int32 { unsafe PQntuples(result) }

  /// Lends a field's bytes, in the result's own memory; `nil` where it is NULL or there is no such column.
  private func withBytes<Value>(
    _ column: String, _ row: Int32, _ body: (RawSpan, Oid) throws(StoreError) -> Value
  ) throws(StoreError) -> Value? {
    let index = unsafe PQfnumber(result, "\"\(column)\"")
    guard index >= 0, unsafe PQgetisnull(result, row, index) == 0,
      let start = unsafe PQgetvalue(result, row, index)
    else { return nil }
    let count = unsafe Int(PQgetlength(result, row, index))
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
    return try body(unsafe bytes.bytes, unsafe PQftype(result, index))
  }

  /// The row's key, for errors; -1 where even that is unusable.
  private func key(_ row: Int32) -> Int64 {
    let key = try? withBytes("id", row) { bytes, type in Self.integer(bytes, type) }
    return (key ?? nil) ?? -1
  }

  private func bad(_ column: String, _ row: Int32) -> StoreError {
    .badValue(url: url, table: table, column: column, row: key(row))
  }

  func integerIfPresent(_ column: String, _ row: Int32) throws(StoreError) -> Int64? {
    try withBytes(column, row) { bytes, type throws(StoreError) in
      guard let value = Self.integer(bytes, type) else { throw bad(column, row) }
      return value
    }
  }

  func integer(_ column: String, _ row: Int32) throws(StoreError) -> Int64 {
    guard let value = try integerIfPresent(column, row) else { throw bad(column, row) }
    return value
  }

  func textIfPresent(_ column: String, _ row: Int32) throws(StoreError) -> String? {
    try withBytes(column, row) { bytes, type throws(StoreError) in
      guard type == Self.text else { throw bad(column, row) }
      return unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
  }

  func text(_ column: String, _ row: Int32) throws(StoreError) -> String {
    guard let value = try textIfPresent(column, row) else { throw bad(column, row) }
    return value
  }

  /// A time. `infinity` is none that can be used.
  func instant(_ column: String, _ row: Int32) throws(StoreError) -> Instant? {
    try withBytes(column, row) { bytes, type throws(StoreError) in
      guard type == Self.timestamp || type == Self.timestampWithZone,
        let value = Self.bigEndian(bytes), value != .max, value != .min
      else { throw bad(column, row) }
      let (microseconds, overflow) = value.addingReportingOverflow(Self.epoch)
      guard !overflow else { throw bad(column, row) }
      return Instant(microseconds: microseconds)
    }
  }

  func bytes(_ column: String, _ row: Int32) throws(StoreError) -> [UInt8]? {
    try withBytes(column, row) { bytes, type throws(StoreError) in
      guard type == Self.bytea else { throw bad(column, row) }
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
