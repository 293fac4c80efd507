internal import EbbModel
internal import EbbOperations
internal import EbbReport
internal import EbbText

/// The answer of `ebb show --record`, and a report's section of it.
struct RecordAnswer {
  private let record: SimulationRecord

  init(_ record: SimulationRecord) { self.record = record }

  /// The word for what nothing states.
  static let notKnown = "not known"

  /// A row a field, for programs; what is not known has no value.
  var listing: Listing {
    var listing = Listing([
      Listing.Column("section", heading: "SECTION"), Listing.Column("field", heading: "FIELD"),
      Listing.Column("value", heading: "VALUE", minimum: 20), Listing.Column("source", heading: "FROM"),
    ])
    for section in record.sections {
      for field in section.fields {
        listing.add([
          .text(section.topic.rawValue), .text(field.label), .init(field.text), .init(field.origin),
        ])
      }
    }
    return listing
  }

  /// For people: a heading a section, a field a line or more, where each is from, and at the end what is not known.
  func text(_ layout: TableLayout) -> String {
    let width = max(layout.width ?? 100, 40)
    let label = min(
      record.sections.flatMap(\.fields).map { $0.label.printable.columns }.max() ?? 0, width / 3)
    var text = ""
    for section in record.sections {
      if !text.isEmpty { text += "\n" }
      text += layout.show(section.topic.rawValue, as: .bold) + "\n"
      for field in section.fields {
        let origin = field.origin.map { " (\($0))" } ?? ""
        let value = ((field.text ?? Self.notKnown) + origin).printable
        let lines = TableLayout.lines(value, width: width - label - 4)
        let name = field.label.printable
        let isBelow = name.columns > label
        if isBelow { text += TableLayout.lines(name, width: width - 2).map { "  \($0)\n" }.joined() }
        for (index, line) in lines.enumerated() {
          let start = index == 0 && !isBelow ? name.padded(to: label) : String(repeating: " ", count: label)
          text += "  \(start)  " + layout.show(line, as: field.text == nil ? .yellow : nil) + "\n"
        }
      }
    }
    guard !record.unknown.isEmpty else { return text }
    let sentence = "Not known: " + record.unknown.joined(separator: "; ") + "."
    return text + "\n" + TableLayout.lines(sentence.printable, width: width).map { $0 + "\n" }.joined()
  }

  /// A report's section of it.
  static func section(_ record: SimulationRecord) -> ReportSection {
    var blocks: [ReportBlock] = []
    for section in record.sections {
      blocks.append(.heading(section.topic.rawValue))
      blocks.append(
        .fields(
          section.fields.map { field in
            (field.label, (field.text ?? notKnown) + (field.origin.map { " (\($0))" } ?? ""))
          }))
    }
    return ReportSection("Record of the simulation", blocks)
  }
}
