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

  /// The answer for people.
  func text(_ layout: TableLayout) -> String {
    audits.map { block($0, layout, width: layout.width ?? 110) }.joined(separator: "\n")
  }

  /// "1 error, 2 warnings and 3 notes".
  var summary: String { Self.summary(audits.flatMap(\.findings)) }

  private static func summary(_ findings: [Finding]) -> String {
    let counts = FindingSeverity.allCases.compactMap { severity in
      let count = findings.count { $0.severity == severity }
      return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    guard let last = counts.last else { return "nothing" }
    return counts.count == 1 ? last : counts.dropLast().joined(separator: ", ") + " and " + last
  }

  /// A row a finding.
  var listing: Listing {
    var listing = Listing([
      .init("severity", heading: "SEVERITY", mark: .state), .simulation(), .init("check", heading: "CHECK"),
      .init("estimator", heading: "ESTIMATOR"), .init("page", old: "page_number", heading: "PAGE"),
      .init("message", heading: "MESSAGE"), .init("advice", heading: "ADVICE"),
    ])
    for finding in audits.flatMap(\.findings) {
      listing.add([
        .text(finding.severity.rawValue), .text(finding.simulation), .text(finding.check),
        .init(finding.estimator), .init(finding.page), .text(finding.message), .text(finding.advice),
      ])
    }
    return listing
  }

  private func block(_ audit: Audit, _ layout: TableLayout, width: Int) -> String {
    let title = "\(audit.jobID.printable): \(Self.summary(audit.findings)) found"
    var text = TableLayout.lines(title, width: width).map { layout.show($0, as: .bold) + "\n" }.joined()
    for finding in audit.findings {
      let place = Failure.page(finding.page, of: finding.estimator?.printable)
      let label = finding.severity.rawValue
      let subject = TableLayout.lines(
        finding.check + (place.isEmpty ? "" : ": " + place), width: max(width, 40) - 11)
      text +=
        "\n  " + layout.show(label, as: .ofState(label)) + String(repeating: " ", count: 9 - label.count)
      text += subject.joined(separator: "\n" + String(repeating: " ", count: 11)) + "\n"
      for sentence in [finding.message, finding.advice] {
        for line in TableLayout.lines(
          sentence.prefix(1).uppercased() + sentence.dropFirst(), width: max(width, 40) - 11)
        {
          text += String(repeating: " ", count: 11) + line + "\n"
        }
      }
    }
    return text
  }
}
