internal import EbbModel
internal import EbbText

/// Gives pages in the units that are asked for, and keeps what is to be said of that.
struct UnitConversion: Sendable {
  private let choices: [UnitChoice]
  /// The choices that have met a page.
  private var used: Set<Int> = []
  private var notices: [Notice] = []

  init(_ choices: [UnitChoice]) { self.choices = choices }

  /// - Throws: where a page that a choice names is of another kind.
  mutating func converted(_ page: ResultPage) throws(Failure) -> ResultPage {
    for (index, choice) in choices.enumerated() {
      guard !page.isPhaseSpace, let match = choice.match(page) else { continue }
      guard let factor = page.unit.factor(to: choice.unit) else {
        if match == .byName {
          throw Failure(
            .usage,
            "--unit \(choice.name)=\(choice.unit.source): page \(page.number), \(page.label), is in \(page.unit.text), "
              + "which measures something else.",
            advice: "Give a unit of the same kind, or choose other pages with -e and -p.")
        }
        continue
      }
      used.insert(index)
      return page.multiplied(by: factor, unit: choice.unit.text)
    }
    return page
  }

  mutating func takeNotices() -> [Notice] {
    let unused = choices.indices.filter { !used.contains($0) }
    let said = unused.map {
      Notice(
        .warning,
        "--unit \(choices[$0].name)=\(choices[$0].unit.source): no page is called that, or is of that kind.")
    }
    used = []
    return said
  }
}
