package import EbbModel

/// The content of a picture: curves over one axis, or maps over two.
package struct Figure: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    /// In the unit of `value`.
    case curves([Curve])
    /// One, or slices of a volume through its largest bin; all in the colours of one scale.
    case maps([HeatMap])
  }

  package var title: String
  package var content: Content
  /// The axis of the values: "DOSE [MeV/g], per primary".
  package var value: PlotAxis

  /// Draws pages over the same axis in one picture, or one page of two or three axes.
  /// - Parameter pages: with the name of each for the key.
  package init(
    title: String, _ pages: [(label: String, page: ResultPage)], valueIsLogarithmic: Bool = false
  ) throws(FigureError) {
    guard let first = pages.first?.page else { throw .nothing }
    for (label, page) in pages {
      if page.isPhaseSpace { throw .phaseSpace(label) }
      if page.axes.isEmpty { throw .singleValue(label) }
      guard page.values.contains(where: { $0.isFinite && (!valueIsLogarithmic || $0 > 0) }) else {
        throw .noValues(label, isLogarithmic: valueIsLogarithmic)
      }
      if page.axes.count > 3 { throw .tooManyAxes(label, page.axes.count) }
      if page.axes.count > 1, pages.count > 1 { throw .mapBesides(label) }
      guard page.unit.text == first.unit.text, page.axes[0].unit == first.axes[0].unit,
        page.axes[0].name == first.axes[0].name
      else { throw .differ(pages[0].label, label) }
    }
    self.title = title
    value = PlotAxis(
      label: Set(pages.map(\.page.quantity)).count == 1 ? first.quantity : "Value", first.unit,
      isLogarithmic: valueIsLogarithmic)
    switch first.axes.count {
    case 1: content = .curves(pages.map { Curve($0.page, label: $0.label) })
    case 2: content = .maps([HeatMap(first)])
    default: content = .maps(HeatMap.slices(of: first))
    }
  }
}

/// The reason why pages cannot be drawn.
package enum FigureError: Error, Equatable {
  case nothing
  case phaseSpace(String)
  case singleValue(String)
  /// A page none of whose values can be shown on the scale.
  case noValues(String, isLogarithmic: Bool)
  case tooManyAxes(String, Int)
  /// A page of several axes among others.
  case mapBesides(String)
  /// Pages of other units or axes.
  case differ(String, String)
}
