internal import EbbModel
internal import EbbText

/// The form of CSV tables, as options want it.
struct TableForm: Sendable {
  /// Whether a table begins with lines of explanation, each after `#`.
  var comments = false
  /// The character between the cells.
  var delimiter: Unicode.Scalar = ","
  /// Whether pages with the same axes share a table, side by side.
  var isWide = false
  /// What stands before the fraction of a number.
  var decimal: Unicode.Scalar = "."
  /// What a file begins with: the mark by which spreadsheets know UTF-8 (Unicode, 23.8), or nothing.
  var mark: [UInt8] = []

  init() {}

  /// - Parameter path: the output: in .tsv the cells stand between tabs.
  init(_ options: FormatOptions, writing path: String) throws(FormatOptionError) {
    comments = options[flag: "comment"]
    isWide = options[flag: "wide"]
    if options[flag: "excel"] {
      decimal = ","
      delimiter = ";"
      mark = Array("\u{feff}".utf8)
    }
    if let text = options["delimiter"] {
      delimiter = try Self.delimiter(text)
    } else if path.split(separator: "/").last?.lowercased().hasSuffix(".tsv") ?? false {
      delimiter = "\t"
    }
    if delimiter == decimal {
      throw FormatOptionError(
        reason: "with --excel a comma stands before the fractions of numbers, not between cells.",
        advice: "Leave --delimiter out, or give ';' or tab.")
    }
  }

  /// No character that numbers hold, or that quotes and ends cells.
  private static func delimiter(_ text: String) throws(FormatOptionError) -> Unicode.Scalar {
    if text == "tab" { return "\t" }
    let scalars = text.unicodeScalars
    guard scalars.count == 1, let scalar = scalars.first, scalar == "\t" || " "..."~" ~= scalar,
      !scalar.properties.isAlphabetic, !"0123456789.+-\"#".unicodeScalars.contains(scalar)
    else {
      throw FormatOptionError(
        reason: "\(Failure.quoted(text)) cannot stand between the cells of a table.",
        advice: "Give --delimiter a character such as ';', or tab; no letter or digit, and none of .+-\"#")
    }
    return scalar
  }
}
