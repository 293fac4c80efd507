internal import EbbModel

/// Values over one axis.
package struct Curve: Sendable, Equatable {
  package var label: String
  package var axis: PlotAxis
  /// The bin centres, in the unit of the axis.
  package var positions: [Double]
  /// In the page's unit, as `errors` are.
  package var values: [Double]
  /// `nil` where none are known.
  package var errors: [Double]?

  init(_ page: ResultPage, label: String) {
    self.label = label
    axis = PlotAxis(page.axes[0])
    positions = page.axes[0].centres
    values = page.values
    errors = page.errors
  }
}
