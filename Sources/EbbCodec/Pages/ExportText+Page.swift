package import EbbModel

/// A page of an export, decoded.
extension ExportText {
  /// Decodes a page, whose text is the bytes of its `range`. What is not finite, which JSON has no number for, is NaN.
  /// - Throws: where a member is missing, or values, errors and edges are not as many as the axes want.
  package static func page(_ text: borrowing TextBuffer) throws(DecodeError) -> ResultPage {
    var cursor = JSONCursor(text)
    var members = Members()
    try cursor.object { (key, cursor) throws(DecodeError) in try members.take(key, &cursor) }
    try cursor.expectEnd()
    return try members.page(cursor)
  }

  /// No export has more contributions to a page.
  private static let maxContributions: Int64 = 1 << 40

  /// The members of a page, as they come.
  private struct Members {
    var number: Int64?
    var texts: [String: String] = [:]
    var contributions: Int64?
    var primaries: Int64?
    var freedom: Double?
    var operations: [String] = []
    var findings: [PageFinding] = []
    var metadata = Metadata()
    var isPhaseSpace = false
    var axes: [Axis]?
    var values: [Double]?
    var errors: [Double]?
    var binContributions: [Double]?
    var hits: [Double]?

    mutating func take(_ key: String, _ cursor: inout JSONCursor) throws(DecodeError) {
      switch key {
      case "page_number": number = try cursor.integerOrNull()
      case "name", "unit", "normalization", "source_unit", "filter", "aggregation", "denominator", "error":
        texts[key] = try cursor.stringOrNull()
      case "contributions": contributions = try cursor.integerOrNull()
      case "primaries": primaries = try cursor.integerOrNull()
      case "dof": freedom = try cursor.numberOrNull()
      case "operations": operations = try cursor.list { (cursor) throws(DecodeError) in try cursor.string() }
      case "findings":
        findings = try cursor.list { (cursor) throws(DecodeError) in try finding(&cursor) }.compactMap(\.self)
      case "metadata": metadata = try PageText.members(&cursor) { $0 }
      case "columns":
        isPhaseSpace = cursor.peek() == UInt8(ascii: "[")
        try cursor.skipUnread()
      case "axes": axes = try cursor.list { (cursor) throws(DecodeError) in try axis(&cursor) }
      case "values": values = try cursor.numbersOrNull()
      case "errors": errors = try cursor.numbersOrNull()
      case "bin_contributions": binContributions = try cursor.numbersOrNull()
      case "hits": hits = try cursor.numbersOrNull()
      default: try cursor.skipUnread()
      }
    }

    func page(_ cursor: JSONCursor) throws(DecodeError) -> ResultPage {
      guard number ?? 0 >= 0, 0...maxContributions ~= contributions ?? 0, primaries ?? 0 >= 0,
        freedom ?? 0 >= 0
      else { throw cursor.error(.notANumber) }
      let rule = AggregationRule(rawValue: try cursor.needed(texts["aggregation"], "aggregation")) ?? .mean
      var page = ResultPage(
        number: Int(try cursor.needed(number, "page_number")),
        quantity: try cursor.needed(texts["name"], "name"),
        unit: Unit(
          text: try cursor.needed(texts["unit"], "unit"), normalization: texts["normalization"],
          source: try cursor.needed(texts["source_unit"], "source_unit")),
        filter: texts["filter"], metadata: metadata, axes: try cursor.needed(axes, "axes"),
        values: try cursor.needed(values, "values"), errors: errors,
        errorKind: texts["error"].flatMap { ErrorKind(startOf: $0, rule) } ?? .stderr,
        isPhaseSpace: isPhaseSpace, rule: rule,
        contributions: Int(try cursor.needed(contributions, "contributions")), primaries: primaries,
        operations: operations)
      page.degreesOfFreedom = errors == nil ? nil : freedom
      page.denominator = texts["denominator"]
      page.findings = findings
      page.binContributions = try counts(binContributions, cursor)
      page.hits = try counts(hits, cursor)
      try check(page)
      return page
    }

    /// Counts of contributions, of which no bin has more than there are.
    private func counts<Count: BinaryInteger>(
      _ numbers: [Double]?, _ cursor: JSONCursor
    ) throws(DecodeError) -> [Count]? {
      guard let numbers else { return nil }
      var counts: [Count] = []
      counts.reserveCapacity(numbers.count)
      for number in numbers {
        guard let count = Count(exactly: number), 0...(contributions ?? 0) ~= Int64(count) else {
          throw cursor.error(.notANumber)
        }
        counts.append(count)
      }
      return counts
    }

    /// Values, errors and counts are one for each bin, edges one more than centres.
    private func check(_ page: ResultPage) throws(DecodeError) {
      var bins = 1
      for length in page.shape {
        let (product, overflows) = bins.multipliedReportingOverflow(by: length)
        bins = overflows ? .max : product
      }
      let counts = [page.values.count, page.errors?.count, page.binContributions?.count, page.hits?.count]
      for count in counts.compactMap(\.self) where count != bins {
        throw DecodeError(.wrongCount(values: count, bins: bins), at: nil)
      }
      for axis in page.axes {
        guard !axis.centres.isEmpty, axis.edges.map({ $0.count == axis.centres.count + 1 }) ?? true else {
          throw DecodeError(
            .wrongCount(values: axis.edges?.count ?? 0, bins: axis.centres.count), at: nil)
        }
      }
    }
  }

  /// - Returns: `nil` for a severity of other versions.
  private static func finding(_ cursor: inout JSONCursor) throws(DecodeError) -> PageFinding? {
    var texts: [String: String] = [:]
    try cursor.object { (key, cursor) throws(DecodeError) in
      switch key {
      case "severity", "check", "message": texts[key] = try cursor.stringOrNull()
      default: try cursor.skipUnread()
      }
    }
    guard let severity = texts["severity"].flatMap({ FindingSeverity(rawValue: $0) }) else { return nil }
    return PageFinding(
      severity: severity, check: try cursor.needed(texts["check"], "check"),
      message: try cursor.needed(texts["message"], "message"))
  }

  private static func axis(_ cursor: inout JSONCursor) throws(DecodeError) -> Axis {
    var texts: [String: String] = [:]
    var centres: [Double]?
    var edges: [Double]?
    try cursor.object { (key, cursor) throws(DecodeError) in
      switch key {
      case "name", "label", "unit", "normalization", "scale": texts[key] = try cursor.stringOrNull()
      case "values": centres = try cursor.numbersOrNull()
      case "edges": edges = try cursor.numbersOrNull()
      default: try cursor.skipUnread()
      }
    }
    return Axis(
      name: try cursor.needed(texts["name"], "name"), label: try cursor.needed(texts["label"], "label"),
      unit: try cursor.needed(texts["unit"], "unit"), qualifier: texts["normalization"],
      centres: try cursor.needed(centres, "values"), edges: edges,
      scale: texts["scale"] == "logarithmic" ? .logarithmic : .linear)
  }
}
