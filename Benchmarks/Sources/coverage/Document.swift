internal import Glibc

/// The document that is printed, in Markdown.
enum Document {
  static func head(_ experiments: Int) -> String {
    """
    # How good the numbers are

    Written by `script/bench coverage`, which draws results with a known truth, up to \(experiments) experiments a setting, \
    has Ebb make pages, figures and chances of them, and counts. `script/bench coverage --experiments N` takes fewer or \
    more.

    Error/spread is the root of the mean square of the stated errors over the standard deviation of the results: 1 is right. \
    Coverage is the share of results whose distance from the truth is within one stated standard error, in percent; of n equal, normal \
    contributions it is Student's, which stands beside it. Bias is the mean's distance from the truth, in spreads of single \
    results: what it is large in, more experiments do not heal. Bold is what misses a goal by more than chance: error/spread of 0.9 to \
    1.1, coverage within 3 percent of what it should be, chances within a fifth of theirs.
    """
  }

  /// A table; the first column is text.
  static func table(_ title: String, _ text: String, _ headings: [String], _ rows: [[String]]) -> String {
    var lines = ["", "## " + title, "", text, ""]
    lines.append("| " + headings.joined(separator: " | ") + " |")
    lines.append("|---" + String(repeating: "|---:", count: headings.count - 1) + "|")
    for row in rows { lines.append("| " + row.joined(separator: " | ") + " |") }
    return lines.joined(separator: "\n")
  }

  static func decimals(_ number: Double, _ places: Int) -> String {
    guard number.isFinite else { return "–" }
    let factor = pow(10, Double(places))
    let rounded = (number * factor).rounded() / factor
    let text = String(rounded == 0 ? 0 : rounded)
    guard places > 0 else { return String(text.prefix { $0 != "." }) }
    let parts = text.split(separator: ".")
    let digits = parts.count > 1 ? String(parts[1]) : ""
    return parts[0] + "." + digits + String(repeating: "0", count: max(places - digits.count, 0))
  }

  static func percent(_ share: Double) -> String { decimals(100 * share, 1) }
}
