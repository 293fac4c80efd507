internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline

/// The pages that a listing is to hold.
struct SearchOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Only of estimators whose name fits. Repeatable.", valueName: "glob"),
    transform: { Pattern($0) })
  var estimator: [Pattern] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Only these pages: 0, 1-3,5, or a pattern on quantity or filter. Repeatable.", valueName: "spec"),
    transform: PageOptions.selection)
  var page: [PageSelection] = []

  @Option(
    help: ArgumentHelp(
      "Only those of this quantity, by its name or by a word of what it is called: DOSE, LET.",
      valueName: "name"))
  var quantity: String?

  @Option(
    help: ArgumentHelp(
      "Only those in this unit, or in one that can be converted to it: MeV/cm.", valueName: "unit"),
    transform: Self.unit)
  var unit: Unit?

  func search(threads: Int) -> PageSearch {
    var search = PageSearch()
    search.estimators = estimator
    search.pages = page
    search.quantity = quantity
    search.unit = unit
    search.threads = threads
    return search
  }

  private static func unit(_ text: String) throws -> Unit {
    let unit = Unit(source: text)
    guard unit.dimension != nil else {
      throw ValidationError("'\(text)' is no unit that is known; try MeV/cm.")
    }
    return unit
  }
}
