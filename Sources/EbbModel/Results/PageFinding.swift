/// A finding of an audit in the contributions to a page, as it goes with the page.
package struct PageFinding: Sendable, Hashable {
  package var severity: FindingSeverity
  /// The name of the check: "far-off".
  package var check: String
  /// The fault, with its numbers.
  package var message: String

  package init(severity: FindingSeverity, check: String, message: String) {
    self.severity = severity
    self.check = check
    self.message = message
  }

  /// "warning far-off: the total of task 3 is …", as files state it that keep texts.
  package var text: String { "\(severity.rawValue) \(check): \(message)" }

  /// Reads `text`; `nil` for anything else.
  package init?(text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let words = text[..<colon].split(separator: " ")
    guard words.count == 2, let severity = FindingSeverity(rawValue: String(words[0])) else { return nil }
    self.init(
      severity: severity, check: String(words[1]),
      message: String(text[text.index(after: colon)...].drop { $0 == " " }))
  }
}

extension ResultPage {
  /// The names of the checks that have found something, each once: "negative, far-off"; `nil` where nothing was found.
  package var doubts: String? {
    var seen: Set<String> = []
    let names = findings.map(\.check).filter { seen.insert($0).inserted }
    return names.isEmpty ? nil : names.joined(separator: ", ")
  }
}
