internal import EbbAnalysis
internal import EbbFiles
internal import EbbModel
internal import EbbPipeline
internal import EbbPlot
internal import EbbReport
internal import EbbText

/// Pictures of a pair of pages: both curves with their ratio, or maps of the difference, of its deviates and of the gamma
/// index.
struct ComparisonPictures {
  private(set) var notices: [Notice] = []
  private let spool: SpoolFile
  /// Of the pair that is drawn.
  private var drawn: (captions: [String], text: SpooledText)
  /// Whether gnuplot is there.
  private var canDraw = true

  /// As wide as a report's column.
  private let style: PictureStyle = {
    var style = PictureStyle(format: .svg, width: 90 * PictureStyle.pointsPerMillimetre)
    style.showsTitle = true
    return style
  }()

  init(in file: ReportFile) {
    spool = file.spool
    drawn = ([], SpooledText(file.spool))
  }

  /// The text of no picture.
  var none: SpooledText { SpooledText(spool) }

  /// Draws a pair, and lays its pictures aside.
  /// - Parameter gamma: the gamma index of every bin of A.
  mutating func pictures(
    of a: LoadedPage, _ b: LoadedPage, gamma: ResultPage?
  ) async throws(Failure) -> (captions: [String], text: SpooledText) {
    drawn = ([], none)
    func name(_ page: LoadedPage, _ side: String) -> String { "\(side): \(page.simulation.name)" }
    if a.page.axes.count == 1 {
      var look = FigureLook()
      look.comparison = CurveComparison(.difference, to: 0)
      try await add(
        "Both, and B less A below", [(name(a, "A"), a.page), (name(b, "B"), b.page)], look)
    }
    if a.page.shape == b.page.shape, !a.page.isPhaseSpace {
      var signed = FigureLook()
      signed.colours = .coolwarm
      if a.page.axes.count > 1 {
        let difference = Self.differences(a.page, b.page)
        signed.zRange = Self.symmetric(difference.values)
        try await add("B less A", [("B − A", difference)], signed)
      }
      if let deviates = Self.deviates(a.page, b.page) {
        if a.page.axes.count > 1 { signed.zRange = PlotRange(low: -4, high: 4) }
        try await add(
          "Deviates z of B less A in units of its error", [("z", deviates)], signed)
      }
    }
    if var gamma {
      gamma.quantity = "gamma index"
      gamma.meaning.longName = "gamma index"
      var look = FigureLook()
      if gamma.axes.count > 1 {
        look.colours = .coolwarm
        look.zRange = PlotRange(low: 0, high: 2)
      }
      try await add("Gamma index of every bin of A", [("gamma", gamma)], look)
    }
    defer { drawn = ([], none) }
    if !drawn.captions.isEmpty { try write(ReportFigure.gridEnding) }
    return drawn
  }

  private mutating func write(_ html: String) throws(Failure) {
    do {
      try drawn.text.append(html)
    } catch {
      throw Failure(error)
    }
  }

  /// Draws a figure where that can be.
  private mutating func add(
    _ caption: String, _ pages: [(label: String, page: ResultPage)], _ look: FigureLook
  ) async throws(Failure) {
    guard canDraw, let figure = try? Figure(title: caption, pages, look) else { return }
    let svg: [UInt8]
    do throws(GnuplotError) {
      svg = try await Gnuplot.draw(figure, style)
    } catch {
      if error == .cancelled { throw Failure(error) }
      canDraw = error != .absent
      notices.append(Notice(.warning, Failure(error).message))
      return
    }
    if drawn.captions.isEmpty { try write(ReportFigure.gridOpening) }
    drawn.captions.append(caption)
    try write(ReportFigure(caption: caption, svg: svg).html)
  }

  /// A page of A's bins with B − A.
  static func differences(_ a: ResultPage, _ b: ResultPage) -> ResultPage {
    var page = a
    page.values = zip(a.values, b.values).map { $1 - $0 }
    page.errors = a.errors.flatMap { errors in
      b.errors.map { others in zip(errors, others).map { ($0 * $0 + $1 * $1).squareRoot() } }
    }
    return page
  }

  /// A page of A's bins with z; `nil` where no bin has one.
  static func deviates(_ a: ResultPage, _ b: ResultPage) -> ResultPage? {
    let values = PageComparison.deviates(a, b)
    guard values.contains(where: \.isFinite) else { return nil }
    var page = a
    page.values = values
    page.errors = nil
    page.quantity = "z"
    page.unit = Unit(text: "1", source: "")
    page.meaning.longName = "deviate z"
    return page
  }

  /// A range around 0 that holds all values.
  private static func symmetric(_ values: [Double]) -> PlotRange {
    let most = values.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
    return most > 0 && (2 * most).isFinite ? PlotRange(low: -most, high: most) : PlotRange()
  }
}
