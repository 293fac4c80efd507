import EbbTestSupport
import Foundation

/// The widths of a font's letters, read from its file: what texts are measured by in the tests, apart from the table that
/// the pictures are laid out with.
struct FontFile {
  private let widths: [UInt32: Double]

  /// The font that gnuplot draws "Sans" with here; `nil` where there is no fontconfig to ask.
  static let sans: FontFile? = {
    guard let found = try? Program.run("fc-match", ["-f", "%{file}", "Sans"]), found.status == 0,
      let data = FileManager.default.contents(atPath: found.output)
    else {
      print("SKIPPED: texts measured by the font, since fc-match names none.")
      return nil
    }
    return FontFile(Array(data))
  }()

  /// Reads the tables head, hhea, hmtx and cmap (format 12, or 4) of a TrueType file.
  init?(_ bytes: [UInt8]) {
    func short(_ place: Int) -> Int { Int(bytes[place]) << 8 | Int(bytes[place + 1]) }
    func long(_ place: Int) -> Int { short(place) << 16 | short(place + 2) }
    var tables: [String: Int] = [:]
    for index in 0..<short(4) {
      let entry = 12 + 16 * index
      tables[String(decoding: bytes[entry..<entry + 4], as: UTF8.self)] = long(entry + 8)
    }
    guard let head = tables["head"], let hhea = tables["hhea"], let hmtx = tables["hmtx"],
      let cmap = tables["cmap"]
    else { return nil }
    let em = Double(short(head + 18))
    let count = short(hhea + 34)
    func advance(_ glyph: Int) -> Double { Double(short(hmtx + 4 * min(glyph, count - 1))) / em }
    var widths: [UInt32: Double] = [:]
    for index in 0..<short(cmap + 2) {
      let table = cmap + long(cmap + 4 + 8 * index + 4)
      guard short(table) == 12 else { continue }
      for group in 0..<long(table + 12) {
        let entry = table + 16 + 12 * group
        for code in long(entry)...long(entry + 4) {
          widths[UInt32(code)] = advance(long(entry + 8) + code - long(entry))
        }
      }
    }
    guard !widths.isEmpty else { return nil }
    self.widths = widths
  }

  /// In em. Letters that the font has not are as wide as most that stand for them.
  func width(_ text: String) -> Double {
    text.unicodeScalars.reduce(0) { $0 + (widths[$1.value] ?? 1) }
  }
}
