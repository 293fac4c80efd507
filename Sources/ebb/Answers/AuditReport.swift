internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The answer of `ebb check`.
///
/// People get blocks of lines rather than a table: what is found is told in sentences, which no cell holds.
struct AuditReport {
  struct Audit {
    var jobID: String
    var findings: [Finding]
  }

  private let audits: [Audit]

  init(_ audits: [Audit]) { self.audits = audits }

  func text(_ form: Listing.Format, width: Int?) -> String {
    switch form {
    case .json, .csv: listing.text(form)
    case .table: audits.map { block($0, width: width ?? 110) }.joined(separator: "\n")
    }
  }

  /// "1 error, 2 warnings and 3 notes".
  var summary: String { Self.summary(audits.flatMap(\.findings)) }

  private static func summary(_ findings: [Finding]) -> String {
    let counts = Finding.Severity.allCases.compactMap { severity in
      let count = findings.count { $0.severity == severity }
      return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    guard let last = counts.last else { return "nothing" }
    return counts.count == 1 ? last : counts.dropLast().joined(separator: ", ") + " and " + last
  }

  private var listing: Listing {
    var listing = Listing([
      .init("severity"), .init("simulation"), .init("check"), .init("estimator"), .init("page_number"),
      .init("message"), .init("advice"),
    ])
    for finding in audits.flatMap(\.findings) {
      listing.add([
        .text(finding.severity.rawValue), .text(finding.simulation), .text(finding.check),
        .init(finding.estimator), .init(finding.page), .text(finding.message), .text(finding.advice),
      ])
    }
    return listing
  }

  private func block(_ audit: Audit, width: Int) -> String {
    var text = "\(audit.jobID.printable): \(Self.summary(audit.findings)) found\n"
    for finding in audit.findings {
      let place = [
        finding.estimator.map { "estimator '\($0.printable)'" }, finding.page.map { "page \($0)" },
      ].compactMap { $0 }.joined(separator: ", ")
      let label = finding.severity.rawValue
      text += "\n  " + label + String(repeating: " ", count: 9 - label.count) + finding.check
      text += (place.isEmpty ? "" : ": " + place) + "\n"
      for sentence in [finding.message, finding.advice] {
        for line in Self.lines(
          sentence.prefix(1).uppercased() + sentence.dropFirst(), width: max(width, 40) - 11)
        {
          text += String(repeating: " ", count: 11) + line + "\n"
        }
      }
    }
    return text
  }

  /// The words of `text` in lines of `width` characters.
  private static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
