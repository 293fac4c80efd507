/// What was asked for of a figure's axes and colours; `nil` where the pages decide.
package struct FigureLook: Sendable, Equatable {
  /// The axes of a picture; z is that of a map's colours.
  package enum Dimension: String, CaseIterable, Sendable { case x, y, z }

  package var logarithmic: Set<Dimension> = []
  package var xLabel: String?
  package var yLabel: String?
  package var zLabel: String?
  package var xRange = PlotRange()
  package var yRange = PlotRange()
  package var zRange = PlotRange()
  package var colours = ColourMap.viridis
  /// A frame below the curves.
  package var comparison: CurveComparison?
  package var shown = ShownValues.value
  /// Whether spectra are drawn as E·Φ(E), over the logarithm of the energy.
  package var isPerLethargy = false
  /// Whether each page is drawn over its largest value.
  package var isNormalised = false
  /// Lines of a second map, in percent of its largest value.
  package var isodoses: [Double] = []

  package init() {}

  /// The axis of curves' places.
  func apply(to axis: inout PlotAxis) {
    axis.words = xLabel
    axis.range = xRange
    if logarithmic.contains(.x) || isPerLethargy { axis.isLogarithmic = true }
  }

  /// - Parameter isAlone: whether it is the picture's only map: the words and ranges of one are not those of others.
  func apply(to map: inout HeatMap, isAlone: Bool) {
    if logarithmic.contains(.x) { map.horizontal.isLogarithmic = true }
    if logarithmic.contains(.y) { map.vertical.isLogarithmic = true }
    guard isAlone else { return }
    map.horizontal.words = xLabel
    map.horizontal.range = xRange
    map.vertical.words = yLabel
    map.vertical.range = yRange
  }
}
