/// A part of a report with a heading of its own.
package struct ReportSection: Sendable {
  package var heading: String
  package var blocks: [ReportBlock]

  package init(_ heading: String, _ blocks: [ReportBlock] = []) {
    self.heading = heading
    self.blocks = blocks
  }
}
