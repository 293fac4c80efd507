internal import EbbModel

/// Values over one axis.
package struct Curve: Sendable, Equatable {
  package var label: String
  package var axis: PlotAxis
  /// The bin centres, in the unit of the axis.
  package var positions: [Double]
  /// The n + 1 borders of the bins, from the lowest on; `nil` where they are not known.
  package var edges: [Double]?
  /// In the page's unit, as `errors` are.
  package var values: [Double]
  /// `nil` where none are known.
  package var errors: [Double]?
  /// The number that decides of the curve's look.
  var look: Int

  init(_ page: ResultPage, label: String, look: Int) {
    self.label = label
    self.look = look
    axis = PlotAxis(page.axes[0])
    positions = page.axes[0].centres
    edges = page.axes[0].edges
    values = page.values
    errors = page.errors
  }

  /// A part of the picture that the curve takes: from one place to another, with its error from one value to another.
  struct Extent {
    var left: Double
    var right: Double
    var low: Double
    var high: Double
  }

  /// The extents of all points that are finite: bins, or places where there are no bins.
  var extents: [Extent] {
    positions.indices.compactMap { index in
      let value = values[index]
      guard value.isFinite else { return nil }
      let error = errors.map { $0[index].isFinite ? $0[index] : 0 } ?? 0
      return Extent(
        left: edges?[index] ?? positions[index], right: edges?[index + 1] ?? positions[index],
        low: value - error, high: value + error)
    }
  }
}
