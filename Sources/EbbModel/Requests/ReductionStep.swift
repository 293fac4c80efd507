/// One step of what is done to a page's bins along one of its axes, as it was asked for.
///
/// Every step is linear in the values, so a sum of contributions is reduced as each of them is.
package enum ReductionStep: Sendable, Equatable, CustomStringConvertible {
  /// The one bin that holds a value of the axis.
  case at(axis: String, value: Double)
  /// The bins whose centres lie in a range of the axis.
  case range(axis: String, low: Double, high: Double)
  /// All bins of the axis together.
  case sum(axis: String)
  /// Sets of `bins` neighbouring bins together.
  case rebin(axis: String, bins: Int)
  /// Neighbouring bins together to a width in the axis' unit.
  case rebinToWidth(axis: String, width: Double, unit: String)
  /// The bins of another mesh's axis, as far as these reach.
  case onto(Axis)

  /// The name of the axis: "z", "energy".
  package var axis: String {
    switch self {
    case .at(let axis, _), .range(let axis, _, _), .sum(let axis), .rebin(let axis, _),
      .rebinToWidth(let axis, _, _):
      axis
    case .onto(let axis): axis.name
    }
  }

  /// As it is written on the command line: "--at z=10.5".
  package var description: String {
    switch self {
    case .at(let axis, let value): "--at \(axis)=\(value)"
    case .range(let axis, let low, let high): "--range \(axis)=\(Self.end(low)):\(Self.end(high))"
    case .sum(let axis): "--sum \(axis)"
    case .rebin(let axis, let bins): "--rebin \(axis)=\(bins)"
    case .rebinToWidth(let axis, let width, let unit): "--rebin \(axis)=\(width)\(unit)"
    case .onto(let axis): "--resample \(axis.name)"
    }
  }

  /// Reads "z=10.5".
  package init?(at text: String) {
    guard let (axis, value) = Self.split(text), let value = Self.number(value) else { return nil }
    self = .at(axis: axis, value: value)
  }

  /// Reads "z=5:15", and "z=5:" and "z=:15", which have one end.
  package init?(range text: String) {
    guard let (axis, value) = Self.split(text) else { return nil }
    let ends = value.split(separator: ":", omittingEmptySubsequences: false)
    guard ends.count == 2, ends.contains(where: { !$0.isEmpty }),
      let low = ends[0].isEmpty ? -.infinity : Self.number(ends[0]),
      let high = ends[1].isEmpty ? .infinity : Self.number(ends[1]), low <= high
    else { return nil }
    self = .range(axis: axis, low: low, high: high)
  }

  /// Reads "y".
  package init?(sum text: String) {
    guard !text.isEmpty, !text.contains("=") else { return nil }
    self = .sum(axis: text.lowercased())
  }

  /// Reads "z=4", a number of bins, and "z=0.5cm", a width with its unit.
  package init?(rebin text: String) {
    guard let (axis, value) = Self.split(text) else { return nil }
    if let bins = Int(value) {
      guard bins > 0 else { return nil }
      self = .rebin(axis: axis, bins: bins)
      return
    }
    // The longest beginning that is a number: in "1e-3eV" the unit is eV.
    for end in value.indices.reversed() {
      let unit = String(value[end...].drop { $0 == " " })
      guard let width = Self.number(value[..<end]), width > 0 else { continue }
      guard unit.first?.isLetter == true, !unit.contains(":") else { return nil }
      self = .rebinToWidth(axis: axis, width: width, unit: Unit(source: unit).text)
      return
    }
    return nil
  }

  private static func split(_ text: String) -> (axis: String, value: Substring)? {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else { return nil }
    let value = text[text.index(after: sign)...]
    return value.isEmpty ? nil : (text[..<sign].lowercased(), value)
  }

  private static func number(_ text: some StringProtocol) -> Double? {
    guard let number = Double(String(text)), number.isFinite else { return nil }
    return number
  }

  private static func end(_ value: Double) -> String { value.isFinite ? "\(value)" : "" }
}
