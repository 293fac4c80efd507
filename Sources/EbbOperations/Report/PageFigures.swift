internal import EbbCodec
internal import EbbFiles
internal import EbbModel
internal import EbbPipeline
internal import EbbPlot
internal import EbbReport
internal import EbbText

/// The figures of a simulation's pages, which come one by one, and are laid aside as they come: a picture of each, drawn and
/// live, with its numbers. Pages that are single values are one table for each estimator.
struct PageFigures {
  private(set) var notices: [Notice] = []
  /// What the data of the file's pictures may still take.
  var limit: LiveLimit

  /// What there is of a page.
  private struct Part {
    /// The page's place among the simulation's.
    var place: Int
    var estimator: String
    var content: Content
  }

  private enum Content {
    case value([Listing.Cell])
    /// The picture stands between the others; it is empty until it is drawn.
    case figure(opening: SpooledText, picture: SpooledText, ending: SpooledText)
  }

  private let spool: SpoolFile
  private var parts: [Part] = []
  /// The pictures that are still to be drawn, of which parts, and what they are called.
  private var waiting: [(part: Int, script: GnuplotScript, label: String)] = []
  /// The bins of these.
  private var bins = 0
  /// Whether gnuplot is there.
  private var canDraw = true
  private let deflater = Deflater(level: Deflater.levels.upperBound)

  /// The most pictures that one gnuplot draws, and the most bins of them: they are held at once.
  private static let mostPictures = 32
  private static let mostBins = 500_000
  /// How many simulations share these.
  private let sharers: Int

  private let style: PictureStyle = {
    var style = PictureStyle(format: .svg, width: 90 * PictureStyle.pointsPerMillimetre)
    style.showsTitle = false
    style.embedsImages = true
    return style
  }()

  /// - Parameter sharers: the number of simulations whose figures are made at the same time.
  init(in file: ReportFile, sharers: Int = 1) {
    spool = file.spool
    limit = file.limit
    self.sharers = sharers
  }

  /// Takes a page. Its picture is drawn together with others'.
  /// - Parameter place: the page's place among the simulation's: pages may come in another order.
  mutating func add(_ page: ResultPage, of estimator: ResultEstimator, at place: Int) async throws(Failure) {
    if page.axes.isEmpty, !page.isPhaseSpace {
      parts.append(Part(place: place, estimator: estimator.title, content: .value(Self.cells(of: page))))
      return
    }
    let caption = "\(estimator.title), page \(page.number): \(page.label)"
    var figure = ReportFigure(caption: caption, facts: Self.facts(of: page))
    if limit.bytes > 0, !page.axes.isEmpty, page.values.contains(where: \.isFinite) {
      (figure.live, figure.remark) = live(page, label: caption)
    }
    if canDraw, let drawn = try? Figure(title: "", [(page.quantity, page)]),
      let script = try? GnuplotScript(drawn, style, names: nil)
    {
      waiting.append((parts.count, script, caption))
      bins += drawn.bins
    }
    let content = Content.figure(
      opening: try spooled(figure.opening), picture: SpooledText(spool), ending: try spooled(figure.ending))
    parts.append(Part(place: place, estimator: estimator.title, content: content))
    if waiting.count * sharers >= Self.mostPictures || bins * sharers >= Self.mostBins { try await draw() }
  }

  /// The data of a page for its live picture, or of one slice where all are too many; and what is missing.
  private mutating func live(_ page: ResultPage, label: String) -> (LivePicture?, remark: String?) {
    func data(_ page: ResultPage, _ label: String) -> LivePicture? {
      LivePicture(page, label: label, atMost: limit.most) { [deflater] in deflater.zlibStream(of: $0) }
    }
    if let all = data(page, label) {
      limit.take(all.bytes)
      return (all, nil)
    }
    guard let (slice, place) = page.largestSlice, let part = data(slice, "\(label), \(place)") else {
      return (nil, "Not live: " + limit.remark)
    }
    limit.take(part.bytes)
    return (part, "Live in one slice, \(place): " + limit.remark)
  }

  private func spooled(_ html: String) throws(Failure) -> SpooledText {
    do {
      var text = SpooledText(spool)
      try text.append(html)
      return text
    } catch {
      throw Failure(error)
    }
  }

  /// Draws what is to be drawn.
  private mutating func draw() async throws(Failure) {
    defer { (waiting, bins) = ([], 0) }
    guard !waiting.isEmpty, canDraw else { return }
    var drawn: [Result<[UInt8], GnuplotError>] = []
    do throws(GnuplotError) {
      drawn = try await Gnuplot.draw(waiting.map(\.script))
    } catch {
      if error == .cancelled { throw Failure(error) }
      canDraw = error != .absent
      notices.append(Notice(.warning, Failure(error).message))
    }
    for ((part, _, label), outcome) in zip(waiting, drawn) {
      switch outcome {
      case .success(let svg):
        guard case .figure(let opening, _, let ending) = parts[part].content else { continue }
        let picture = try spooled(ReportFigure.picture(svg, label: label))
        parts[part].content = .figure(opening: opening, picture: picture, ending: ending)
      case .failure(let error):
        notices.append(Notice(.warning, "not drawn: \(label): \(Failure(error).message)"))
      }
    }
  }

  /// All figures, in the order of the pages' places: there are no more.
  mutating func finish() async throws(Failure) -> SpooledText {
    try await draw()
    var text = SpooledText(spool)
    var estimator: String?
    var values = Self.singles
    var isGridOpen = false
    do throws(FileError) {
      func close() throws(FileError) {
        if isGridOpen { try text.append(ReportFigure.gridEnding) }
        isGridOpen = false
        guard !values.rows.isEmpty else { return }
        try text.append(ReportBlock.table(values).html)
        values = Self.singles
      }
      for part in parts.sorted(by: { $0.place < $1.place }) {
        if estimator != part.estimator {
          try close()
          estimator = part.estimator
          try text.append(ReportBlock.heading(part.estimator).html)
        }
        switch part.content {
        case .value(let cells): values.add(cells)
        case .figure(let opening, let picture, let ending):
          if !isGridOpen { try text.append(ReportFigure.gridOpening) }
          isGridOpen = true
          for piece in [opening, picture, ending] { text.append(piece) }
        }
      }
      try close()
    } catch {
      throw Failure(error)
    }
    parts = []
    return text
  }

  // MARK: Numbers

  private static var singles: Listing {
    Listing([
      .init("page", heading: "PAGE"), .init("quantity", heading: "QUANTITY"),
      .init("value", heading: "VALUE"),
      .init("unit", heading: "UNIT"), .init("contributions", heading: "N"),
      .init("primaries", heading: "PRIMARIES"), .init("findings", heading: "FOUND"),
    ])
  }

  private static func cells(of page: ResultPage) -> [Listing.Cell] {
    let unit = [page.unit.text == "1" ? "" : page.unit.text, page.unit.normalization ?? ""].filter {
      !$0.isEmpty
    }
    let findings = page.findings.map { "\($0.check): \($0.message)" }.joined(separator: " ")
    return [
      .init(page.number), .text(page.label),
      .measured(Measured(page.values.first, error: page.errors?.first, unit: page.unit.text)),
      .text(unit.joined(separator: ", ")), .init(page.contributions),
      .init(page.primaries.map { Failure.count($0) }), .init(findings.isEmpty ? nil : findings),
    ]
  }

  private static func facts(of page: ResultPage) -> [(label: String, text: String)] {
    let unit = page.unit.text == "1" ? "" : " " + page.unit.text
    let normalization = page.unit.normalization.map { ", " + $0 } ?? ""
    var facts: [(label: String, text: String)] = []
    if page.isPhaseSpace {
      facts.append(("Particles", Failure.count(page.shape[0])))
    } else {
      let largest = page.values.indices.lazy.filter { page.values[$0].isFinite }
        .max { page.values[$0] < page.values[$1] }
      if let largest {
        let value = Measured(page.values[largest], error: page.errors?[largest], unit: page.unit.text)
        facts.append(("Largest", value.text + unit + normalization))
        facts.append(("at", page.place(of: largest)))
      }
      facts.append(("Bins", page.shape.map(String.init).joined(separator: " × ")))
      let nonFinite = page.values.count { !$0.isFinite }
      if nonFinite > 0 { facts.append(("Not finite", "\(nonFinite) bins")) }
    }
    facts.append(("Contributions", "\(Failure.count(page.contributions)) (\(page.rule.rawValue))"))
    if let primaries = page.primaries { facts.append(("Primaries", Failure.count(primaries))) }
    if page.errors != nil { facts.append(("Errors", page.errorLabel)) }
    for finding in page.findings { facts.append(("! " + finding.check, finding.message)) }
    return facts
  }
}
