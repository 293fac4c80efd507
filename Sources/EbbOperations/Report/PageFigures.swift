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
  /// All figures, in the order of the pages.
  private(set) var text: SpooledText
  private(set) var notices: [Notice] = []
  /// What the data of the file's pictures may still take.
  private(set) var limit: LiveLimit

  /// A part of the text.
  private enum Part {
    case text(SpooledText)
    /// A picture that is still to be drawn, and what it is called.
    case picture(GnuplotScript, label: String)
  }

  private let spool: SpoolFile
  private var waiting: [Part] = []
  private var pictures = 0
  private var bins = 0
  /// The estimator of the last page, and its single values.
  private var estimator: String?
  private var singles = PageFigures.singles
  private var isGridOpen = false
  /// Whether gnuplot is there.
  private var canDraw = true
  private let deflater = Deflater(level: Deflater.levels.upperBound)

  /// The most pictures that one gnuplot draws, and the most bins of them: they are held at once.
  private static let mostPictures = 32
  private static let mostBins = 500_000

  private let style: PictureStyle = {
    var style = PictureStyle(format: .svg, width: 90 * PictureStyle.pointsPerMillimetre)
    style.showsTitle = false
    style.embedsImages = true
    return style
  }()

  init(in file: ReportFile) {
    spool = file.spool
    limit = file.limit
    text = SpooledText(file.spool)
  }

  /// Takes a page. Its picture is drawn together with others'.
  mutating func add(_ page: ResultPage, of estimator: ResultEstimator) async throws(Failure) {
    if self.estimator != estimator.title {
      try closeEstimator()
      self.estimator = estimator.title
      try write(ReportBlock.heading(estimator.title).html)
    }
    if page.axes.isEmpty, !page.isPhaseSpace {
      singles.add(Self.cells(of: page))
      return
    }
    if !isGridOpen {
      try write("<div class=\"pages\">\n")
      isGridOpen = true
    }
    let caption = "\(estimator.title), page \(page.number): \(page.label)"
    var figure = ReportFigure(caption: caption, facts: Self.facts(of: page))
    if limit.bytes > 0, !page.axes.isEmpty, page.values.contains(where: \.isFinite) {
      (figure.live, figure.remark) = live(page, label: caption)
    }
    try write(figure.opening)
    if canDraw, let drawn = try? Figure(title: "", [(page.quantity, page)]),
      let script = try? GnuplotScript(drawn, style, names: nil)
    {
      waiting.append(.picture(script, label: caption))
      pictures += 1
      bins += drawn.bins
    }
    try write(figure.ending)
    if pictures >= Self.mostPictures || bins >= Self.mostBins { try await draw() }
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

  /// Takes that there are no more pages.
  mutating func finish() async throws(Failure) {
    try closeEstimator()
    try await draw()
  }

  private mutating func closeEstimator() throws(Failure) {
    if isGridOpen { try write("</div>\n") }
    isGridOpen = false
    guard !singles.rows.isEmpty else { return }
    try write(ReportBlock.table(singles).html)
    singles = Self.singles
  }

  private mutating func write(_ html: String) throws(Failure) {
    do {
      var written = SpooledText(spool)
      try written.append(html)
      if case .text(var last)? = waiting.last {
        last.append(written)
        waiting[waiting.count - 1] = .text(last)
      } else {
        waiting.append(.text(written))
      }
    } catch {
      throw Failure(error)
    }
  }

  /// Draws what is to be drawn, and puts all parts in their order.
  private mutating func draw() async throws(Failure) {
    let scripts = waiting.compactMap { if case .picture(let script, _) = $0 { script } else { nil } }
    var drawn: ArraySlice<Result<[UInt8], GnuplotError>> = []
    if !scripts.isEmpty, canDraw {
      do throws(GnuplotError) {
        drawn = try await Gnuplot.draw(scripts)[...]
      } catch {
        if error == .cancelled { throw Failure(error) }
        canDraw = error != .absent
        notices.append(Notice(.warning, Failure(error).message))
      }
    }
    do throws(FileError) {
      for part in waiting {
        switch part {
        case .text(let written): text.append(written)
        case .picture(_, let label):
          switch drawn.popFirst() {
          case .success(let svg)?: try text.append(ReportFigure.picture(svg, label: label))
          case .failure(let error)?:
            notices.append(Notice(.warning, "not drawn: \(label): \(Failure(error).message)"))
          case nil: break
          }
        }
      }
    } catch {
      throw Failure(error)
    }
    (waiting, pictures, bins) = ([], 0, 0)
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
