extension BrokenStore {
  /// Every one, each of a kind of its own.
  package static let all = gzipFaults + textFaults + oddities + rowFaults + noStores

  private static let text = page(1)
  private static let good = gzip(text)

  private static func text(_ old: String, _ new: String) -> Content {
    .page(gzip(text.replacing(old, with: new)))
  }

  private static let gzipFaults = [
    BrokenStore("truncated_gzip", 65, "gzip data end early", .page(Array(good.prefix(good.count / 2)))),
    BrokenStore("bad_crc", 65, "the CRC-32 does not match", .page(trailer(crc: 1, length: nil))),
    BrokenStore("bad_isize", 65, "the trailer states another length", .page(trailer(crc: 0, length: 7))),
    BrokenStore(
      "huge_isize", 65, "the trailer claims 4 GiB", .page(trailer(crc: 0, length: 0xffff_fff0))),
    BrokenStore("not_gzip", 65, "no gzip header", .page(Array("this is no gzip data".utf8))),
    BrokenStore(
      "bad_deflate", 65, "a block of a type that there is not",
      .page(Array(good.prefix(10)) + [UInt8](repeating: 0xff, count: 30) + good.suffix(8))),
    BrokenStore("second_member", 65, "a second gzip member follows", .page(good + good)),
    BrokenStore("trailing_garbage", 65, "bytes follow the gzip member", .page(good + Array("xyz".utf8))),
    BrokenStore(
      "bomb", 65, "1.5 GB of text that is no page",
      .page(gzip(repeating: Array(String(repeating: "0.0, ", count: 200_000).utf8), count: 1500))),
  ]

  /// `good` with some bits of its CRC-32 flipped, or another length in its trailer.
  private static func trailer(crc flipped: UInt8, length: UInt32?) -> [UInt8] {
    var bytes = good
    bytes[bytes.count - 8] ^= flipped
    if let length {
      for index in 0..<4 { bytes[bytes.count - 4 + index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
    }
    return bytes
  }

  private static let textFaults = [
    BrokenStore("bad_json", 65, "the array is not closed", text("3e-05]", "3e-05")),
    BrokenStore("bad_number", 65, "2.5.1 is no number", text("2.5,", "2.5.1,")),
    BrokenStore("leading_zero", 65, "02.5 is no JSON number", text(" 2.5,", " 02.5,")),
    BrokenStore("bare_word", 65, "nan in lower case is no number", text("2.5,", "nan,")),
    BrokenStore("text_in_values", 65, "a string among the values", text(" 2.5,", " \"2.5\",")),
    BrokenStore("empty_text", 65, "nothing inside the gzip data", .page(gzip(""))),
    BrokenStore("invalid_utf8", 65, "the text is not UTF-8", .page(gzip(notUTF8))),
    BrokenStore(
      "deep_nesting", 65, "100,000 open brackets",
      .page(
        gzip(
          "{\"metadata\": " + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
            + "}"))),
    BrokenStore(
      "wrong_count", 65, "2 values for 3 bins",
      .page(gzip(page(1, values: [1, 2.5], centres: [0.5, 1.5, 2.5])))),
    BrokenStore(
      "no_values", 65, "the page has no values",
      .page(gzip(#"{"metadata": {}, "dimensions": 1, "data": {"unit": "", "name": "X"}}"#))),
    BrokenStore("not_an_object", 65, "the text is no page", .page(gzip("[1, 2, 3]"))),
    BrokenStore("overflow", 65, "1e999 is outside the range of a double", text("2.5,", "1e999,")),
  ]

  private static let notUTF8: [UInt8] = {
    var bytes = Array(text.utf8)
    // Of "Position", the first letter.
    if let place = bytes.firstIndex(of: UInt8(ascii: "P")) { bytes[place] = 0xff }
    return bytes
  }()

  private static let oddities = [
    BrokenStore("null_data", 0, "the data are NULL: a page without data", .page(nil)),
    BrokenStore("empty_data", 0, "the data are empty: the same", .page([])),
    BrokenStore("json_null", 0, "the text is null: the same", .page(gzip("null"))),
    BrokenStore(
      "nan_values", 0, "NaN and -Infinity are values",
      .page(gzip(text.replacing("2.5,", with: "NaN,").replacing("3e-05", with: "-Infinity")))),
    BrokenStore("null_value", 0, "null is NaN", text("2.5,", "null,")),
    BrokenStore(
      "integers", 0, "integers are numbers",
      .page(gzip(text.replacing("[1.0, 2.5,", with: "[1, -0,")))),
    BrokenStore(
      "odd_spacing", 0, "white space anywhere",
      .page(
        gzip(
          text.replacing("{", with: "{\r\n\t").replacing(", ", with: " \t, \r\n").replacing("]", with: " ]")))
    ),
    BrokenStore(
      "odd_names", 0,
      "names with ../, control characters, = and 300 characters; two that fall on one file name",
      .names(
        "../../escape", "=cmd|' /C calc'!A0",
        more: [
          "a/b", "a_b", String(repeating: "x", count: 300), "tab\there\u{1b}[31mred\u{1b}[0m", "", "..",
          "CON",
          "żółć 🧪",
        ])),
  ]

  private static let rowFaults = [
    BrokenStore(
      "duplicate_page", 65, "two rows of one page of one estimator", .rows([page(100, of: 1, 1, good)])),
    disagreement("unit", page(1, unit: "Gy")), disagreement("shape", page(1, values: [1, 2, 3, 4])),
    disagreement("axis", page(1, centres: [0.5, 1.5, 2.75])),
  ]

  /// A second contribution to both pages of the estimator; that to page 1 disagrees.
  private static func disagreement(_ what: String, _ text: String) -> BrokenStore {
    BrokenStore(
      "task_\(what)_differs", 65, "two contributions disagree in the \(what)",
      .rows([
        estimator(3, "mesh", "mesh_0002"), page(100, of: 3, 0, gzip(page(0))),
        page(101, of: 3, 1, gzip(text)),
      ]))
  }

  private static let noStores = [
    BrokenStore("no_tables", 69, "an empty database", .tables(without: nil)),
    BrokenStore("no_page_table", 69, "the table Page is missing", .tables(without: "Page")),
    BrokenStore(
      "not_a_database", 69, "no SQLite file",
      .bytes(Array(String(repeating: "plain text, no database\n", count: 50).utf8))),
  ]
}
