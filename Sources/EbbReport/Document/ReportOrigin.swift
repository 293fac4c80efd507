/// The origin of a report, which its end states.
package struct ReportOrigin: Sendable {
  /// The version of Ebb.
  package var creator: String
  /// When it was written, in UTC: "2026-01-12T09:30:00Z".
  package var time: String
  /// Facts: a label and a text each, such as the command, the store without its password, digests of inputs.
  package var facts: [(label: String, text: String)]

  package init(creator: String, time: String, facts: [(label: String, text: String)]) {
    self.creator = creator
    self.time = time
    self.facts = facts
  }
}
