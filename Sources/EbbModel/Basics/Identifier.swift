/// A name from the store made safe: `[A-Za-z0-9_]`, lower case, never empty. "Average kinetic energy"
/// becomes "average_kinetic_energy"; "../../x" becomes "x".
///
/// - Parameters:
///   - keepsCase: for names of groups and files, which people compare with what they know.
///   - dashes: whether `-` stays, as in a file named after a job id.
///   - keepsLetters: for columns of tables, whether what is beyond ASCII stays as it is.
package func identifier(
  _ name: String, keepsCase: Bool = false, dashes: Bool = false, keepsLetters: Bool = false, limit: Int = 100
) -> String {
  var safe = ""
  for scalar in name.unicodeScalars {
    switch scalar {
    case "a"..."z", "0"..."9": safe.unicodeScalars.append(scalar)
    case "A"..."Z":
      safe += keepsCase ? String(scalar) : scalar.properties.lowercaseMapping
    case _ where keepsLetters && scalar.isVisibleBeyondASCII: safe.unicodeScalars.append(scalar)
    case "-" where dashes && !safe.isEmpty: safe += "-"
    default: if !safe.isEmpty, !safe.hasSuffix("_") { safe += "_" }
    }
  }
  safe = String(safe.prefix(limit))
  while safe.hasSuffix("_") { safe.removeLast() }
  return safe.isEmpty ? "unnamed" : safe
}

extension Unicode.Scalar {
  /// Whether it is a letter, mark, digit, sign or symbol that ASCII does not have.
  fileprivate var isVisibleBeyondASCII: Bool {
    guard !isASCII else { return false }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator,
      .paragraphSeparator:
      return false
    default: return true
    }
  }
}

/// The name of a file from the store made safe, its suffixes kept: one name within a folder, not hidden, without
/// control characters. "beam.dat" stays; "../../x.dat" becomes "x.dat".
package func fileName(_ name: String) -> String {
  let last = name.split(separator: "/").last.map(String.init) ?? ""
  let parts = last.split(separator: ".").map {
    identifier(String($0), keepsCase: true, dashes: true, limit: 60)
  }
  return parts.isEmpty ? "unnamed" : parts.suffix(4).joined(separator: ".")
}

/// Hands out names that differ: a name that was given before gets `_2`, `_3`, ….
///
/// Names that differ only in case are kept apart too, since some file systems do not tell them apart.
package struct UniqueNames: Sendable {
  private var taken: Set<String> = []
  /// The number that was given last, by name.
  private var numbers: [String: Int] = [:]

  package init() {}

  package mutating func unique(_ name: String) -> String {
    var candidate = name
    var number = numbers[name.lowercased()] ?? 1
    while !taken.insert(candidate.lowercased()).inserted {
      number += 1
      candidate = "\(name)_\(number)"
    }
    numbers[name.lowercased()] = number
    return candidate
  }
}

extension String {
  /// The text with its lines and tabs, but without other control characters and direction marks.
  package var printableLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).printable }
        .joined(separator: "\t")
    }.joined(separator: "\n")
  }

  /// The text without control characters and direction marks: safe for a terminal.
  package var printable: String {
    let harmless = unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return false
      default: return true
      }
    }
    var text = ""
    text.unicodeScalars.append(contentsOf: harmless)
    return text
  }
}
