package import EbbModel

/// The JSON text of a page as the platform's converter writes it, and the web interface (other key order,
/// integers among the values, keys in camel case).
package enum PageText {
  /// No converter writes more than three positions and two differential axes.
  static let axisKeys = (1...5).map { "axis_dim\($0)" }
  /// The same keys in files that the web interface saves, and by converters before pymchelper 2.4.1.
  private static let otherAxisKeys = [
    (1...5).map { "axisDim\($0)" }, (1...5).map { "\($0)_axis" },
    // The web interface of 2022 and 2023.
    ["first_axis", "second_axis", "third_axis"], ["firstAxis", "secondAxis", "thirdAxis"],
  ]

  /// The number of the axis, from 1, that is at `key`; `nil` where none is.
  static func axisNumber(_ key: String) -> Int? {
    let place = axisKeys.firstIndex(of: key) ?? otherAxisKeys.lazy.compactMap { $0.firstIndex(of: key) }.first
    return place.map { $0 + 1 }
  }

  /// Decodes a page in one walk over the text, arrays straight into their `[Double]`.
  ///
  /// Decodes a page; of a key that occurs twice, the last counts, as Python reads it.
  /// - Returns: `nil` where the text is `null`.
  package static func decode(
    _ text: borrowing TextBuffer, kernel: NumberKernel? = .best
  ) throws(DecodeError) -> StoredPage? {
    try page(JSONCursor(text, kernel: kernel))
  }

  /// Decodes a page while its text is inflated. A page of which more than its arrays is longer than the
  /// stream's window looks broken.
  static func decode(
    _ text: TextStream, kernel: NumberKernel? = .best
  ) throws(DecodeError) -> StoredPage? {
    try page(JSONCursor(text, kernel: kernel))
  }

  private static func page(_ start: JSONCursor) throws(DecodeError) -> StoredPage? {
    var cursor = start
    if cursor.take(word: "null") {
      try cursor.expectEnd()
      return nil
    }
    var parts = Parts()
    try cursor.object { (key, cursor) throws(DecodeError) in
      switch key {
      case "metadata":
        let found = try metadataAndText(&cursor)
        parts.metadata = found.metadata
        if let saved = found.respelled { parts.members.append(Metadata.Entry(name: key, value: saved)) }
      case "dimensions": parts.dimensions = try dimensions(&cursor)
      case "data": try data(&cursor, into: &parts)
      case "name", "filterRef":
        parts.members.append(Metadata.Entry(name: key, value: try cursor.rawValue()))
      case "resultsUrl", "results_url":
        parts.isLink = true
        try cursor.skipValue()
      default:
        if let number = axisNumber(key) {
          parts.axes[number] = try axis(&cursor)
        } else if cursor.isStreaming {
          // It may be longer than what lies here.
          guard !cursor.isHelped else { throw cursor.error(.expected("a page's member")) }
          try cursor.skipValue()
        } else {
          parts.members.append(Metadata.Entry(name: key, value: try cursor.rawValue()))
        }
      }
    }
    try cursor.expectEnd()
    var page = try parts.page()
    if page.isFinite, let look = parts.look { page.know(look.facts(of: page.values)) }
    return page
  }

  /// Decodes the members of an object, or of `null`, under the keys that they have: file names, say.
  package static func decodeMembers(_ text: borrowing TextBuffer) throws(DecodeError) -> Metadata {
    var cursor = JSONCursor(text)
    let members = try members(&cursor) { $0 }
    try cursor.expectEnd()
    return members
  }

  /// The members of an object, or of `null`, under the keys that they have, each in its JSON.
  package static func savedMembers(_ text: borrowing TextBuffer) throws(DecodeError) -> [Metadata.Entry] {
    var cursor = JSONCursor(text)
    let members = try savedMembers(&cursor)
    try cursor.expectEnd()
    return members
  }

  /// The same at a place in a text; none where something else lies there, which is passed.
  static func savedMembers(_ cursor: inout JSONCursor) throws(DecodeError) -> [Metadata.Entry] {
    guard cursor.peek() == UInt8(ascii: "{") else {
      try cursor.skipValue()
      return []
    }
    var entries: [Metadata.Entry] = []
    try cursor.object { (key, cursor) throws(DecodeError) in
      entries.append(Metadata.Entry(name: key, value: try cursor.rawValue()))
    }
    return entries
  }

  /// Metadata, and the JSON of those whose keys the web interface has put into camel case, which is `nil` where it has not,
  /// and where the text does not lie here as a whole.
  static func metadataAndText(
    _ cursor: inout JSONCursor
  ) throws(DecodeError) -> (metadata: Metadata, respelled: String?) {
    _ = cursor.peek()
    let start = cursor
    var isRespelled = false
    let metadata = try members(&cursor) { key in
      let spelling = snakeCase(key)
      if spelling != key { isRespelled = true }
      return spelling
    }
    guard isRespelled else { return (metadata, nil) }
    guard start.isStreaming else { return (metadata, cursor.text(since: start)) }
    guard !start.isHelped else { throw start.error(.expected("the converter's metadata")) }
    return (metadata, nil)
  }

  /// Decodes the metadata of an estimator: an object, or `null`.
  package static func decodeMetadata(
    _ text: borrowing TextBuffer
  ) throws(DecodeError) -> Metadata {
    var cursor = JSONCursor(text)
    let metadata = try metadata(&cursor)
    try cursor.expectEnd()
    return metadata
  }

  static func metadata(_ cursor: inout JSONCursor) throws(DecodeError) -> Metadata {
    try members(&cursor, spelling: snakeCase)
  }

  /// The text that an object has under "name".
  private static func memberName(of json: String) throws(DecodeError) -> String? {
    guard json.first == "{" else { return nil }
    return try decodeMembers(TextBuffer(Array(json.utf8)))["name"]
  }

  static func members(
    _ cursor: inout JSONCursor, spelling: (String) -> String
  ) throws(DecodeError) -> Metadata {
    if cursor.take(word: "null") { return Metadata() }
    var entries: [Metadata.Entry] = []
    try cursor.object { (key, cursor) throws(DecodeError) in
      entries.append(Metadata.Entry(name: spelling(key), value: try text(&cursor)))
    }
    return Metadata(entries)
  }

  /// The converter's own spelling of a key that the web interface has put into camel case: `pageDiffSize` is
  /// `page_diff_size`. Keys such as `Tmax_MeV`, which it leaves alone, stay.
  static func snakeCase(_ key: String) -> String {
    guard let first = key.utf8.first, 97...122 ~= first,
      key.utf8.contains(where: { 65...90 ~= $0 }), !key.utf8.contains(UInt8(ascii: "_"))
    else { return key }
    var snake: [UInt8] = []
    for byte in key.utf8 {
      if 65...90 ~= byte { snake.append(UInt8(ascii: "_")) }
      snake.append(65...90 ~= byte ? byte | 0x20 : byte)
    }
    return String(decoding: snake, as: UTF8.self)
  }

  /// A string, or the JSON of what is none.
  static func text(_ cursor: inout JSONCursor) throws(DecodeError) -> String {
    cursor.peek() == UInt8(ascii: "\"") ? try cursor.string() : try cursor.rawValue()
  }

  private static func dimensions(_ cursor: inout JSONCursor) throws(DecodeError) -> Int {
    cursor.skipBlanks()
    let offset = cursor.offset
    let value = try cursor.number()
    guard let count = Int(exactly: value), count >= 0 else {
      throw DecodeError(.expected("a number of axes"), at: offset)
    }
    return count
  }

  private static func data(
    _ cursor: inout JSONCursor, into parts: inout Parts
  ) throws(DecodeError) {
    parts.name = nil
    parts.unit = nil
    parts.values = nil
    parts.errors = nil
    parts.errorKind = .stderr
    parts.countsAreSums = false
    try cursor.object { (key, cursor) throws(DecodeError) in
      switch key {
      case "unit": parts.unit = try text(&cursor)
      case "name": parts.name = try text(&cursor)
      case "values":
        parts.isFinite = true
        parts.look = cursor.kernel.map(ValueLook.init)
        parts.values = try values(&cursor, isFinite: &parts.isFinite, &parts.look)
      case "errors" where cursor.peek() == UInt8(ascii: "["):
        var isFinite = true
        var look: ValueLook?
        parts.errors = try values(&cursor, isFinite: &isFinite, &look)
      case "errorKind" where cursor.peek() == UInt8(ascii: "\""):
        parts.errorKind = ErrorKind(rawValue: try cursor.string()) ?? .stderr
      case "counts" where cursor.peek() == UInt8(ascii: "\""):
        parts.countsAreSums = try cursor.string() == "sums"
      default: try cursor.skipValue()
      }
    }
  }

  /// `[1, 2, …]`, or nested `[[1, 2, …]]` as TOPAS' single values and phase space are stored.
  private static func values(
    _ cursor: inout JSONCursor, isFinite: inout Bool, _ look: inout ValueLook?
  ) throws(DecodeError) -> [Double] {
    var inner = cursor
    guard inner.take(UInt8(ascii: "[")), inner.peek() == UInt8(ascii: "[") else {
      return try cursor.numbers(isFinite: &isFinite, &look)
    }
    let values = try inner.numbers(isFinite: &isFinite, &look)
    try inner.expect(UInt8(ascii: "]"), "']'")
    cursor = inner
    return values
  }

  private static func axis(_ cursor: inout JSONCursor) throws(DecodeError) -> StoredAxis {
    var name = ""
    var unit = ""
    var centres: [Double]?
    cursor.skipBlanks()
    let offset = cursor.offset
    try cursor.object { (key, cursor) throws(DecodeError) in
      switch key {
      case "name": name = try text(&cursor)
      case "unit": unit = try text(&cursor)
      case "values":
        var isFinite = true
        centres = try cursor.numbers(isFinite: &isFinite)
      default: try cursor.skipValue()
      }
    }
    guard let centres else { throw DecodeError(.missing("axis values"), at: offset) }
    guard !centres.isEmpty else { throw DecodeError(.expected("bin centres"), at: offset) }
    return StoredAxis(name: name, unit: unit, centres: centres)
  }

  /// Parts of the page that the walk has found so far.
  private struct Parts {
    var metadata = Metadata()
    var dimensions: Int?
    var name: String?
    var unit: String?
    var values: [Double]?
    var errors: [Double]?
    var errorKind = ErrorKind.stderr
    var countsAreSums = false
    var isFinite = true
    /// At the values.
    var look: ValueLook?
    var axes: [Int: StoredAxis] = [:]
    /// Members that only the web interface writes.
    var members: [Metadata.Entry] = []
    /// Whether the interface has kept where the page can be asked for, in the place of its values.
    var isLink = false

    func page() throws(DecodeError) -> StoredPage {
      guard let values else { throw DecodeError(isLink ? .link : .missing("data.values"), at: nil) }
      let count = dimensions ?? axes.count
      guard axes.count == count else {
        throw DecodeError(.wrongDimensions(stated: count, axes: axes.count), at: nil)
      }
      var ordered: [StoredAxis] = []
      for number in 0..<count {
        guard let axis = axes[number + 1] else {
          throw DecodeError(.missing(axisKeys[number]), at: nil)
        }
        ordered.append(axis)
      }
      var page = StoredPage(
        quantity: name ?? metadata["name"] ?? "", unit: unit ?? metadata["unit"] ?? "",
        metadata: metadata, axes: ordered, values: values, isFinite: isFinite)
      page.interfaceMembers = members
      page.countsAreSums = countsAreSums
      if let errors {
        guard errors.count == values.count else {
          throw DecodeError(.wrongCount(values: errors.count, bins: values.count), at: nil)
        }
        (page.errors, page.errorKind) = (errors, errorKind)
      }
      if page.filter == nil, let filter = members.last(where: { $0.name == "filterRef" }),
        let name = try PageText.memberName(of: filter.value)
      {
        page.metadata.entries.append(Metadata.Entry(name: "page_filter_name", value: name))
      }
      try check(page)
      return page
    }

    private func check(_ page: StoredPage) throws(DecodeError) {
      if page.isPhaseSpace {
        let columns = PhaseSpace.columns.count
        guard page.values.count.isMultiple(of: columns) else {
          throw DecodeError(
            .wrongParticleCount(values: page.values.count, columns: columns), at: nil)
        }
        return
      }
      var bins = 1
      for length in page.shape {
        let (product, overflows) = bins.multipliedReportingOverflow(by: length)
        bins = overflows ? Int.max : product
      }
      guard page.values.count == bins else {
        throw DecodeError(.wrongCount(values: page.values.count, bins: bins), at: nil)
      }
    }
  }
}
