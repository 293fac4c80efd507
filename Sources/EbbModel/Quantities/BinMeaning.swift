/// The meaning of a bin's value, and with that what several bins of space come to together.
package enum BinMeaning: String, Sendable, CaseIterable {
  /// An amount within the bin (counts, energy): bins add up.
  case amount
  /// A density (dose, fluence): bins are averaged by their volumes.
  case density
  /// An average of something over what was scored (LET, mean energy): averaged by what it is an average over.
  case ratio
  /// The number of a material or a zone: bins have nothing in common.
  case label
}

/// The meaning of the bins of a differential axis (energy, angle, LET).
package enum AxisMeaning: String, Sendable, CaseIterable {
  /// A density in the axis' quantity, such as "per MeV": bins are integrated by their widths.
  case density
  /// Each bin's own share of the whole, as of a histogram: bins add up.
  case share
}

/// The weight of an average: the page beside it, of the same filter, that its numerator was divided by.
package enum Denominator: String, Sendable, CaseIterable {
  case dose
  case fluence
}
