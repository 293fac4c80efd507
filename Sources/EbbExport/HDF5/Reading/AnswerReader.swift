internal import EbbModel

/// Reads what the reader of HDF5 files hands over (`ReadingMessage`), and believes nothing of it: lengths and counts
/// are held against what the file can hold before anything is made of them, and texts are UTF-8.
///
/// Safe although it hands room out by its address: each piece of room is its caller's own, and outlives the call.
@safe struct AnswerReader {
  /// Fills the room with the next bytes.
  private let receive: (UnsafeMutableRawBufferPointer) throws(AnswerError) -> Void
  /// The most numbers that an array may have.
  private let maxNumbers: Int
  /// The bytes of messages that may come yet, arrays apart.
  private var rest: Int

  /// - Parameter bytes: the file's size.
  init(
    bytes: Int, _ receive: @escaping (UnsafeMutableRawBufferPointer) throws(AnswerError) -> Void
  ) {
    unsafe self.receive = receive
    maxNumbers = min(HDF5Reader.maxNumbers(bytes: bytes), Self.maxNumbers)
    let (most, overflows) = bytes.multipliedReportingOverflow(by: Self.copiesOfFile)
    rest = overflows ? .max : max(most, Self.leastRest)
  }

  /// 4 GiB, as much as a stored page may have by default.
  private static let maxNumbers = 1 << 29
  /// Names, attributes and contributions lie in a file as they are, not compressed: but links may lead to one thing
  /// many times.
  private static let copiesOfFile = 4
  private static let leastRest = 1 << 24

  // MARK: Messages

  /// The next message; `failed` is thrown.
  mutating func message() throws(AnswerError) -> MessageParser {
    let (kind, length) = try header()
    guard kind != .piece, length <= rest else { throw .nonsense }
    rest -= length
    var bytes = [UInt8](repeating: 0, count: length)
    try fill(&bytes)
    var message = MessageParser(kind, bytes)
    if kind == .failed { throw .failed(reason: try message.text()) }
    return message
  }

  private func header() throws(AnswerError) -> (kind: ReadingMessage, length: Int) {
    var bytes = [UInt8](repeating: 0, count: ReadingMessage.headerSize)
    try fill(&bytes)
    func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) } }
    guard let kind = ReadingMessage(rawValue: number(bytes[4...])) else { throw .nonsense }
    return (kind, Int(number(bytes[..<4])))
  }

  private func fill(_ bytes: inout [UInt8]) throws(AnswerError) {
    var failure: AnswerError?
    unsafe bytes.withUnsafeMutableBytes { room in
      do throws(AnswerError) {
        try unsafe receive(room)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  // MARK: Arrays

  private mutating func array(_ count: Int) throws(AnswerError) -> [Double] {
    var failure: AnswerError?
    // Memory is taken as it is filled.
    let numbers = unsafe [Double](unsafeUninitializedCapacity: count) { room, filled in
      do throws(AnswerError) {
        try unsafe pieces(UnsafeMutableRawBufferPointer(room))
        filled = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return numbers
  }

  /// Receives pieces until they fill the room.
  private mutating func pieces(_ room: UnsafeMutableRawBufferPointer) throws(AnswerError) {
    var filled = 0
    while filled < room.count {
      let length = try piece(most: room.count - filled)
      try unsafe receive(UnsafeMutableRawBufferPointer(rebasing: room[filled..<filled + length]))
      filled += length
    }
  }

  /// The length of the next piece, in bytes.
  private mutating func piece(most: Int) throws(AnswerError) -> Int {
    let (kind, length) = try header()
    if kind == .failed {
      guard length <= rest else { throw .nonsense }
      var bytes = [UInt8](repeating: 0, count: length)
      try fill(&bytes)
      var message = MessageParser(kind, bytes)
      throw .failed(reason: try message.text())
    }
    guard kind == .piece, length > 0, length <= most, length % MemoryLayout<Double>.size == 0 else {
      throw .nonsense
    }
    return length
  }

  /// Numbers that are not kept as they come.
  private mutating func forEachNumber(
    of count: Int, _ body: (Int, Double) throws(AnswerError) -> Void
  ) throws(AnswerError) {
    var index = 0
    while index < count {
      let numbers = try piece(most: (count - index) * MemoryLayout<Double>.size) / MemoryLayout<Double>.size
      var start = 0
      while start < numbers {
        // As much as stays in a processor's cache.
        var block = [Double](repeating: 0, count: min(numbers - start, 1 << 13))
        var failure: AnswerError?
        unsafe block.withUnsafeMutableBytes { room in
          do throws(AnswerError) {
            try unsafe receive(room)
          } catch {
            failure = error
          }
        }
        if let failure { throw failure }
        for number in block {
          try body(index, number)
          index += 1
        }
        start += block.count
      }
    }
  }

  // MARK: Pages

  /// Reads a page whole.
  mutating func page() throws(AnswerError) -> ResultPage {
    var message = try message()
    if message.kind == .badPage { throw .badPage }
    guard message.kind == .header else { throw .nonsense }
    let (header, axisCount) = try Self.header(&message)
    var page = header
    /// Columns of particles so far.
    var columns = 0
    var hasValues = false
    while true {
      var message = try self.message()
      switch message.kind {
      case .badPage: throw .badPage
      case .end:
        try message.finish()
        guard page.axes.allSatisfy({ !$0.centres.isEmpty }) else { throw .badPage }
        guard page.isPhaseSpace ? columns == PhaseSpace.columns.count : hasValues else { throw .nonsense }
        return page
      case .array:
        guard let kind = PageArray(rawValue: try message.byte()) else { throw .nonsense }
        let index = try message.integer()
        let count = try message.integer()
        try message.finish()
        guard 0...maxNumbers ~= count else { throw .nonsense }
        if kind == .column {
          guard page.isPhaseSpace, index == columns else { throw .nonsense }
          try column(index, count, of: &page)
          columns += 1
        } else if kind == .centres || kind == .edges {
          guard !hasValues, 0..<axisCount ~= index else { throw .nonsense }
          try axis(kind, index, count, of: &page)
        } else {
          guard !page.isPhaseSpace, (kind == .values) != hasValues else { throw .nonsense }
          try bins(kind, count, of: &page)
          hasValues = true
        }
      default: throw .nonsense
      }
    }
  }

  /// - Returns: a page with axes that have no centres yet.
  private static func header(
    _ message: inout MessageParser
  ) throws(AnswerError) -> (page: ResultPage, axes: Int) {
    let number = try message.integer()
    let quantity = try message.text()
    let unit = Unit(
      text: try message.text(), normalization: try message.optionalText(), source: try message.text())
    let filter = try message.optionalText()
    let metadata = try message.metadata()
    guard let errorKind = ErrorKind(rawValue: try message.text()),
      let rule = AggregationRule(rawValue: try message.text())
    else { throw .nonsense }
    var page = ResultPage(
      number: number, quantity: quantity, unit: unit, filter: filter, metadata: metadata, axes: [],
      values: [], errors: nil, errorKind: errorKind, isPhaseSpace: rule == .concatenation, rule: rule,
      contributions: try message.integer(), primaries: try message.optionalNumber(),
      operations: try message.texts())
    page.findings = try message.texts().compactMap { PageFinding(text: $0) }
    page.denominator = try message.optionalText()
    page.degreesOfFreedom = try message.optionalDouble()
    guard page.degreesOfFreedom.map({ $0 >= 0 }) ?? true else { throw .badPage }
    // Parts' counts are added up.
    guard 0...maxContributions ~= page.contributions else { throw .badPage }
    let (names, labels, units) = (try message.texts(), try message.texts(), try message.texts())
    guard names.count == labels.count, names.count == units.count, !page.isPhaseSpace || names.isEmpty
    else {
      throw .nonsense
    }
    for index in names.indices {
      page.axes.append(
        Axis(
          name: names[index], label: labels[index], unit: units[index],
          qualifier: try message.optionalText(), centres: [], edges: nil,
          scale: try message.bool() ? .logarithmic : .linear))
    }
    if try message.bool() {
      let (weight, classes, isWeighted) = (
        try message.double(), try message.texts(), try message.bool()
      )
      guard let policy = NonFinitePolicy(rawValue: try message.text()) else { throw .nonsense }
      guard let sources = try sources(&message) else { throw .badPage }
      page.state = PageState(
        weight: weight, classes: PartialNames.classes(classes), isWeighted: isWeighted, policy: policy,
        sources: sources)
    }
    try message.finish()
    return (page, names.count)
  }

  /// A number above that of any page's contributions, and few enough to be added.
  private static let maxContributions = 1 << 40

  /// Jobs, of each the tasks, and all that it has; `nil` where these are none.
  static func sources(_ message: inout MessageParser) throws(AnswerError) -> ContributionList? {
    let (names, tasks, allTasks) = (try message.texts(), try message.texts(), try message.texts())
    guard names.count == tasks.count, names.count == allTasks.count else { throw .nonsense }
    var jobs: [ContributionList.Job] = []
    for index in names.indices {
      guard var job = ContributionList.Job(name: names[index], text: tasks[index]) else { return nil }
      if !allTasks[index].isEmpty {
        guard let numbers = TaskNumbers(text: allTasks[index]) else { return nil }
        job.allTasks = numbers
      }
      jobs.append(job)
    }
    return ContributionList(jobs)
  }

  /// - Parameter index: of the axis; they come in order, the edges of each after its centres.
  private mutating func axis(
    _ kind: PageArray, _ index: Int, _ count: Int, of page: inout ResultPage
  ) throws(AnswerError) {
    let axis = page.axes[index]
    let bins = axis.centres.count
    if kind == .centres {
      guard axis.centres.isEmpty, page.axes[..<index].allSatisfy({ !$0.centres.isEmpty }) else {
        throw .nonsense
      }
      page.axes[index].centres = try array(count)
    } else {
      guard axis.edges == nil, bins > 0, count == bins + 1 else { throw .nonsense }
      page.axes[index].edges = try array(count)
    }
  }

  private mutating func bins(
    _ kind: PageArray, _ count: Int, of page: inout ResultPage
  ) throws(AnswerError) {
    // A page's shape is that of its axes, and so are all of its arrays.
    var bins = 1
    for axis in page.axes {
      let (product, overflows) = bins.multipliedReportingOverflow(by: axis.centres.count)
      guard !overflows else { throw .nonsense }
      bins = product
    }
    guard count == bins else { throw .nonsense }
    switch kind {
    case .values: page.values = try array(count)
    case .errors where page.errors == nil: page.errors = try array(count)
    case .mean where page.state != nil && page.state?.mean == nil: page.state?.mean = try array(count)
    case .spread where page.state != nil && page.state?.spread == nil: page.state?.spread = try array(count)
    case .binWeights where page.state != nil && page.state?.binWeights == nil:
      page.state?.binWeights = try array(count)
    case .ratioSquares where page.state != nil && page.state?.ratio == nil:
      page.state?.ratio = RatioSums(squares: try array(count), first: [], second: [])
    case .ratioFirst where page.state?.ratio?.first.isEmpty == true:
      page.state?.ratio?.first = try array(count)
    case .hits where page.hits == nil:
      var hits: [UInt32] = []
      hits.reserveCapacity(count)
      let most = page.contributions
      try forEachNumber(of: count) { _, number throws(AnswerError) in
        guard let count = UInt32(exactly: number), Int(count) <= most else { throw .badPage }
        hits.append(count)
      }
      page.hits = hits
    case .unequalFirst where page.state != nil && page.state?.unequal == nil:
      page.state?.unequal = UnequalSums(first: try array(count), second: [])
    case .unequalSecond where page.state?.unequal?.second.isEmpty == true:
      page.state?.unequal?.second = try array(count)
    case .binCounts where page.binContributions == nil:
      var counts: [Int] = []
      counts.reserveCapacity(count)
      let most = page.contributions
      try forEachNumber(of: count) { _, number throws(AnswerError) in
        guard let count = Int(exactly: number), 0...most ~= count else { throw .badPage }
        counts.append(count)
      }
      page.binContributions = counts
    default: throw .nonsense
    }
  }

  private mutating func column(
    _ index: Int, _ count: Int, of page: inout ResultPage
  ) throws(AnswerError) {
    let columns = PhaseSpace.columns.count
    guard count <= maxNumbers / columns else { throw .nonsense }
    if index == 0 { page.values = [Double](repeating: 0, count: count * columns) }
    guard page.values.count == count * columns else { throw .nonsense }
    var values: [Double] = []
    swap(&values, &page.values)
    try forEachNumber(of: count) { row, number throws(AnswerError) in
      values[row * columns + index] = number
    }
    page.values = values
  }
}
