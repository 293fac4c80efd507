package import EbbModel

/// The text of a JSON file that `ebb export` has written. What other versions of ebb may write beside what is needed here
/// is passed.
package enum ExportText {
  /// Finds the pages in one walk, which passes their arrays at the speed of memory: they are checked when they are
  /// decoded.
  /// - Throws: where the text is not as an export is written.
  package static func document(_ text: borrowing TextBuffer) throws(DecodeError) -> ExportDocument {
    var cursor = JSONCursor(text)
    var simulations: [ExportDocument.Simulation]?
    try cursor.object { (key, cursor) throws(DecodeError) in
      if key == "simulations" {
        simulations = try list(&cursor) { (cursor) throws(DecodeError) in try simulation(&cursor) }
      } else {
        try cursor.skipUnread()
      }
    }
    try cursor.expectEnd()
    return ExportDocument(simulations: try needed(simulations, "simulations", cursor))
  }

  private static func simulation(
    _ cursor: inout JSONCursor
  ) throws(DecodeError) -> ExportDocument.Simulation {
    var jobID: String?
    var title: String?
    var estimators: [ExportDocument.Estimator]?
    try cursor.object { (key, cursor) throws(DecodeError) in
      switch key {
      case "job_id": jobID = try string(&cursor)
      case "title": title = try string(&cursor)
      case "estimators":
        estimators = try list(&cursor) { (cursor) throws(DecodeError) in try estimator(&cursor) }
      default: try cursor.skipUnread()
      }
    }
    return ExportDocument.Simulation(
      jobID: jobID, title: title ?? "", estimators: try needed(estimators, "estimators", cursor))
  }

  private static func estimator(
    _ cursor: inout JSONCursor
  ) throws(DecodeError) -> ExportDocument.Estimator {
    var name: String?
    var task: Int?
    var pages: [ExportDocument.Page]?
    try cursor.object { (key, cursor) throws(DecodeError) in
      switch key {
      case "name": name = try string(&cursor)
      case "task": task = try integer(&cursor).map { Int($0) }
      case "pages":
        pages = try list(&cursor) { (cursor) throws(DecodeError) in try place(&cursor) }
      default: try cursor.skipUnread()
      }
    }
    return ExportDocument.Estimator(
      name: try needed(name, "name", cursor), task: task, pages: try needed(pages, "pages", cursor))
  }

  private static func place(_ cursor: inout JSONCursor) throws(DecodeError) -> ExportDocument.Page {
    var number: Int64?
    var quantity: String?
    var filter: String?
    _ = cursor.peek()
    let start = cursor.offset
    try cursor.object { (key, cursor) throws(DecodeError) in
      switch key {
      case "page_number": number = try integer(&cursor)
      case "name": quantity = try string(&cursor)
      case "filter": filter = try string(&cursor)
      default:
        if cursor.peek() == UInt8(ascii: "["), key != "axes", key != "columns", key != "operations" {
          try cursor.skipNumbers()
        } else {
          try cursor.skipUnread()
        }
      }
    }
    guard number ?? 0 >= 0 else { throw cursor.error(.notANumber) }
    return ExportDocument.Page(
      number: Int(try needed(number, "page_number", cursor)), quantity: try needed(quantity, "name", cursor),
      filter: filter, range: start..<cursor.offset)
  }

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
    var isPhaseSpace = false
    var axes: [Axis]?
    var values: [Double]?
    var errors: [Double]?
    var binContributions: [Double]?
    var hits: [Double]?

    mutating func take(_ key: String, _ cursor: inout JSONCursor) throws(DecodeError) {
      switch key {
      case "page_number": number = try integer(&cursor)
      case "name", "unit", "normalization", "source_unit", "filter", "aggregation", "error":
        texts[key] = try string(&cursor)
      case "contributions": contributions = try integer(&cursor)
      case "primaries": primaries = try integer(&cursor)
      case "dof": freedom = try isNull(&cursor) ? nil : cursor.number()
      case "columns":
        isPhaseSpace = cursor.peek() == UInt8(ascii: "[")
        try cursor.skipUnread()
      case "axes": axes = try list(&cursor) { (cursor) throws(DecodeError) in try axis(&cursor) }
      case "values": values = try numbers(&cursor)
      case "errors": errors = try numbers(&cursor)
      case "bin_contributions": binContributions = try numbers(&cursor)
      case "hits": hits = try numbers(&cursor)
      default: try cursor.skipUnread()
      }
    }

    func page(_ cursor: JSONCursor) throws(DecodeError) -> ResultPage {
      guard number ?? 0 >= 0, 0...maxContributions ~= contributions ?? 0, primaries ?? 0 >= 0,
        freedom ?? 0 >= 0
      else { throw cursor.error(.notANumber) }
      var page = ResultPage(
        number: Int(try needed(number, "page_number", cursor)),
        quantity: try needed(texts["name"], "name", cursor),
        unit: Unit(
          text: try needed(texts["unit"], "unit", cursor), normalization: texts["normalization"],
          source: try needed(texts["source_unit"], "source_unit", cursor)),
        filter: texts["filter"], metadata: Metadata(), axes: try needed(axes, "axes", cursor),
        values: try needed(values, "values", cursor), errors: errors, errorKind: .stderr,
        isPhaseSpace: isPhaseSpace,
        rule: AggregationRule(rawValue: try needed(texts["aggregation"], "aggregation", cursor)) ?? .mean,
        contributions: Int(try needed(contributions, "contributions", cursor)), primaries: primaries)
      page.degreesOfFreedom = errors == nil ? nil : freedom
      page.binContributions = try binContributions.map { counts throws(DecodeError) in
        try counts.map { count throws(DecodeError) in
          guard let count = Int(exactly: count), 0...page.contributions ~= count else {
            throw cursor.error(.notANumber)
          }
          return count
        }
      }
      page.hits = try hits.map { counts throws(DecodeError) in
        try counts.map { count throws(DecodeError) in
          guard let count = UInt32(exactly: count), Int(count) <= page.contributions else {
            throw cursor.error(.notANumber)
          }
          return count
        }
      }
      try check(page)
      let kinds = ErrorKind.allCases.filter { $0 != .none }
      for kind in kinds {
        page.errorKind = kind
        if texts["error"] == page.errorLabel { return page }
      }
      page.errorKind = .stderr
      return page
    }

    /// Values and errors are one for each bin, edges one more than centres.
    private func check(_ page: ResultPage) throws(DecodeError) {
      var bins = 1
      for length in page.shape {
        let (product, overflows) = bins.multipliedReportingOverflow(by: length)
        bins = overflows ? .max : product
      }
      for array in [page.values, page.errors ?? page.values] where array.count != bins {
        throw DecodeError(.wrongCount(values: array.count, bins: bins), at: nil)
      }
      for count in [page.binContributions?.count, page.hits?.count].compactMap(\.self) where count != bins {
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

  private static func axis(_ cursor: inout JSONCursor) throws(DecodeError) -> Axis {
    var texts: [String: String] = [:]
    var centres: [Double]?
    var edges: [Double]?
    try cursor.object { (key, cursor) throws(DecodeError) in
      switch key {
      case "name", "label", "unit", "scale": texts[key] = try string(&cursor)
      case "values": centres = try numbers(&cursor)
      case "edges": edges = try numbers(&cursor)
      default: try cursor.skipUnread()
      }
    }
    return Axis(
      name: try needed(texts["name"], "name", cursor), label: try needed(texts["label"], "label", cursor),
      unit: try needed(texts["unit"], "unit", cursor), centres: try needed(centres, "values", cursor),
      edges: edges, scale: texts["scale"] == "logarithmic" ? .logarithmic : .linear)
  }

  // What may be missing may also be null.

  private static func isNull(_ cursor: inout JSONCursor) throws(DecodeError) -> Bool {
    cursor.peek() == UInt8(ascii: "n") && cursor.take(word: "null")
  }

  private static func string(_ cursor: inout JSONCursor) throws(DecodeError) -> String? {
    try isNull(&cursor) ? nil : cursor.string()
  }

  private static func integer(_ cursor: inout JSONCursor) throws(DecodeError) -> Int64? {
    if try isNull(&cursor) { return nil }
    guard let integer = Int64(exactly: try cursor.number()) else { throw cursor.error(.notANumber) }
    return integer
  }

  private static func numbers(_ cursor: inout JSONCursor) throws(DecodeError) -> [Double]? {
    if try isNull(&cursor) { return nil }
    var isFinite = true
    return try cursor.numbers(isFinite: &isFinite)
  }

  private static func list<Element>(
    _ cursor: inout JSONCursor, _ element: (inout JSONCursor) throws(DecodeError) -> Element
  ) throws(DecodeError) -> [Element] {
    var elements: [Element] = []
    try cursor.array { (cursor) throws(DecodeError) in elements.append(try element(&cursor)) }
    return elements
  }

  private static func needed<Value>(
    _ value: Value?, _ key: String, _ cursor: JSONCursor
  ) throws(DecodeError) -> Value {
    guard let value else { throw cursor.error(.missing(key)) }
    return value
  }
}
