internal import EbbText

/// A part of a report with a heading of its own.
package struct ReportSection: Sendable {
  package var heading: String
  package var blocks: [ReportBlock]

  package init(_ heading: String, _ blocks: [ReportBlock] = []) {
    self.heading = heading
    self.blocks = blocks
  }

  /// The most columns that a page of paper has room for when it stands upright.
  private static let mostColumns = 12

  /// Whether a table of it is wider than a page of paper that stands upright.
  var isBroad: Bool {
    blocks.contains { block in
      guard case .table(let listing) = block else { return false }
      return listing.columns.count { $0.heading != nil } > Self.mostColumns
    }
  }
}
