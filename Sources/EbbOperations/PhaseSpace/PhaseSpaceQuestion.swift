package import EbbAnalysis

/// What `ebb analyze phasespace` is asked for.
package struct PhaseSpaceQuestion: Sendable {
  /// The histogram that is asked for; its limits are those of the selection, and where these are open follow from the
  /// particles.
  package struct Histogram: Sendable, Equatable {
    /// One or two.
    package var variables: [ParticleVariable]
    /// Along each.
    package var bins: Int
    /// Whether the bins of the first are logarithmic.
    package var isLogarithmic: Bool

    package init(_ variables: [ParticleVariable], bins: Int, isLogarithmic: Bool) {
      self.variables = variables
      self.bins = bins
      self.isLogarithmic = isLogarithmic
    }
  }

  package var selection: ParticleSelection
  /// `nil` for figures.
  package var histogram: Histogram?

  package init(_ selection: ParticleSelection, histogram: Histogram? = nil) {
    self.selection = selection
    self.histogram = histogram
  }
}
