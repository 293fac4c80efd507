package import EbbAggregate
package import EbbCodec
internal import EbbFiles
package import EbbModel
package import EbbText

/// The place of the page that a failure is about.
package struct PageLocation: Sendable {
  package var page: PageID
  package var origin: PageOrigin?
  package var estimator: String
  package var number: Int
  /// Where messages are to name it.
  package var job: String?

  package init(_ contribution: Contribution, of group: PageGroup) {
    page = contribution.page
    origin = contribution.origin
    estimator = group.estimatorName
    number = group.number
    job = group.job
  }

  /// "estimator 'mesh', page 2".
  var text: String { Failure.page(number, of: estimator, in: job) }

  /// "page 1732 (estimator 'mesh_xy', page 2)", or with the file's name.
  package var description: String {
    origin.map { "\(Failure.quoted($0.file)) (\(text))" } ?? "page \(page.rawValue) (\(text))"
  }
}

/// Sentences about page data that cannot be read or combined.
extension Failure {
  private static let leaveOut =
    "Run its task again, or leave the page out with --keep-going."

  package init(_ error: ContributionError, at location: PageLocation) {
    switch error {
    case .data(.decode(let error)) where location.origin != nil:
      // Counted from the start of the file.
      let offset = error.offset.map { $0 + (location.origin?.offset ?? 0) }
      self.init(.decode(DecodeError(error.reason, at: offset)), place: location.description)
    case .data(let error): self.init(error, place: location.description)
    case .store(let error):
      self.init(error)
      message = "\(location.description): \(message)"
      advice = Self.leaveOut
    }
  }

  /// The reason why a file of results cannot be looked through.
  package init(_ error: PageDataError, ofFile path: String) {
    self.init(error, place: Self.quoted(path))
    if advice == Self.leaveOut { advice = "Write it again, or leave it out with --keep-going." }
  }

  /// The reason why metadata, an input or log files cannot be read.
  package init(_ error: PageDataError, ofDocument place: String) {
    self.init(error, place: place)
    if case .inflate(.tooLarge) = error { advice = "Allow more with --max-page-bytes." }
  }

  package init(_ error: PageDataError, place: String) {
    var advice = Self.leaveOut
    let what: String
    switch error {
    case .inflate(let error):
      what = Self.sentence(error)
      if case .tooLarge = error { advice = "Allow more with --max-page-bytes, or use --keep-going." }
    case .decode(let error): what = Self.sentence(error)
    }
    self.init(.brokenData, "\(place): \(what).", advice: advice)
  }

  package init(_ error: AggregateError, at contribution: Contribution, of group: PageGroup) {
    let location = PageLocation(contribution, of: group)
    if case .unknownRule(let word) = error.reason {
      self.init(
        .brokenData,
        "\(location.description): its page_normalized is \(Self.quoted(word)), which is no rule for such a page.",
        advice: Self.leaveOut)
      return
    }
    let place =
      "\(location.text): contributions "
      + "\(Self.name(error.first, in: group)) and \(Self.name(error.second, in: group))"
    self.init(
      .brokenData, "\(place) \(Self.sentence(error.reason)).",
      advice: "Export them apart with --per-task, or leave the page out with --keep-going.")
  }

  package init(_ error: ReductionError, at location: PageLocation) {
    let unit = error.unit == "1" ? "" : " \(error.unit)"
    let what: String
    switch error.reason {
    case .outside(let low, let high):
      what = "is outside the axis, which goes from \(low) to \(high)\(unit)"
    case .width(let bin?): what = "is no multiple of the bins' width, \(bin)\(unit)"
    case .width(nil): what = "cannot be done: the bins differ in width"
    case .unknownMeaning:
      self.init(
        .usage,
        "\(location.text): \(error.step) cannot be done: it is "
          + "not known what several bins of this quantity come to together.",
        advice: "Say it with --as amount, --as density or --as ratio, or choose other pages with -e and -p.")
      return
    case .unit(let asked): what = "is in \(asked), the axis in \(error.unit)"
    }
    self.init(
      .usage,
      "\(location.text): \(error.step) \(what).",
      advice: "Give another value, or choose other pages with -e and -p.")
  }

  /// The reason why a page is not to be had where nothing doubtful is.
  package static func doubtful(_ finding: PageFinding, at place: String) -> Failure {
    let message = finding.message.hasSuffix(".") ? String(finding.message.dropLast()) : finding.message
    return Failure(
      .brokenData, "\(place.isEmpty ? "" : place + ": ")\(message) (\(finding.check)).",
      advice: "'ebb check' says more. Without --strict it is a warning; --keep-going leaves such pages out.")
  }

  /// A contribution by its row, or by its file.
  private static func name(_ page: PageID, in group: PageGroup) -> String {
    let origin = group.contributions.first { $0.page == page }?.origin
    return origin.map { quoted($0.file) } ?? String(page.rawValue)
  }

  static func noDenominator(_ name: String, at location: PageLocation) -> Failure {
    Failure(
      .brokenData,
      "\(location.description): its contribution to \(name), by which this average is weighted, has other bins, "
        + "another filter or no data.",
      advice: "Export it apart with --per-task, or leave the page out with --keep-going.")
  }

  private static func sentence(_ error: InflateError) -> String {
    switch error {
    case .notGzip: "the data are not gzip"
    case .unsupportedMethod: "the gzip data are not compressed by deflate"
    case .endsEarly(let inflated): "gzip data ends early, after \(bytes(inflated)) of text"
    case .invalidData(let inflated):
      "the gzip data are damaged after \(bytes(inflated)) of text"
    case .wrongChecksum: "the checksum (CRC-32) of the gzip data is wrong"
    case .wrongLength(let declared, let found):
      "the gzip data hold \(bytes(found)), their trailer says \(count(declared))"
    case .tooLarge(let declared, let limit):
      "the text has \(bytes(declared)), more than the \(count(limit)) allowed"
    case .secondMember: "a second gzip member follows the first"
    case .trailingBytes(1): "1 stray byte follows the gzip data"
    case .trailingBytes(let count): "\(Self.count(count)) stray bytes follow the gzip data"
    }
  }

  static func sentence(_ error: DecodeError) -> String {
    let place = error.offset.map { " at byte \(count($0))" } ?? ""
    return switch error.reason {
    case .expected(let what): "the JSON breaks\(place): expected \(what)"
    case .notANumber: "the JSON breaks\(place): this is no number"
    case .numberOutOfRange: "the number\(place) is beyond the range of a double"
    case .badString: "the string\(place) is not valid UTF-8 JSON"
    case .nestedTooDeep: "lists are nested too deep\(place)"
    case .link:
      "it is a link: the web interface does not save pages of three axes; export them from the store"
    case .missing(let key): "the page has no '\(key)'"
    case .wrongCount(let values, let bins):
      "\(count(values)) values for \(count(bins)) \(bins == 1 ? "bin" : "bins")"
    case .wrongParticleCount(let values, let columns):
      "\(count(values)) values, no multiple of the \(columns) that a particle has"
    case .wrongDimensions(let stated, let axes):
      "\(axes) \(axes == 1 ? "axis" : "axes") for \(stated) dimensions"
    }
  }

  package static func sentence(_ reason: AggregateError.Reason) -> String {
    switch reason {
    case .unit(let a, let b): "differ in unit: \(quoted(a)) and \(quoted(b))"
    case .quantity(let a, let b): "are different quantities: \(quoted(a)) and \(quoted(b))"
    case .filter(let a, let b): "differ in their filter: \(quoted(a)) and \(quoted(b))"
    case .shape(let a, let b): "differ in shape: \(shape(a)) and \(shape(b))"
    case .axis(let axis, let bin, let a, let b):
      "differ in axis \(axis), bin \(bin): \(a) and \(b)"
    case .rule(let a, let b): "differ in page_normalized: \(quoted(a)) and \(quoted(b))"
    case .values(let bin, let a, let b): "should be the same, but differ in bin \(bin): \(a) and \(b)"
    case .unknownRule(let word): "have a page_normalized of \(quoted(word))"
    }
  }

  private static func shape(_ shape: [Int]) -> String {
    shape.isEmpty ? "a single value" : shape.map(String.init).joined(separator: " x ")
  }

  private static func bytes(_ number: Int) -> String {
    number == 1 ? "1 byte" : "\(count(number)) bytes"
  }
}
