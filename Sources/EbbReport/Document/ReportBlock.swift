package import EbbText

/// Something that a section of a report shows. Texts may come from the store: all are made harmless when they are written.
package enum ReportBlock: Sendable {
  case paragraph(String)
  /// A heading within the section.
  case heading(String)
  /// Facts: a label and a text each.
  case fields([(label: String, text: String)])
  case table(Listing)
  case findings([ReportFinding])
  /// A text of several lines, which is folded away under its name.
  case file(name: String, text: String)
  /// What was written before: pictures, which come one by one.
  case written(SpooledText)
}

/// Something that an audit has found, as a report tells it.
package struct ReportFinding: Sendable {
  /// "error", "warning" or "note".
  package var severity: String
  package var check: String
  /// "estimator 'mesh', page 2"; empty for all of a simulation.
  package var place: String
  package var message: String
  package var advice: String

  package init(severity: String, check: String, place: String, message: String, advice: String) {
    self.severity = severity
    self.check = check
    self.place = place
    self.message = message
    self.advice = advice
  }
}
