/// The reason why pages cannot be drawn.
package enum FigureError: Error, Equatable {
  case nothing
  case phaseSpace(String)
  case singleValue(String)
  /// A page none of whose values can be shown on the scale.
  case noValues(String, isLogarithmic: Bool)
  case tooManyAxes(String, Int)
  /// A page of several axes among others.
  case mapBesides(String)
  /// Pages of other units or axes.
  case differ(String, String)
  /// A page without errors, of which errors are to be drawn.
  case noErrors(String)
  /// A page that is not over one axis of energies.
  case noSpectrum(String)
  /// A page without a value above 0, which is to be drawn over its largest.
  case noMaximum(String)
  /// One curve, which is to be held against another.
  case nothingToCompare
  /// A page of one axis, on which lines of another are to be drawn.
  case noMap(String)
  /// Texts leave no room for what is drawn; the height or the width that they would, in points.
  case noRoom(height: Double?, width: Double?)
}
