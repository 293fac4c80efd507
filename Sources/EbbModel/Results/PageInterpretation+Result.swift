extension PageInterpretation {
  /// The facts of a page that is combined, as it was read back.
  package init(_ page: ResultPage) {
    quantity = page.quantity
    filter = page.filter
    isPhaseSpace = page.isPhaseSpace
    axes = page.isPhaseSpace ? [] : page.axes
    var known = page.meaning
    known.unit = page.unit
    meaning = known
    rule = page.rule
  }
}
