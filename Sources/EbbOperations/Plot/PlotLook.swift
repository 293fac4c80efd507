internal import EbbPlot
package import EbbText

/// The axes and colours of pictures, as they were asked for.
package struct PlotLook: Sendable {
  /// Whether the scale of the values is logarithmic: y of curves, the colours of maps.
  package var valueIsLogarithmic = false
  /// Other axes that are: "x", "y", "z".
  package var logarithmic: Set<String> = []
  package var xLabel: String?
  package var yLabel: String?
  package var zLabel: String?
  /// "0:30", "0:" or ":30".
  package var xRange: String?
  package var yRange: String?
  package var zRange: String?
  package var colours = ColourMap.viridis.rawValue

  /// "value", "error" or "relative".
  package var shown = ShownValues.value.rawValue
  package var isPerLethargy = false
  package var isNormalised = false
  /// Percents of the largest value, at which lines of a second map are drawn: "50,80,95".
  package var isodoses: String?

  package static let shownValues = ShownValues.allCases.map(\.rawValue)
  package static let colourMaps = ColourMap.allCases.map(\.rawValue)

  package init() {}

  /// Checks what was asked for without drawing anything.
  package func check() throws(Failure) { _ = try figureLook(isMap: false) }

  /// - Parameter isMap: whether values are colours.
  func figureLook(isMap: Bool) throws(Failure) -> FigureLook {
    var look = FigureLook()
    for name in logarithmic.sorted() {
      guard let axis = FigureLook.Dimension(rawValue: name) else {
        throw Failure(.usage, "there is no axis \(Failure.quoted(name)).", advice: "There are x, y and z.")
      }
      look.logarithmic.insert(axis)
    }
    if valueIsLogarithmic { look.logarithmic.insert(isMap ? .z : .y) }
    look.xLabel = xLabel
    look.yLabel = yLabel
    look.zLabel = zLabel
    look.xRange = try Self.range("--xrange", xRange)
    look.yRange = try Self.range("--yrange", yRange)
    look.zRange = try Self.range("--zrange", zRange)
    for (axis, range) in [
      (FigureLook.Dimension.x, look.xRange), (.y, look.yRange), (.z, look.zRange),
    ] where look.logarithmic.contains(axis) {
      for end in [range.low, range.high].compactMap(\.self) where end <= 0 {
        throw Failure(
          .usage,
          "--\(axis.rawValue)range begins or ends at \(end), which a logarithmic scale does not have.",
          advice: "Give ends above 0.")
      }
    }
    guard let map = ColourMap(rawValue: colours) else {
      throw Failure(
        .usage, "there are no colours \(Failure.quoted(colours)).",
        advice: "There are \(Self.colourMaps.joined(separator: ", ")).")
    }
    look.colours = map
    guard let shown = ShownValues(rawValue: shown) else {
      throw Failure(
        .usage, "--show \(Failure.quoted(shown)) is nothing to draw.",
        advice: "There are \(Self.shownValues.joined(separator: ", ")).")
    }
    look.shown = shown
    look.isPerLethargy = isPerLethargy
    if isNormalised, shown != .value {
      throw Failure(
        .usage, "--normalise draws values over the largest, and --show \(shown.rawValue) draws none.",
        advice: "Give the one or the other.")
    }
    look.isNormalised = isNormalised
    look.isodoses = try levels()
    return look
  }

  private func levels() throws(Failure) -> [Double] {
    guard let isodoses else { return [] }
    let words = isodoses.split(separator: ",", omittingEmptySubsequences: false)
    let levels = words.compactMap { Double(String($0.filter { $0 != " " && $0 != "%" })) }
    guard levels.count == words.count, levels.allSatisfy({ $0 > 0 && $0 <= 100 }) else {
      throw Failure(
        .usage, "--isodose \(Failure.quoted(isodoses)) are no levels.",
        advice: "Give percents of the largest value, such as 50,80,95.")
    }
    return levels
  }

  private static func range(_ option: String, _ text: String?) throws(Failure) -> PlotRange {
    guard let text else { return PlotRange() }
    guard let range = PlotRange(text) else {
      throw Failure(
        .usage, "\(option) \(Failure.quoted(text)) is no range.",
        advice: "Give its ends from the lower to the higher, such as 0:30, 0: or :30.")
    }
    return range
  }
}
