/// One step of what is done to a page's bins along one of its axes, as it was asked for.
///
/// Every step is linear in the values, so a sum of contributions is reduced as each of them is.
package enum ReductionStep: Sendable, Equatable, CustomStringConvertible {
  /// The one bin that holds a value of the axis, in `unit`; in the axis' own where that is `nil`.
  case at(axis: String, value: Double, unit: String? = nil)
  /// The bins whose centres lie in a range of the axis, in `unit` likewise.
  case range(axis: String, low: Double, high: Double, unit: String? = nil)
  /// All bins of the axis together.
  case sum(axis: String)
  /// Sets of `bins` neighbouring bins together.
  case rebin(axis: String, bins: Int)
  /// Neighbouring bins together to a width.
  case rebinToWidth(axis: String, width: Double, unit: String)
  /// The bins of another mesh's axis, as far as these reach.
  case onto(Axis)

  /// The name of the axis: "z", "energy".
  package var axis: String {
    switch self {
    case .at(let axis, _, _), .range(let axis, _, _, _), .sum(let axis), .rebin(let axis, _),
      .rebinToWidth(let axis, _, _):
      axis
    case .onto(let axis): axis.name
    }
  }

  /// As it is written on the command line: "--at z=10.5".
  package var description: String {
    switch self {
    case .at(let axis, let value, let unit): "--at \(axis)=\(value)\(unit ?? "")"
    case .range(let axis, let low, let high, let unit):
      "--range \(axis)=\(Self.end(low, unit)):\(Self.end(high, unit))"
    case .sum(let axis): "--sum \(axis)"
    case .rebin(let axis, let bins): "--rebin \(axis)=\(bins)"
    case .rebinToWidth(let axis, let width, let unit): "--rebin \(axis)=\(width)\(unit)"
    case .onto(let axis): "--resample \(axis.name)"
    }
  }

  /// The fault of a text that is no such step.
  package enum Fault: Error, Equatable, Sendable {
    /// No axis is named before the sign.
    case noAxis
    /// Nothing stands after the sign, or there is none.
    case noValue
    /// A value stands where the axis alone is wanted.
    case takesNoValue(String)
    case notANumber(String)
    /// A range without a colon, or with several.
    case noRange(String)
    /// A range whose both ends are open.
    case noEnds
    case reversed(low: String, high: String)
    /// A number of bins or a width that is not above 0.
    case notAboveZero(String)
    /// A width without a unit: of bins there are whole numbers only.
    case notWhole(String)
    case unknownUnit(String)
    /// Ends of a range that measure different things.
    case differingUnits(String, String)
  }

  /// Reads "z=10.5", and "z=7mm", in another unit than the axis'.
  package init(at text: String) throws(Fault) {
    let (axis, value) = try Self.split(text)
    let (number, unit) = try Self.measured(value)
    self = .at(axis: axis, value: number, unit: unit)
  }

  /// Reads "z=5:15", and "z=5:" and "z=:15", which have one end; with a unit "z=5mm:15mm", "z=5:15mm".
  package init(range text: String) throws(Fault) {
    let (axis, value) = try Self.split(text)
    let ends = value.split(separator: ":", omittingEmptySubsequences: false)
    guard ends.count == 2 else { throw .noRange(String(value)) }
    guard ends.contains(where: { !$0.isEmpty }) else { throw .noEnds }
    var (low, high) = (try Self.end(ends[0], open: -.infinity), try Self.end(ends[1], open: .infinity))
    if let lowUnit = low.unit, let highUnit = high.unit, lowUnit != highUnit {
      guard let converted = Unit(source: highUnit).convert(high.number, to: Unit(source: lowUnit)) else {
        throw .differingUnits(lowUnit, highUnit)
      }
      high = (converted, lowUnit)
    }
    guard low.number <= high.number else { throw .reversed(low: String(ends[0]), high: String(ends[1])) }
    low.unit = low.unit ?? high.unit
    self = .range(axis: axis, low: low.number, high: high.number, unit: low.unit)
  }

  /// Reads "y".
  package init(sum text: String) throws(Fault) {
    guard !text.isEmpty else { throw .noAxis }
    if let sign = text.firstIndex(of: "=") { throw .takesNoValue(String(text[..<sign])) }
    self = .sum(axis: text.lowercased())
  }

  /// Reads "z=4", a number of bins, and "z=0.5cm", a width with its unit.
  package init(rebin text: String) throws(Fault) {
    let (axis, value) = try Self.split(text)
    if let bins = Int(value) {
      guard bins > 0 else { throw .notAboveZero(String(value)) }
      self = .rebin(axis: axis, bins: bins)
      return
    }
    let (width, unit) = try Self.measured(value)
    guard width > 0 else { throw .notAboveZero(String(value)) }
    guard let unit else { throw .notWhole(String(value)) }
    self = .rebinToWidth(axis: axis, width: width, unit: unit)
  }

  private static func split(_ text: String) throws(Fault) -> (axis: String, value: Substring) {
    guard let sign = text.firstIndex(of: "=") else { throw .noValue }
    guard sign > text.startIndex else { throw .noAxis }
    let value = text[text.index(after: sign)...]
    guard !value.isEmpty else { throw .noValue }
    return (text[..<sign].lowercased(), value)
  }

  private static func end(
    _ text: Substring, open: Double
  ) throws(Fault) -> (number: Double, unit: String?) {
    text.isEmpty ? (open, nil) : try measured(text)
  }

  /// A number, and the unit after it where there is one, in the form that Ebb writes.
  private static func measured(_ text: Substring) throws(Fault) -> (number: Double, unit: String?) {
    if let number = number(text) { return (number, nil) }
    // The longest beginning that is a number: in "1e-3eV" the unit is eV.
    for end in text.indices.reversed() {
      guard let number = number(text[..<end]) else { continue }
      let word = String(text[end...].drop { $0 == " " })
      let unit = Unit(source: word)
      guard word.first?.isLetter == true, unit.text != "1", unit.dimension != nil else {
        throw .unknownUnit(word)
      }
      return (number, unit.normalization == nil ? unit.text : word)
    }
    throw .notANumber(String(text))
  }

  private static func number(_ text: some StringProtocol) -> Double? {
    guard let number = Double(String(text)), number.isFinite else { return nil }
    return number
  }

  private static func end(_ value: Double, _ unit: String?) -> String {
    value.isFinite ? "\(value)\(unit ?? "")" : ""
  }
}
