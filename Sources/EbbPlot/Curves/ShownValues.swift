internal import EbbModel

/// What of a page is drawn.
package enum ShownValues: String, CaseIterable, Sendable {
  case value
  case error
  /// The error over the value, in percent.
  case relative

  /// The page with what is to be drawn as its values; `nil` where it has no errors.
  func applied(to page: ResultPage) -> ResultPage? {
    guard self != .value else { return page }
    guard let errors = page.errors else { return nil }
    var shown = page
    shown.errors = nil
    switch self {
    case .value: break
    case .error: shown.values = errors
    case .relative:
      // Of nothing there is no relative error.
      shown.values = zip(errors, page.values).map { $1 == 0 ? .nan : 100 * $0 / abs($1) }
      shown.unit = Unit(text: "%", source: "%")
    }
    return shown
  }

  /// The name of what is drawn of a quantity.
  func name(of quantity: String, _ kind: ErrorKind) -> String {
    let error =
      switch kind {
      case .stderr, .none: "standard error"
      case .stddev: "standard deviation"
      case .ci68: "half-width of the 68.27 % interval"
      case .ci95: "half-width of the 95 % interval"
      }
    return switch self {
    case .value: quantity
    case .error: "\(error.prefix(1).uppercased() + error.dropFirst()), \(quantity)"
    case .relative: "Relative \(error), \(quantity)"
    }
  }
}
