package import EbbModel

/// The content of a picture: curves over one axis, or maps over two.
package struct Figure: Sendable {
  package enum Content: Sendable {
    /// Frames one below another, of one axis.
    case curves([CurvePanel])
    /// One, or slices of a volume through its largest bin; all in the colours of one scale.
    case maps([HeatMap])
  }

  package var title: String
  /// What the pages were reduced to: "y = 0.05 cm, mean over x"; empty where they are whole.
  package var note: String
  package var content: Content
  /// The axis of the values: "Dose per primary (MeV g⁻¹)".
  package var value: PlotAxis
  package var colours: ColourMap

  /// Draws pages over the same axis in one picture, or one page of two or three axes, or two of two axes: a map with
  /// lines of equal value of the second.
  /// - Parameter pages: with the name of each for the key.
  package init(
    title: String, _ pages: [(label: String, page: ResultPage)], _ look: FigureLook = FigureLook()
  ) throws(FigureError) {
    guard let first = pages.first?.page else { throw .nothing }
    let isMap = first.axes.count > 1
    let isLogarithmic = look.logarithmic.contains(isMap ? .z : .y)
    let hasLines = !look.isodoses.isEmpty && pages.count == 2
    for (label, page) in pages {
      if page.isPhaseSpace { throw .phaseSpace(label) }
      if page.axes.isEmpty { throw .singleValue(label) }
      if page.axes.count > 3 { throw .tooManyAxes(label, page.axes.count) }
      if page.axes.count > 1, pages.count > 1, !(hasLines && page.axes.count == 2) {
        throw .mapBesides(label)
      }
      guard look.isNormalised || page.unit.text == first.unit.text,
        page.axes.map(\.unit) == first.axes.map(\.unit),
        page.axes.map(\.name) == first.axes.map(\.name)
      else { throw .differ(pages[0].label, label) }
    }
    if hasLines, !isMap { throw .noMap(pages[0].label) }
    var shown: [(label: String, page: ResultPage)] = []
    for (label, page) in pages {
      guard let what = look.shown.applied(to: page) else { throw .noErrors(label) }
      let spectrum = look.isPerLethargy ? Lethargy.applied(to: what) : what
      guard let drawn = spectrum else { throw .noSpectrum(label) }
      let relative = look.isNormalised ? drawn.relativeToMaximum : drawn
      guard let drawn = relative else { throw .noMaximum(label) }
      guard drawn.values.contains(where: { $0.isFinite && (!isLogarithmic || $0 > 0) }) else {
        throw .noValues(label, isLogarithmic: isLogarithmic)
      }
      shown.append((label, drawn))
    }
    self.title = title
    var notes = [Self.note(pages.map(\.page))]
    colours = look.colours
    value = Self.value(of: shown.map(\.page), look, isLogarithmic: isLogarithmic)
    if !isMap {
      value.range = look.yRange
      value.words = look.yLabel
      var curves = shown.enumerated().map { Curve($1.page, label: $1.label, look: $0) }
      for index in curves.indices { look.apply(to: &curves[index].axis) }
      let band = Self.band(first)
      var panels = [CurvePanel(curves, value: value, band: band)]
      if let comparison = look.comparison {
        guard curves.count > 1, curves.indices.contains(comparison.reference) else { throw .nothingToCompare }
        guard let panel = comparison.panel(curves, value: value, band: band) else {
          throw .differ(curves[0].label, curves[1].label)
        }
        panels.append(panel)
        let word = comparison.kind == .ratio ? "ratio to" : "difference from"
        notes.append("\(word) \(curves[comparison.reference].label)")
      }
      content = .curves(panels)
    } else {
      value.range = look.zRange
      value.words = look.zLabel
      let page = shown[0].page
      var maps = page.axes.count == 2 ? [HeatMap.polar(page) ?? HeatMap(page)] : HeatMap.slices(of: page)
      for index in maps.indices { look.apply(to: &maps[index], isAlone: maps.count == 1) }
      if hasLines {
        let other = HeatMap(shown[1].page)
        maps[0].lines = look.isodoses.sorted(by: >).map { Isolines(of: other, percent: $0) }
        let levels = look.isodoses.map { Typeset.decimal(Int(($0 * 1000).rounded()), exponent: -3) }
        notes.append(
          "lines: \(levels.joined(separator: ", ")) % of the largest of \(shown[1].label)")
      }
      if page.meaning.overBins == .label, look.shown == .value { HeatMap.categorize(&maps) }
      content = .maps(maps)
    }
    note = notes.filter { !$0.isEmpty }.joined(separator: "; ")
  }

  /// The axis of the values of pages: the quantity's long name, where they have one.
  private static func value(
    of pages: [ResultPage], _ look: FigureLook, isLogarithmic: Bool
  ) -> PlotAxis {
    let names = Set(pages.map(\.meaning.longName))
    let name = names.count == 1 ? names.first! : look.isNormalised ? "relative to maximum" : "value"
    let isAmount = look.shown != .relative
    var axis = PlotAxis(
      name: look.isPerLethargy ? name + " per unit of lethargy" : name, pages[0].unit,
      isPerPrimary: isAmount
        && pages.allSatisfy { $0.isPerPrimary && $0.unit.normalization?.contains("of ") != true },
      isLogarithmic: isLogarithmic)
    axis.name = look.shown.name(of: axis.name, pages[0].errorKind)
    axis.name = axis.name.prefix(1).uppercased() + axis.name.dropFirst()
    return axis
  }

  /// The axis of a page's values as they are, as it stands beside a picture of them.
  package static func valueAxis(of page: ResultPage) -> PlotAxis {
    value(of: [page], FigureLook(), isLogarithmic: false)
  }

  /// The number of values that are drawn.
  package var bins: Int {
    switch content {
    case .curves(let panels): panels.reduce(0) { $0 + $1.curves.reduce(0) { $0 + $1.values.count } }
    case .maps(let maps): maps.reduce(0) { $0 + $1.values.count }
    }
  }

  /// What the band around a page's curve is: "± one standard error".
  package static func band(_ page: ResultPage) -> String {
    switch page.errorKind {
    case .stderr, .none: "± one standard error"
    case .stddev: "± one standard deviation"
    case .ci68: "68.27 % confidence interval"
    case .ci95: "95 % confidence interval"
    }
  }

  /// What was chosen and averaged of pages, where it is the same of all.
  private static func note(_ pages: [ResultPage]) -> String {
    let notes = Set(pages.map { PageNote.text($0.operations) })
    return notes.count == 1 ? notes.first! : ""
  }

  /// The lines above the picture.
  func heading(_ style: PictureStyle) -> [String] {
    [style.showsTitle ? title : "", note].filter { !$0.isEmpty }
  }
}
