private import Glibc

/// A page of `VariedStore`.
struct VariedPage: Sendable {
  /// An axis as it is stored: its bins' centres, and what the page's metadata say of it.
  struct Axis: Sendable {
    var name: String
    var unit: String
    var centres: [Double]
  }

  /// The differences that one simulator's converter makes.
  enum Form: Sendable {
    /// SHIELD-HIT12A's results of today.
    case bdo2019
    /// Its results of before: without the page's number and how it is normalised.
    case bin2010
    case fluka
    /// The values in brackets of their own where there is no axis.
    case topas
    /// Written by JavaScript: keys in alphabetical order, whole numbers without a point.
    case editor
  }

  var number: Int
  var quantity: String
  var unit: String
  /// The rule by which contributions are combined: 0 they are the same, 1 their sum, 2 and 3 their mean, 4 one after
  /// another.
  var normalization: Int
  var filter: String?
  var form = Form.bdo2019
  var axes: [Axis] = []
  /// Metadata of the page's differential axes.
  var differential: [(name: String, value: String)] = []
  var values: [Double]

  var json: JSONValue {
    var metadata: [(String, JSONValue)] = [
      ("name", .string(quantity)), ("unit", .string(unit)), ("dettyp", .string(quantity)),
    ]
    if form == .bdo2019 || form == .editor {
      metadata += [
        ("page_number", .string("\(number)")), ("page_normalized", .string("\(normalization)")),
        ("page_scale_factor", .string("1.0")), ("page_offset", .string("0.0")),
      ]
    }
    if let filter { metadata.append(("page_filter_name", .string(filter))) }
    metadata += differential.map { ($0.name, .string($0.value)) }
    let isNested = quantity == "MCPL" || form == .topas && axes.isEmpty
    let members: [(String, JSONValue)] =
      [
        ("metadata", .object(metadata)), ("dimensions", .integer(axes.count)),
        (
          "data",
          .object([
            ("unit", .string(unit)), ("name", .string(quantity)),
            ("values", isNested ? .array([numbers(values)]) : numbers(values)),
          ])
        ),
      ]
      + axes.enumerated().map { index, axis in
        (
          "axis_dim\(index + 1)",
          .object([
            ("unit", .string(axis.unit)), ("name", .string(axis.name)), ("values", numbers(axis.centres)),
          ])
        )
      }
    return .object(form == .editor ? members.sorted { $0.0 < $1.0 } : members)
  }

  private func numbers(_ values: [Double]) -> JSONValue {
    guard form == .editor else { return .numbers(values) }
    return .array(
      values.map { $0 == $0.rounded() && abs($0) < 1e15 ? .integer(Int($0)) : .number($0) })
  }
}

extension VariedPage.Axis {
  static func position(_ letter: String, _ bins: Int, from lower: Double, to upper: Double) -> Self {
    Self(name: "Position (\(letter))", unit: "cm", centres: centres(bins, from: lower, to: upper))
  }

  /// An axis of energies or angles. The platform's converter leaves its name out, and its unit is another's.
  static func differential(_ unit: String, _ bins: Int, from lower: Double, to upper: Double) -> Self {
    Self(name: "", unit: unit, centres: centres(bins, from: lower, to: upper))
  }

  /// An axis with bins that rise by a factor, of 10^`lower` to 10^`upper`.
  static func logarithmic(_ unit: String, _ bins: Int, from lower: Double, to upper: Double) -> Self {
    Self(
      name: "", unit: unit,
      centres: centres(bins, from: lower, to: upper).map { roundToDigits(pow(10, $0), 12) })
  }

  private static func centres(_ bins: Int, from lower: Double, to upper: Double) -> [Double] {
    (0..<bins).map { lower + (upper - lower) / Double(bins) * (Double($0) + 0.5) }
  }
}
