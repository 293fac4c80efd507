/// A column of a row group that is being filled.
protocol PendingColumn {
  /// One without rows.
  init()
  /// The number of rows so far.
  var count: Int { get }
  /// Takes rows without a value.
  mutating func append(nothing rows: Int)
}
