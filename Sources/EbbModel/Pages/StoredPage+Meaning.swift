extension PageMeaning {
  /// - Parameters:
  ///   - stored: the page, or one without values.
  ///   - axes: its axes, interpreted.
  package init(_ stored: StoredPage, axes: [Axis]) {
    self.init(
      quantity: stored.quantity, unit: Unit(source: stored.unit), metadata: stored.metadata, axes: axes,
      simulator: stored.simulator, assumed: stored.assumed)
  }
}

extension StoredPage {
  package var meaning: PageMeaning { PageMeaning(self, axes: isPhaseSpace ? [] : interpretedAxes()) }

  /// The rule by which contributions to it are combined; `nil` where it states one that no converter writes.
  /// - Parameter meaning: its own.
  package func rule(by meaning: PageMeaning) -> AggregationRule? {
    isPhaseSpace ? .concatenation : metadata.normalization.isKnown ? meaning.overTasks : nil
  }
}
