internal import EbbModel

/// The names of pages' columns in one table: of each as little as tells it from the others.
///
/// "dose"; where there are two of it, "fluence_protons" by the filter, else "z_profile_dose" by the estimator, by
/// the task, the page's number, the simulation.
struct ColumnNames {
  private enum Part: Int, CaseIterable { case filter, estimator, task, page, simulation }

  /// A page's parts as they stand in names, and which of them its name has.
  private struct Name {
    let quantity: String
    let parts: [String]
    var taken: Set<Part> = []

    init(_ member: TablePage) {
      quantity = Self.column(member.page.quantity)
      parts = [
        member.page.filter.map { Self.column($0) } ?? "",
        Self.column(member.estimator.name, keepsCase: true),
        member.estimator.task.map { "task_\($0)" } ?? "", "p\(member.page.number)",
        Self.column(member.simulation.name, keepsCase: true),
      ]
    }

    /// A name as part of a column's; one that has letters beyond ASCII keeps them and its case as they are.
    private static func column(_ name: String, keepsCase: Bool = false) -> String {
      let isASCII = name.unicodeScalars.allSatisfy(\.isASCII)
      return identifier(name, keepsCase: keepsCase || !isASCII, keepsLetters: true)
    }

    subscript(part: Part) -> String { parts[part.rawValue] }

    var text: String {
      let order: [Part] = [.simulation, .estimator, .task, .page]
      let before = order.filter(taken.contains).map { self[$0] }
      let after = taken.contains(.filter) ? [self[.filter]] : []
      return (before + [quantity] + after).filter { !$0.isEmpty }.joined(separator: "_")
    }
  }

  /// One for each page. They can still be the same where all parts are.
  static func names(of members: [TablePage]) -> [String] {
    var names = members.map(Name.init)
    for part in Part.allCases {
      for group in Dictionary(grouping: names.indices, by: { names[$0].text.lowercased() }).values {
        guard Set(group.map { names[$0][part].lowercased() }).count > 1 else { continue }
        for index in group { names[index].taken.insert(part) }
      }
    }
    return names.map(\.text)
  }
}
