/// A store that is wrong, or odd, in one way.
///
/// It holds one simulation, `id:1`, that is COMPLETED, with two estimators, `mesh` and `good`. The fault is in page 1
/// of the first; page 0 and the other estimator are sound. A few are no store at all.
package struct BrokenStore: Sendable, CustomStringConvertible {
  /// The content of a file.
  enum Content: Sendable {
    /// The data of the faulty page; `nil` for NULL.
    case page([UInt8]?)
    /// A sound page, and rows that disagree with it.
    case rows([SampleRow])
    /// The names of the two estimators, and more estimators of these names.
    case names(String, String, more: [String])
    /// The tables without one, or none of them.
    case tables(without: String?)
    case bytes([UInt8])
  }

  package let name: String
  package let what: String
  /// The exit status of `ebb export`.
  package let exitStatus: Int32
  let content: Content

  package var description: String { name }

  init(_ name: String, _ exitStatus: Int32, _ what: String, _ content: Content) {
    self.name = name
    self.what = what
    self.exitStatus = exitStatus
    self.content = content
  }

  /// Whether it has a simulation at all.
  package var isStore: Bool { exitStatus != 69 }
  /// Whether the page is left out, since it has no data.
  package var hasNoData: Bool { ["null_data", "empty_data", "json_null"].contains(name) }
  /// Whether an audit finds nothing.
  package var isSound: Bool { ["integers", "odd_spacing", "odd_names"].contains(name) }
}

extension BrokenStore {
  /// The JSON of a sound page, but for what is said.
  static func page(
    _ number: Int, unit: String = "MeV/g", values: [Double] = [1, 2.5, 3e-05], centres: [Double]? = nil
  ) -> String {
    JSONValue.object([
      (
        "metadata",
        .object([
          ("page_number", .string("\(number)")), ("name", .string("DOSE")), ("unit", .string("MeV/g")),
          ("page_normalized", .string("2")),
        ])
      ), ("dimensions", .integer(1)),
      ("data", .object([("unit", .string(unit)), ("name", .string("DOSE")), ("values", .numbers(values))])),
      (
        "axis_dim1",
        .object([
          ("unit", .string("cm")), ("name", .string("Position (Z)")),
          ("values", .numbers(centres ?? values.indices.map { Double($0) + 0.5 })),
        ])
      ),
    ]).text
  }

  static func estimator(_ id: Int, _ name: String, _ fileName: String) -> SampleRow {
    let metadata = JSONValue.object([("number_of_primaries", .string("1000"))])
    return SampleRow(
      "Estimator", .integer(id), .integer(1), .text(name), .text(fileName), .blob(gzip(metadata.text)))
  }

  static func page(_ id: Int, of estimator: Int, _ number: Int, _ data: [UInt8]?) -> SampleRow {
    SampleRow(
      "Page", .integer(id), .text("DOSE"), .integer(estimator), .integer(number),
      data.map { .blob($0) } ?? .null, .integer(1))
  }
}
