import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbCodec

@Suite("PageText")
struct PageTextTests {
  /// The parts of a page of three bins, to be put together in any order.
  private static let parts = [
    #""metadata": {"page_number": "1", "name": "DOSE", "unit": "MeV/g", "page_normalized": "2"}"#,
    #""dimensions": 1"#,
    #""data": {"unit": "MeV/g/prim", "name": "Dose", "values": [1.0, 2.5, 3e-05]}"#,
    #""axis_dim1": {"unit": "cm", "name": "Position (Z)", "values": [0.5, 1.5, 2.5]}"#,
  ]

  private static let page = StoredPage(
    quantity: "Dose", unit: "MeV/g/prim",
    metadata: Metadata([
      .init(name: "page_number", value: "1"), .init(name: "name", value: "DOSE"),
      .init(name: "unit", value: "MeV/g"), .init(name: "page_normalized", value: "2"),
    ]),
    axes: [StoredAxis(name: "Position (Z)", unit: "cm", centres: [0.5, 1.5, 2.5])],
    values: [1, 2.5, 3e-05], isFinite: true)

  @Test("the order of the keys does not matter")
  func keyOrder() throws {
    var orders: [[String]] = [[]]
    for part in Self.parts {
      orders = orders.flatMap { order in
        (0...order.count).map { Array(order[..<$0]) + [part] + Array(order[$0...]) }
      }
    }
    #expect(orders.count == 24)
    for order in orders {
      #expect(try decode("{" + order.joined(separator: ", ") + "}") == Self.page)
    }
    let inner = #"{"values":[1,2.5,3E-5],"name":"Dose","unit":"MeV/g/prim"}"#
    let axis = #"{"values":[0.5,15e-1,2.5],"name":"Position (Z)","unit":"cm"}"#
    let compact = #"{"data":\#(inner),"axis_dim1":\#(axis),\#(Self.parts[0]),"dimensions":1.0}"#
    #expect(try decode(compact) == Self.page)
  }

  @Test("unknown keys of any value are passed over")
  func unknownKeys() throws {
    let more = #""x": {"values": [[]], "y": null}, "axis_dim": 1, "axis_dimX": [], "axis_dim10": "", "": {}"#
    /// Kept to be given back, and no more.
    func decoded(_ text: String) throws -> StoredPage? {
      var page = try decode(text)
      #expect(page?.interfaceMembers.isEmpty == false)
      page?.interfaceMembers = []
      return page
    }
    #expect(try decoded("{\(more), \(Self.parts.joined(separator: ", "))}") == Self.page)
    for key in [
      "axis_dim0", "axis_dim01", "axis_dim+1", "axis_dim-1", "axis_dim1 ", "axis_dim１", "axis_Dim1",
    ] {
      let parts = Self.parts + [#""\#(key)": {"name": "other", "unit": "", "values": [7]}"#]
      #expect(try decoded("{\(parts.joined(separator: ", "))}") == Self.page, "\(key)")
    }
  }

  @Test("members of the web interface's own are kept as they are written")
  func kept() throws {
    let metadata = #"{"pageNumber" : "3", "dettyp": "DOSE", "list": [1, 2.50]}"#
    let text =
      #"{"filterRef": {"a": 1e3}, "metadata": \#(metadata), "data": {"name": "D", "unit": "", "values": [1]}, "dimensions": 0}"#
    let page = try #require(try decode(text))
    #expect(page.metadata["page_number"] == "3")
    #expect(
      page.interfaceMembers == [
        Metadata.Entry(name: "filterRef", value: #"{"a": 1e3}"#),
        Metadata.Entry(name: "metadata", value: metadata),
      ])
    // The converter's own spelling needs no second copy.
    #expect(try decode("{\(Self.parts.joined(separator: ", "))}")?.interfaceMembers == [])
  }

  @Test("of a key that occurs twice, the last counts, as Python reads it")
  func duplicateKeys() throws {
    let other = [
      #""metadata": {"name": "OTHER", "more": "1"}"#, #""dimensions": 7"#,
      #""data": {"unit": "Gy", "name": "Other", "values": [NaN, 1]}"#,
      #""axis_dim1": {"unit": "mm", "name": "Other", "values": [9]}"#,
    ]
    #expect(try decode("{\((other + Self.parts).joined(separator: ", "))}") == Self.page)
    let values =
      #""data": {"values": [NaN], "unit": "Gy", "values": [1.0, 2.5, 3e-05], "unit": "MeV/g/prim", "#
    let inner = values + #""name": "", "name": "Dose"}"#
    #expect(try decode("{\((Self.parts + [inner]).joined(separator: ", "))}") == Self.page)
    // The whole object counts, not its members one by one.
    let later = try decode(
      "{\((Self.parts + [#""data": {"values": [1.0, 2.5, 3e-05]}"#]).joined(separator: ", "))}")
    #expect(later?.quantity == "DOSE")
    #expect(later?.unit == "MeV/g")
    expectError("{\((Self.parts + [#""data": {}"#]).joined(separator: ", "))}", .missing("data.values"), nil)
  }

  @Test("name and unit are the metadata's where the data have none")
  func fallbacks() throws {
    let parts = [Self.parts[0], Self.parts[1], Self.parts[3], #""data": {"values": [1, 2, 3]}"#]
    for order in [parts, parts.reversed()] {
      let page = try decode("{\(order.joined(separator: ", "))}")
      #expect(page?.quantity == "DOSE")
      #expect(page?.unit == "MeV/g")
    }
    let bare = try decode(#"{"data": {"values": [1]}}"#)
    #expect(
      bare == StoredPage(quantity: "", unit: "", metadata: Metadata(), axes: [], values: [1], isFinite: true))
  }

  @Test("metadata keep their order; what is no string is kept as JSON")
  func metadata() throws {
    let text = #"{"b": "1", "a": 2.50, "c": [1, "x"], "d": {"e": null}, "f": null, "g": true, "a": "é\n"}"#
    let expected = [
      ("b", "1"), ("a", "2.50"), ("c", #"[1, "x"]"#), ("d", #"{"e": null}"#), ("f", "null"), ("g", "true"),
      ("a", "é\n"),
    ]
    let entries = expected.map { Metadata.Entry(name: $0.0, value: $0.1) }
    let metadata = try PageText.decodeMetadata(TextBuffer(Array(text.utf8)))
    #expect(metadata == Metadata(entries))
    #expect(metadata["a"] == "é\n")
    #expect(try decode(#"{"metadata": \#(text), "data": {"values": [0]}}"#)?.metadata == Metadata(entries))
    #expect(try PageText.decodeMetadata(TextBuffer(Array(" null ".utf8))) == Metadata())
    #expect(try PageText.decodeMetadata(TextBuffer(Array("{ }".utf8))) == Metadata())
    for text in ["", "[]", "null null", "{} x", #"{"a": }"#, #"{"a": "1",}"#, "{\"a\": \"\u{1}\"}"] {
      #expect(throws: DecodeError.self) { try PageText.decodeMetadata(TextBuffer(Array(text.utf8))) }
    }
  }

  @Test("the text null is a page without data")
  func null() throws {
    #expect(try decode("null") == nil)
    #expect(try decode(" \n null\t") == nil)
    expectError("nulll", .expected("the end of the text"), 4)
    expectError("null 1", .expected("the end of the text"), 5)
    expectError("nul", .expected("'{'"), 0)
  }

  @Test(
    "a single value may be nested once",
    arguments: ["[1.5]", "[[1.5]]", "[ [ 1.5 ] ]", "[\n[1.5]\r\n]"])
  func singleValue(values: String) throws {
    let page = try decode(#"{"dimensions": 0, "data": {"values": \#(values)}}"#)
    #expect(page?.values == [1.5])
    #expect(page?.shape == [])
  }

  @Test("values nested otherwise are refused")
  func nestedValues() {
    let before = #"{"data": {"values": "#
    let start = before.utf8.count
    for (values, offset, needed) in [
      ("[[[1]]]", 2, "a number"), ("[[1], [2]]", 4, "']'"), ("[[1], 2]", 4, "']'"),
      ("[1, [2]]", 4, "a number"),
      ("[[1]", 4, "']'"), ("[[1]}", 4, "']'"), ("1", 0, "'['"), ("null", 0, "'['"), ("{}", 0, "'['"),
      ("\"1\"", 0, "'['"), ("[[1,]]", 4, "a number"),
    ] {
      expectError(before + values + "}}", .expected(needed), start + offset, cutTail: values == "[[1]")
    }
  }

  @Test("phase space holds 8 numbers a particle, none too")
  func phaseSpace() throws {
    func page(_ count: Int, dettyp: Bool) -> String {
      let values = (0..<count).map(String.init).joined(separator: ", ")
      let metadata = dettyp ? #"{"dettyp": "MCPL"}"# : "{}"
      return
        #"{"metadata": \#(metadata), "dimensions": 0, "data": {"name": "MCPL", "values": [[\#(values)]]}}"#
    }
    for dettyp in [true, false] {
      for particles in [0, 1, 2, 300] {
        let found = try decode(page(8 * particles, dettyp: dettyp))
        #expect(found?.values == (0..<8 * particles).map(Double.init))
        #expect(found?.isPhaseSpace == true)
      }
      for count in [1, 7, 9, 15] {
        expectError(
          page(count, dettyp: dettyp), .wrongParticleCount(values: count, columns: 8), nil)
      }
    }
  }

  @Test("as many values as bins, in every number of axes")
  func counts() throws {
    func page(_ lengths: [Int], values: Int) -> String {
      let axes = lengths.enumerated().map { index, length in
        let centres = (0..<length).map(String.init).joined(separator: ",")
        return #""axis_dim\#(index + 1)": {"name": "", "unit": "", "values": [\#(centres)]}"#
      }
      let numbers = (0..<values).map { "\($0).5" }.joined(separator: ", ")
      let data = #""data": {"values": [\#(numbers)]}"#
      return "{" + (axes.reversed() + [data, #""dimensions": \#(lengths.count)"#]).joined(separator: ", ")
        + "}"
    }
    for lengths in [
      [], [1], [3], [2, 3], [3, 2], [2, 3, 4], [2, 1, 3, 2], [2, 2, 2, 2, 3],
    ] {
      let bins = lengths.reduce(1, *)
      let found = try decode(page(lengths, values: bins))
      #expect(found?.shape == lengths)
      #expect(found?.values == (0..<bins).map { Double($0) + 0.5 })
      for values in [0, bins - 1, bins + 1, 2 * bins] where values != bins {
        expectError(page(lengths, values: values), .wrongCount(values: values, bins: bins), nil)
      }
    }
    // The product of the lengths is beyond 64 bits.
    expectError(
      page([Int](repeating: 8_192, count: 5), values: 1), .wrongCount(values: 1, bins: .max), nil)
    expectError(
      page([1, 1, 1, 1, 1, 2], values: 2), .wrongDimensions(stated: 6, axes: 5), nil)
  }

  @Test("an axis without bins is refused")
  func emptyAxis() {
    let text =
      #"{"dimensions": 1, "axis_dim1": {"name": "", "unit": "", "values": []}, "data": {"values": []}}"#
    expectError(text, .expected("bin centres"), 31)
  }

  @Test("dimensions must be the number of axes, and the axes be numbered from 1")
  func dimensions() throws {
    func page(_ axes: [Int], dimensions: String?) -> String {
      let stated = dimensions.map { [#""dimensions": \#($0)"#] } ?? []
      let parts = axes.map { #""axis_dim\#($0)": {"name": "", "unit": "", "values": [1]}"# }
      return "{" + (stated + parts + [#""data": {"values": [5]}"#]).joined(separator: ", ") + "}"
    }
    for axes in [[], [1], [1, 2], [2, 1], [3, 1, 2]] {
      #expect(try decode(page(axes, dimensions: "\(axes.count)"))?.axes.count == axes.count)
      #expect(try decode(page(axes, dimensions: nil))?.axes.count == axes.count)
      expectError(
        page(axes, dimensions: "\(axes.count + 1)"),
        .wrongDimensions(stated: axes.count + 1, axes: axes.count), nil)
    }
    expectError(page([1, 2], dimensions: "1"), .wrongDimensions(stated: 1, axes: 2), nil)
    expectError(page([2], dimensions: "1"), .missing("axis_dim1"), nil)
    expectError(page([1, 3], dimensions: "2"), .missing("axis_dim2"), nil)
    expectError(page([1, 5], dimensions: nil), .missing("axis_dim2"), nil)
    for text in ["1.5", "-1", "NaN", "Infinity", "1e300", "-0.1", "9223372036854775808"] {
      expectError(page([1], dimensions: text), .expected("a number of axes"), 15)
    }
    for text in ["null", "\"1\"", "[1]"] {
      expectError(page([1], dimensions: text), .expected("a number"), 15)
    }
  }

  @Test("an axis needs centres, be they finite or not")
  func axes() throws {
    func page(_ axis: String) -> String { #"{"data": {"values": [5]}, "axis_dim1": \#(axis)}"# }
    let start = page("").utf8.count - 1
    expectError(page(#"{"name": "", "unit": ""}"#), .missing("axis values"), start)
    for word in ["NaN", "null", "Infinity", "-Infinity"] {
      let found = try decode(page(#"{"values": [\#(word)]}"#))
      #expect(found?.axes[0].centres[0].isFinite == false)
      #expect(found?.isFinite == true)
    }
    expectError(page("null"), .expected("'{'"), start)
    expectError(page("[1]"), .expected("'{'"), start)
    expectError(page(#"{"values": [[1]]}"#), .expected("a number"), start + 12)
  }

  @Test(
    "what is no page is refused",
    arguments: [
      ("", .expected("'{'"), 0), ("[1, 2, 3]", .expected("'{'"), 0), ("1", .expected("'{'"), 0),
      ("{}", .missing("data.values"), nil), ("{\"data\": {}}", .missing("data.values"), nil),
      ("{\"data\": null}", .expected("'{'"), 9), ("{\"data\": []}", .expected("'{'"), 9),
      ("{\"metadata\": []}", .expected("'{'"), 13), ("{\"metadata\": \"\"}", .expected("'{'"), 13),
      ("{\"data\": {\"values\": [1]}}}", .expected("the end of the text"), 25),
      ("{\"data\": {\"values\": [1]}}{}", .expected("the end of the text"), 25),
      ("{\"data\": {\"values\": [1]}", .expected("',' or '}'"), 24),
      ("{\"x\": ,\"data\": {\"values\": [1]}}", .expected("a value"), 6),
      ("{\"metadata\": {\"a\": nil}}", .expected("a value"), 19),
    ] as [(String, DecodeError.Reason, Int?)])
  func noPage(text: String, reason: DecodeError.Reason, offset: Int?) {
    expectError(text, reason, offset)
  }

  @Test("a page that is cut anywhere is refused")
  func truncated() {
    let text = Array(("{" + Self.parts.joined(separator: ", ") + "}").utf8)
    for length in text.indices {
      let error = #expect(throws: DecodeError.self, "cut to \(length)") {
        try PageText.decode(TextBuffer(Array(text[..<length])))
      }
      #expect(error?.offset.map { $0 <= length } == true, "cut to \(length)")
    }
  }

  /// So many that a way whose cost goes as their square would not end.
  @Test("hostile metadata cost no more than their length")
  func manyKeys() throws {
    let entries = (0..<100_000).map { #""key \#($0 % 50_000)": "\#($0)""# }.joined(separator: ", ")
    let long = String(repeating: #"\u00e9"#, count: 200_000)
    let axes = (0..<50_000).map { _ in #""axis_dim1": {"values": [1]}"# }.joined(separator: ",")
    let page = try decode(
      #"{"metadata": {\#(entries), "long": "\#(long)"}, \#(axes), "data": {"values": [1]}}"#)
    #expect(page?.metadata.entries.count == 100_001)
    #expect(page?.metadata["key 7"] == "50007")
    #expect(page?.metadata["long"]?.unicodeScalars.count == 200_000)
    #expect(page?.shape == [1])
  }

  private func decode(_ text: String) throws(DecodeError) -> StoredPage? {
    try PageText.decode(TextBuffer(Array(text.utf8)))
  }

  /// - Parameter cutTail: whether the two braces behind the values are left off.
  private func expectError(
    _ text: String, _ reason: DecodeError.Reason, _ offset: Int?, cutTail: Bool = false,
    at location: SourceLocation = #_sourceLocation
  ) {
    let text = cutTail ? String(text.dropLast(2)) : text
    #expect(throws: DecodeError(reason, at: offset), "\(text.prefix(300))", sourceLocation: location) {
      try decode(text)
    }
  }

  @Test(
    "a page's axes and metadata are read under every name that they have had",
    arguments: [
      ("axis_dim", "", "page_filter_name"), ("axisDim", "", "pageFilterName"),
      ("", "_axis", "page_filter_name"),
    ])
  func spellings(prefix: String, suffix: String, filter: String) throws {
    let text = """
      {"\(prefix)2\(suffix)": {"values": [1, 2]}, "data": {"values": [1, 2], "name": "DOSE", "unit": ""}, "dimensions": 2,
       "\(prefix)1\(suffix)": {"values": [5]}, "metadata": {"\(filter)": "Protons"}}
      """
    let page = try #require(try PageText.decode(TextBuffer(Array(text.utf8))))
    #expect(page.axes.map(\.centres) == [[5], [1, 2]])
    #expect(page.filter == "Protons")
  }
}
