/// The treatment of the noise of bins, which widens a histogram of doses.
package enum NoiseTreatment: String, Sendable, CaseIterable {
  /// It is taken out of the histogram, as far as its size is known.
  case remove
  /// Bins are as they were scored.
  case keep
}
